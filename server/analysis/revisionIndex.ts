import type { FunctionPlace, GradedFile, Report, ReportFile, ReportOf } from "../../analyzer/types.js";

/** A file of the index: its part of the report with the places of functions, and where the rest is kept. */
export interface IndexedFile extends GradedFile {
  /** Keyed hash (hex) of the file's stored facts, where its functions' figures are. */
  readonly factsKey: string;
  /** Keyed hash (hex) of the kept source; `null` where the project's retention keeps none of this file. */
  readonly sourceKey: string | null;
}

/** The report of one revision as it is stored: everything but the figures of functions, which stand in the facts. */
export type RevisionIndex = ReportOf<IndexedFile>;

/** Builds the index; `keysOf` gives a file's facts key and source key. */
export function indexOf(
  report: Report,
  keysOf: (file: ReportFile) => { factsKey: string; sourceKey: string | null },
): RevisionIndex {
  const files = report.files.map((file) => ({
    ...file,
    functions: file.functions.map(placeOf),
    ...keysOf(file),
  }));
  return { ...report, files };
}

/** Enough for quick wins of any part to be found without opening facts. */
function placeOf({ name, startLine, endLine }: FunctionPlace): FunctionPlace {
  return { name, startLine, endLine };
}
