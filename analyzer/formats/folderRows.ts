import { folderCut, folderOf } from "../grading/folders.js";
import type { FolderTotals, Report } from "../types.js";

/** How many folders are listed. */
const SHOWN = 10;

/** A folder by the name it is listed under. */
export interface FolderRow extends FolderTotals {
  /** `src/http/`, or `src/*` for the files directly in `src`. */
  readonly name: string;
}

/**
 * The folders below the report's own root that say where the debt is, the dearest first: those that are shown and
 * how many follow. None where everything lies in one.
 */
export function folderRows(report: Report): { readonly shown: readonly FolderRow[]; readonly rest: number } {
  const rows = folderCut(report.files, folderOf(report) ?? "");
  if (rows.length < 2) return { shown: [], rest: 0 };
  const shown = rows.slice(0, SHOWN).map((row) => ({ ...row, name: nameOf(row) }));
  return { shown, rest: rows.length - shown.length };
}

function nameOf({ path, isWhole }: FolderTotals): string {
  const start = path === "" ? "" : `${path}/`;
  return isWhole ? start : `${start}*`;
}
