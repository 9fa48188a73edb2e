import { ERROR_SYMBOL, NodeFlag } from "../syntax/flatTree.js";
import { rowAt } from "../syntax/source.js";
import type { ParsedFile } from "./parsedFile.js";

/** Lines covered by syntax errors, missing tokens among them. */
export function parseErrorLines({ tree, source }: ParsedFile): number {
  // Opened minus closed errors by line, so that errors inside errors cost no more than others.
  const changes = new Int32Array(source.lineCount + 2);
  for (let node = 0; node < tree.count; node++) {
    const isMissing = ((tree.flags[node] ?? 0) & NodeFlag.Missing) !== 0;
    if (tree.symbol[node] !== ERROR_SYMBOL && !isMissing) continue;
    const firstRow = Math.min(tree.row[node] ?? 0, source.lineCount - 1);
    const lastRow = Math.max(firstRow, rowAt(source, (tree.end[node] ?? 1) - 1));
    changes[firstRow] = (changes[firstRow] ?? 0) + 1;
    changes[lastRow + 1] = (changes[lastRow + 1] ?? 0) - 1;
  }
  let open = 0;
  let lines = 0;
  for (let row = 0; row < source.lineCount; row++) {
    open += changes[row] ?? 0;
    if (open > 0) lines++;
  }
  return lines;
}
