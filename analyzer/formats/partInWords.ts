import type { Part, PartKind } from "../types.js";

const KINDS: Readonly<Record<PartKind, string>> = {
  folder: "folder",
  file: "file",
  language: "language",
  subproject: "sub-project",
};

/** What kind of part it is; its name follows. */
export function partKindInWords({ kind }: Part): string {
  return KINDS[kind];
}
