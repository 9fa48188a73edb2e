import { isSpace, rowAt } from "../syntax/source.js";
import { codeLinesBetween } from "./lines.js";
import { type FunctionMetric, filled } from "./parsedFile.js";

/** Lines of a function with at least one token that is neither a comment nor inside a nested function. */
export const ownCodeLines: FunctionMetric = ({ outline, tree, source, lines }) => {
  const { functions, comments } = outline;
  const counts = filled(outline, 0);
  const lastRows = filled(outline, -1);
  let nextFunction = 0;
  let nextComment = 0;
  let inside = -1;
  for (let node = 0; node < tree.count; node++) {
    if (node === comments[nextComment]) {
      nextComment++;
      node = tree.last[node] ?? node;
      continue;
    }
    while (inside >= 0 && node > (tree.last[outline.node[inside] ?? 0] ?? 0))
      inside = outline.owner[inside] ?? -1;
    const upcoming = functions[nextFunction] ?? -1;
    if (node === outline.node[upcoming]) {
      inside = upcoming;
      nextFunction++;
    }
    const start = tree.start[node] ?? 0;
    const end = tree.end[node] ?? 0;
    // Line ends can be tokens, and tokens can be missing.
    if (inside < 0 || tree.last[node] !== node || start === end || isSpace(source.units[start] ?? 0))
      continue;
    const row = tree.row[node] ?? 0;
    const isOneLine = end <= (source.lineStarts[row + 1] ?? end);
    const lastRow = isOneLine ? row : rowAt(source, end - 1);
    const from = Math.max(row, (lastRows[inside] ?? -1) + 1);
    if (from > lastRow) continue;
    counts[inside] = (counts[inside] ?? 0) + codeLinesBetween(lines, from, lastRow);
    lastRows[inside] = lastRow;
  }
  return counts;
};
