import { cloneClasses } from "../duplication/cloneClasses.js";
import type { CloneCopy } from "../rules/rule.js";
import type { Settings } from "../settings/settings.js";
import type { MeasuredFile, ReportClone } from "../types.js";

/** Clone classes, and what of them stands in which file. */
export interface FoundClones {
  /** By first occurrence. */
  readonly classes: readonly ReportClone[];
  /** Copies, without the originals, by the path of the file they stand in. */
  readonly copies: ReadonlyMap<string, readonly CloneCopy[]>;
  /** Distinct code lines in copies by path; files without any are left out. */
  readonly duplicatedLines: ReadonlyMap<string, number>;
}

/** Groups what all files offer to duplication. The first occurrence of a class is the original. */
export function findClones(files: readonly MeasuredFile[], { duplication }: Settings): FoundClones {
  const found = cloneClasses(
    files.map(({ path, role, facts }) => ({
      path,
      role,
      language: facts.language,
      candidates: facts.clones,
    })),
    duplication,
  );
  const copies = new Map<string, CloneCopy[]>();
  for (const { kind, mass, occurrences } of found.classes) {
    const [first, ...others] = occurrences;
    if (first === undefined) continue;
    const original = `${first.path}:${first.startLine}`;
    for (const { path, startLine, endLine } of others) {
      const copy = { kind, mass, startLine, startColumn: 0, endLine, original };
      const ofFile = copies.get(path);
      if (ofFile === undefined) copies.set(path, [copy]);
      else ofFile.push(copy);
    }
  }
  return {
    classes: found.classes.map(({ kind, mass, occurrences }) => ({ kind, mass, occurrences })),
    copies,
    duplicatedLines: found.duplicatedLines,
  };
}
