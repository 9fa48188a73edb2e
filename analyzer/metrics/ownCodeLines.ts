import { rowAt, withoutSpaceAround } from "../syntax/source.js";
import { codeLinesBetween } from "./lines.js";
import { type FunctionMetric, type ParsedFile, perFunction } from "./parsedFile.js";
import { NO_SPAN, type Span } from "./spans.js";
import { outermostFunctions, walkFunction } from "./walkFunction.js";

/** Lines of a function with at least one token that is neither a comment nor inside a nested function. */
export const ownCodeLines: FunctionMetric = (file) => {
  const counts = perFunction(file.outline, 0);
  const lastRows = perFunction(file.outline, -1);
  const countToken = (node: number, inside: number): number => {
    const rows = rowsOfToken(file, node);
    const isWhole = file.language.wholeTokens[file.tree.symbol[node] ?? 0] === 1;
    const firstRow = Math.max(rows.firstRow, (lastRows[inside] ?? -1) + 1);
    if (firstRow <= rows.lastRow) {
      counts[inside] = (counts[inside] ?? 0) + codeLinesBetween(file.lines, { ...rows, firstRow });
      lastRows[inside] = rows.lastRow;
    }
    return isWhole ? (file.tree.last[node] ?? node) : node;
  };
  for (const { fn, isAlone } of outermostFunctions(file.outline)) {
    // Without nested functions all code is own, and nothing need be walked.
    if (isAlone) counts[fn] = codeLinesBetween(file.lines, file.spans[fn] ?? NO_SPAN);
    else walkFunction(file, fn, countToken);
  }
  return counts;
};

/** Rows of a token from its first to its last visible character; none of what is no token, or only space. */
function rowsOfToken(
  { tree, source, language }: ParsedFile,
  node: number,
): Pick<Span, "firstRow" | "lastRow"> {
  const symbol = tree.symbol[node] ?? 0;
  // Strings can have text between their parts, and can have interpolations.
  const isWhole = language.wholeTokens[symbol] === 1 || language.halstead.strings[symbol] === 1;
  if (tree.last[node] !== node && !isWhole) return NO_SPAN;
  const start = tree.start[node] ?? 0;
  const { from, to } = withoutSpaceAround(source, start, tree.end[node] ?? 0);
  // Line ends can be tokens, and tokens can be missing.
  if (from === to) return NO_SPAN;
  const firstRow = from === start ? (tree.row[node] ?? 0) : rowAt(source, from);
  const lastRow = to <= (source.lineStarts[firstRow + 1] ?? to) ? firstRow : rowAt(source, to - 1);
  return { firstRow, lastRow };
}
