import type { FolderTotals, GradedFile, ReportOf } from "../types.js";
import { compareBytes } from "./byteOrder.js";
import { isBelow } from "./isBelow.js";
import { rowOf } from "./totals.js";

/** A cut that has this many rows is not cut finer. */
const ENOUGH_ROWS = 8;

/** A folder with all files below it, or with those directly in it. */
interface Branch {
  readonly path: string;
  readonly isWhole: boolean;
  readonly files: readonly GradedFile[];
}

/**
 * Totals and grade of each folder directly in `parent`, with everything below it, sorted by path bytes. Files
 * directly in `parent` belong to none.
 * @param parent relative to the root, without a slash at either end; `""` is the root
 */
export function foldersIn(files: readonly GradedFile[], parent: string): FolderTotals[] {
  return branchesOf(wholeOf(files, parent))
    .filter(({ isWhole }) => isWhole)
    .map(totalsOfBranch)
    .sort((left, right) => compareBytes(left.path, right.path));
}

/**
 * A way of dividing everything below `root` into a few rows that say where the debt is: the folders in it, of which
 * one that holds more than half of the graded lines is divided in its place. Rows hold each file once, so they add
 * up to the whole; the dearest first, equal ones by path bytes.
 */
export function folderCut(files: readonly GradedFile[], root: string): FolderTotals[] {
  let branches = branchesOf(wholeOf(files, root));
  const half = gradedLinesOf(files.filter(({ path }) => isBelow(root, path))) / 2;
  const isLarge = (branch: Branch) => branch.isWhole && gradedLinesOf(branch.files) > half;
  while (branches.length < ENOUGH_ROWS && branches.some(isLarge)) {
    branches = branches.flatMap((branch) => (isLarge(branch) ? branchesOf(branch) : [branch]));
  }
  return branches
    .map(totalsOfBranch)
    .sort((left, right) => right.debtMinutes - left.debtMinutes || compareBytes(left.path, right.path));
}

/** The folder that a report is about; `null` for a language or a file, whose folders hold other things as well. */
export function folderOf({
  part,
  subprojects,
}: Pick<ReportOf<GradedFile>, "part" | "subprojects">): string | null {
  if (part === undefined) return "";
  if (part.kind === "folder") return part.name;
  if (part.kind !== "subproject") return null;
  return subprojects.find(({ name }) => name === part.name)?.path ?? null;
}

function wholeOf(files: readonly GradedFile[], root: string): Branch {
  return { path: root, isWhole: true, files: files.filter(({ path }) => isBelow(root, path)) };
}

/** The folders in a folder, and the files directly in it where there are some. */
function branchesOf({ path: parent, files }: Branch): Branch[] {
  const start = parent === "" ? 0 : parent.length + 1;
  const byFolder = new Map<string | null, GradedFile[]>();
  for (const file of files) {
    const end = file.path.indexOf("/", start);
    const folder = end === -1 ? null : file.path.slice(0, end);
    const sofar = byFolder.get(folder);
    if (sofar === undefined) byFolder.set(folder, [file]);
    else sofar.push(file);
  }
  return [...byFolder].map(([folder, its]) =>
    folder === null
      ? { path: parent, isWhole: false, files: its }
      : { path: folder, isWhole: true, files: its },
  );
}

function totalsOfBranch({ path, isWhole, files }: Branch): FolderTotals {
  return { path, isWhole, ...rowOf(files) };
}

function gradedLinesOf(files: readonly GradedFile[]): number {
  return files.reduce((sum, { gradedLines }) => sum + gradedLines, 0);
}
