import type { Report, ReportFile } from "../../analyzer/types.js";

/** A file of the index: its part of the report without functions, and where the rest is kept. */
export interface IndexedFile extends Omit<ReportFile, "functions"> {
  /** Keyed hash (hex) of the file's stored facts, where its functions are. */
  readonly factsKey: string;
  /** Keyed hash (hex) of the kept source; `null` where the project's retention keeps none of this file. */
  readonly sourceKey: string | null;
}

/** The report of one revision as it is stored: everything but functions, which stand in the facts. */
export interface RevisionIndex extends Omit<Report, "files"> {
  readonly files: readonly IndexedFile[];
}

/** Builds the index; `keysOf` gives a file's facts key and source key. */
export function indexOf(
  report: Report,
  keysOf: (file: ReportFile) => { factsKey: string; sourceKey: string | null },
): RevisionIndex {
  const files = report.files.map((file) => {
    const { functions: _functions, ...rest } = file;
    return { ...rest, ...keysOf(file) };
  });
  return { ...report, files };
}
