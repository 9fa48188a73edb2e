import type { FlatTree } from "../syntax/flatTree.js";
import { isSpace, type Source } from "../syntax/source.js";

/** What the lines of one file are: code, comment or blank, each line one of them. */
export interface LineTable {
  readonly code: number;
  readonly comment: number;
  readonly blank: number;
  /** Code lines before each line, with one more entry than lines. */
  readonly codeBefore: Uint32Array;
}

/**
 * Tells code, comment and blank lines apart: a line is blank when it holds white space only, wherever it
 * stands, and code when anything on it is outside of the comments.
 * @param comments comment nodes in source order
 */
export function classifyLines(source: Source, tree: FlatTree, comments: readonly number[]): LineTable {
  const { units, lineStarts, lineCount } = source;
  const codeBefore = new Uint32Array(lineCount + 1);
  let code = 0;
  let comment = 0;
  let next = 0;
  for (let row = 0; row < lineCount; row++) {
    codeBefore[row] = code;
    const end = lineStarts[row + 1] ?? 0;
    let isComment = false;
    for (let at = lineStarts[row] ?? 0; at < end; at++) {
      if (isSpace(units[at] ?? 0)) continue;
      while (next < comments.length && (tree.end[comments[next] ?? 0] ?? 0) <= at) next++;
      const node = comments[next];
      if (node === undefined || (tree.start[node] ?? 0) > at) {
        code++;
        isComment = false;
        break;
      }
      isComment = true;
      at = Math.min(end, tree.end[node] ?? 0) - 1;
    }
    if (isComment) comment++;
  }
  codeBefore[lineCount] = code;
  return { code, comment, blank: lineCount - code - comment, codeBefore };
}

/** Code lines from one line to another, both 0-based and inclusive. */
export function codeLinesBetween(
  lines: LineTable,
  span: { readonly firstRow: number; readonly lastRow: number },
): number {
  return (lines.codeBefore[span.lastRow + 1] ?? lines.code) - (lines.codeBefore[span.firstRow] ?? 0);
}
