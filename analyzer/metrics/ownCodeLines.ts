import { isSpace, rowAt } from "../syntax/source.js";
import { codeLinesBetween } from "./lines.js";
import { type FunctionMetric, filled, type ParsedFile } from "./parsedFile.js";
import { NO_SPAN } from "./spans.js";

/** Lines of a function with at least one token that is neither a comment nor inside a nested function. */
export const ownCodeLines: FunctionMetric = (file) => {
  const { functions, owner } = file.outline;
  const counts = filled(file.outline, 0);
  const lastRows = filled(file.outline, -1);
  for (let i = 0; i < functions.length; ) {
    const outermost = functions[i] ?? -1;
    let next = i + 1;
    while (next < functions.length && (owner[functions[next] ?? -1] ?? -1) >= outermost) next++;
    // Without nested functions all code is own, and nothing need be walked.
    if (next === i + 1) counts[outermost] = codeLinesBetween(file.lines, file.spans[i] ?? NO_SPAN);
    else countByToken(file, i, { counts, lastRows });
    i = next;
  }
  return counts;
};

/** Goes through the tokens of one outermost function and counts each line once for each function on it. */
function countByToken(
  file: ParsedFile,
  index: number,
  { counts, lastRows }: { readonly counts: number[]; readonly lastRows: number[] },
): void {
  const { outline, tree, source, lines } = file;
  const { functions, comments } = outline;
  const first = outline.node[functions[index] ?? -1] ?? 0;
  const end = tree.last[first] ?? 0;
  let nextFunction = index;
  let nextComment = firstAtLeast(comments, first);
  let inside = -1;
  for (let node = first; node <= end; node++) {
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
    const from = tree.start[node] ?? 0;
    const to = tree.end[node] ?? 0;
    // Line ends can be tokens, and tokens can be missing.
    if (tree.last[node] !== node || from === to || isSpace(source.units[from] ?? 0)) continue;
    const row = tree.row[node] ?? 0;
    const lastRow = to <= (source.lineStarts[row + 1] ?? to) ? row : rowAt(source, to - 1);
    const firstRow = Math.max(row, (lastRows[inside] ?? -1) + 1);
    if (firstRow > lastRow) continue;
    counts[inside] = (counts[inside] ?? 0) + codeLinesBetween(lines, { firstRow, lastRow });
    lastRows[inside] = lastRow;
  }
}

/** Index of the first of ascending numbers that is not below `wanted`. */
function firstAtLeast(ascending: readonly number[], wanted: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
