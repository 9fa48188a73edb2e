import { lstatSync, realpathSync, type Stats, statSync } from "node:fs";
import path from "node:path";
import { IntakeError } from "../errors.js";
import { runLocalGit } from "./localReader.js";

/** A place in a tree of this machine. */
export interface LocatedPath {
  /** The folder whose settings hold: the root of the tree. */
  readonly root: string;
  /** Relative to the root, with `/` between folders; empty for the root. */
  readonly path: string;
}

/**
 * Finds the tree a path lies in: `root` where it is given, else the git repository, else the current folder,
 * else the folder that the path names or is in. The path need not exist: a revision may have it. A link at
 * its end is not followed. Throws IntakeError `local-input` when the path is not below `root`.
 */
export async function locatePath(o: {
  path: string;
  root: string | null;
  signal: AbortSignal;
}): Promise<LocatedPath> {
  const given = path.resolve(o.path);
  const folder = nearestFolder(given);
  const real = path.join(realpathSync(folder), path.relative(folder, given));
  const root = o.root === null ? await rootOf(real, realpathSync(folder), o.signal) : realRoot(o.root);
  const relative = path.relative(root, real);
  if (relative === ".." || relative.startsWith(`..${path.sep}`))
    throw new IntakeError("local-input", "The path lies outside of the root. Name a path below it.");
  return { root, path: relative.split(path.sep).join("/") };
}

/** Why git leaves a path out of a work tree: the file and line of the pattern; null where it does not. */
export async function findIgnoreRule(
  { root, path: file }: LocatedPath,
  signal: AbortSignal,
): Promise<{ readonly file: string; readonly line: number; readonly pattern: string } | null> {
  const argv = ["check-ignore", "--verbose", "-z", "--stdin"];
  // The dot keeps a name that begins with a colon from being more than a name.
  const answer = await runLocalGit(root, argv, signal, `./${file}\0`);
  const [source, line, pattern] = answer.split("\0");
  if (source === undefined || line === undefined || pattern === undefined) return null;
  return { file: source, line: Number(line), pattern };
}

async function rootOf(real: string, folder: string, signal: AbortSignal): Promise<string> {
  const top = await firstLine(folder, "--show-toplevel", signal);
  if (top !== "") return top;
  if ((await firstLine(folder, "--is-bare-repository", signal)) === "true")
    return firstLine(folder, "--absolute-git-dir", signal);
  const current = realpathSync(process.cwd());
  return real === current || real.startsWith(`${current}${path.sep}`) ? current : folder;
}

async function firstLine(folder: string, question: string, signal: AbortSignal): Promise<string> {
  return (await runLocalGit(folder, ["rev-parse", question], signal)).replace(/\n$/, "");
}

function realRoot(root: string): string {
  if (!isFolder(() => statSync(root)))
    throw new IntakeError("local-input", "The root is no folder. Check the path.");
  return realpathSync(root);
}

/** The path itself where it is a folder, else the nearest one above; links above the end are followed. */
function nearestFolder(given: string): string {
  if (isFolder(() => lstatSync(given))) return given;
  let folder = path.dirname(given);
  while (!isFolder(() => statSync(folder)) && folder !== path.dirname(folder)) folder = path.dirname(folder);
  return folder;
}

function isFolder(look: () => Stats): boolean {
  try {
    return look().isDirectory();
  } catch {
    return false; // nothing there, below a file, or not ours to see
  }
}
