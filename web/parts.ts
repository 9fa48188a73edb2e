import type { Part } from "../analyzer/types.js";
import { visibleText } from "./hostileText.js";
import { languageName } from "./languages.js";

/** Which kind of part it is, within a sentence: "folder". */
export function partKindName({ kind }: Part): string {
  return kind === "subproject" ? "sub-project" : kind;
}

/** A part by its own name, safe to show: "src/http/", "TypeScript". */
export function partName({ kind, name }: Part): string {
  if (kind === "language") return languageName(name);
  return visibleText(kind === "folder" ? `${name}/` : name);
}

/** Where a page's list is from, to stand behind a noun: " in the folder src/http/"; empty for the whole project. */
export function inPart(part: Part | undefined): string {
  return part === undefined ? "" : ` in the ${partKindName(part)} ${partName(part)}`;
}

/** Whether the name is a path, and so is written as code. */
export function isPathPart({ kind }: Part): boolean {
  return kind === "folder" || kind === "file";
}

/**
 * The folders a path lies in, outermost first: "src/http" → "src". A file's and a folder's own name is left out.
 */
export function foldersAround(path: string): readonly Part[] {
  const names = path.split("/").slice(0, -1);
  return names.map((_name, index) => ({ kind: "folder", name: names.slice(0, index + 1).join("/") }));
}

/** The option of the command line that reports on this part alone, quoted for a POSIX shell. */
export function partOption(part: Part): string {
  const { kind, name } = part;
  const option = isPathPart(part) ? "only" : kind;
  return `--${option}=${/^[\w./@+-]+$/.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`}`;
}
