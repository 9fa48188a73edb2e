import { isSpace, rowAt, type Source } from "../syntax/source.js";
import { codeLinesBetween } from "./lines.js";
import { type FunctionMetric, filled, type ParsedFile } from "./parsedFile.js";
import { NO_SPAN, type Span } from "./spans.js";

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
  const { outline, tree, lines, language } = file;
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
    const rows = rowsOfToken(file, node);
    if (language.wholeTokens[tree.symbol[node] ?? 0]) node = tree.last[node] ?? node;
    const firstRow = Math.max(rows.firstRow, (lastRows[inside] ?? -1) + 1);
    if (firstRow > rows.lastRow) continue;
    counts[inside] = (counts[inside] ?? 0) + codeLinesBetween(lines, { ...rows, firstRow });
    lastRows[inside] = rows.lastRow;
  }
}

/** Rows of a token from its first to its last visible character; none of what is no token, or only space. */
function rowsOfToken(
  { tree, source, language }: ParsedFile,
  node: number,
): Pick<Span, "firstRow" | "lastRow"> {
  const isWhole = language.wholeTokens[tree.symbol[node] ?? 0] === 1;
  if (tree.last[node] !== node && !isWhole) return NO_SPAN;
  const start = tree.start[node] ?? 0;
  const { from, to } = withoutSpaceAround(source, start, tree.end[node] ?? 0);
  // Line ends can be tokens, and tokens can be missing.
  if (from === to) return NO_SPAN;
  const firstRow = from === start ? (tree.row[node] ?? 0) : rowAt(source, from);
  const lastRow = to <= (source.lineStarts[firstRow + 1] ?? to) ? firstRow : rowAt(source, to - 1);
  return { firstRow, lastRow };
}

/** Pieces of strings and of text between elements may begin and end with lines that are not theirs alone. */
function withoutSpaceAround(source: Source, start: number, end: number): { from: number; to: number } {
  let from = start;
  let to = end;
  while (from < to && isSpace(source.units[from] ?? 0)) from++;
  while (to > from && isSpace(source.units[to - 1] ?? 0)) to--;
  return { from, to };
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
