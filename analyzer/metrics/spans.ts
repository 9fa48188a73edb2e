import type { Language } from "../languages/language.js";
import type { Outline } from "../languages/outline.js";
import { type FlatTree, findChild, NO_NODE } from "../syntax/flatTree.js";
import { rowAt, type Source } from "../syntax/source.js";

/** What spans are read from. */
export interface SyntaxFile {
  readonly source: Source;
  readonly tree: FlatTree;
  readonly language: Language;
  readonly outline: Outline;
}

/** Where a function stands: 0-based rows, and the 0-based column of its first token in UTF-16 units. */
export interface Span {
  readonly firstRow: number;
  readonly lastRow: number;
  readonly column: number;
}

/** Span of nothing, where types ask for one. */
export const NO_SPAN: Span = { firstRow: 0, lastRow: -1, column: 0 };

/** Spans of the outline's functions, in its order: with modifiers, without decorators and trailing comments. */
export function functionSpans(file: SyntaxFile): Span[] {
  return file.outline.functions.map((event) => spanOf(file, file.outline.node[event] ?? 0));
}

/** Span of a function or type. */
export function spanOf(file: SyntaxFile, node: number): Span {
  const first = firstToken(file, node);
  const firstRow = file.tree.row[first] ?? 0;
  return {
    firstRow,
    lastRow: lastRow(file, node),
    column: (file.tree.start[first] ?? 0) - (file.source.lineStarts[firstRow] ?? 0),
  };
}

function firstToken({ tree, language }: SyntaxFile, node: number): number {
  const child = findChild(tree, node, (candidate) => {
    const symbol = tree.symbol[candidate] ?? 0;
    return language.functions.decorators[symbol] !== 1 && language.isComment[symbol] !== 1;
  });
  return child === NO_NODE ? node : child;
}

/** Python's blocks end after the comments that follow their last statement; the function ends before them. */
function lastRow({ tree, language, source }: SyntaxFile, node: number): number {
  let leaf = tree.last[node] ?? node;
  while (leaf > node && language.isComment[tree.symbol[leaf] ?? 0] === 1) leaf--;
  const end = tree.end[leaf] ?? 0;
  return rowAt(source, Math.max(end - 1, tree.start[leaf] ?? 0));
}
