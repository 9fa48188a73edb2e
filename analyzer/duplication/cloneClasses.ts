import { compareBytes } from "../grading/byteOrder.js";
import type { CloneCandidates, LanguageId, Role } from "../types.js";
import { CLONE_FLOOR } from "./cloneFloor.js";
import { type Corpus, joinCorpus } from "./corpus.js";
import { duplicatedLines } from "./duplicatedLines.js";
import { type CloneSizes, type RunClass, selectClasses } from "./selectClasses.js";

/** One file with what it offers. */
export interface CandidateFile {
  readonly path: string;
  readonly language: LanguageId;
  readonly role: Role;
  readonly candidates: CloneCandidates;
}

/** A place of a class; lines are 1-based and inclusive. */
export interface CloneOccurrence {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
}

/** Places of equal structure. */
export interface CloneClass {
  /** Whether every leaf's text is equal too. */
  readonly kind: "identical" | "similar";
  /** Named nodes in one occurrence. */
  readonly mass: number;
  readonly language: LanguageId;
  readonly role: Role;
  /** By path bytes and line, at least two: the original, then its copies. */
  readonly occurrences: readonly CloneOccurrence[];
}

/** What {@link cloneClasses} finds. */
export interface Duplication {
  /** By first occurrence: path bytes, start line, end line descending. */
  readonly classes: readonly CloneClass[];
  /** Distinct code lines in copies by path; files without any are left out. */
  readonly duplicatedLines: ReadonlyMap<string, number>;
}

/** Files that may share classes, by path. */
interface Group {
  readonly language: LanguageId;
  readonly role: Role;
  readonly files: CandidateFile[];
}

/**
 * Groups what files offer into clone classes: the reduce step of duplication. Classes stay within a language and a
 * role. The order of the files does not matter.
 * @param sizes least size of a clone; below {@link CLONE_FLOOR} it is taken for that
 */
export function cloneClasses(files: readonly CandidateFile[], sizes: CloneSizes): Duplication {
  const mass = Math.max(sizes.mass, CLONE_FLOOR.mass);
  const lines = Math.max(sizes.lines, CLONE_FLOOR.lines);
  const classes: CloneClass[] = [];
  const duplicated = new Map<string, number>();
  for (const group of groupsOf(files)) {
    const corpus = joinCorpus(group.files.map(({ candidates }) => candidates));
    const found = selectClasses(corpus, { mass, lines });
    for (const runs of found) classes.push(described(group, corpus, runs));
    const linesOfFiles = duplicatedLines(corpus, found);
    group.files.forEach(({ path }, file) => {
      const count = linesOfFiles[file] ?? 0;
      if (count > 0) duplicated.set(path, count);
    });
  }
  return { classes: classes.sort(byFirstOccurrence), duplicatedLines: duplicated };
}

function groupsOf(files: readonly CandidateFile[]): Group[] {
  const groups = new Map<string, Group>();
  for (const file of files) {
    const { language, role } = file;
    const key = `${language} ${role}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { language, role, files: [file] });
    else group.files.push(file);
  }
  for (const { files: members } of groups.values()) members.sort((a, b) => compareBytes(a.path, b.path));
  return [...groups.values()];
}

function described({ language, role, files }: Group, corpus: Corpus, runs: RunClass): CloneClass {
  const occurrences = runs.starts.map((start) => {
    const file = corpus.file[start] ?? 0;
    const base = corpus.fileRows[file] ?? 0;
    return {
      path: files[file]?.path ?? "",
      startLine: (corpus.firstRow[start] ?? 0) - base + 1,
      endLine: (corpus.lastRow[start + runs.length - 1] ?? 0) - base + 1,
    };
  });
  return { kind: runs.isExact ? "identical" : "similar", mass: runs.mass, language, role, occurrences };
}

/** Classes whose first lines are equal are of one file and stay as they were selected, the heavier first. */
function byFirstOccurrence(a: CloneClass, b: CloneClass): number {
  const [first] = a.occurrences;
  const [other] = b.occurrences;
  if (first === undefined || other === undefined) return 0;
  return (
    compareBytes(first.path, other.path) || first.startLine - other.startLine || other.endLine - first.endLine
  );
}
