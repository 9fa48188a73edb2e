import type { Corpus } from "./corpus.js";
import type { RunClass } from "./selectClasses.js";

/** Distinct code lines in copies, by file. */
export function duplicatedLines(corpus: Corpus, classes: readonly RunClass[]): Uint32Array {
  const lines = new Uint32Array(corpus.fileRows.length);
  const copies = classes.flatMap(({ starts, length }) =>
    starts.slice(1).map((start) => ({
      file: corpus.file[start] ?? 0,
      firstRow: corpus.firstRow[start] ?? 0,
      lastRow: corpus.lastRow[start + length - 1] ?? 0,
    })),
  );
  copies.sort((a, b) => a.firstRow - b.firstRow);
  let counted = 0;
  for (const { file, firstRow, lastRow } of copies) {
    const from = Math.max(firstRow, counted);
    if (from > lastRow) continue;
    const own = (corpus.codeBefore[lastRow + 1] ?? 0) - (corpus.codeBefore[from] ?? 0);
    lines[file] = (lines[file] ?? 0) + own;
    counted = lastRow + 1;
  }
  return lines;
}
