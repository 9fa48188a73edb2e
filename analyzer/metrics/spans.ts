import type { Language } from "../languages/language.js";
import type { Outline } from "../languages/outline.js";
import type { FlatTree } from "../syntax/flatTree.js";
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

/** The first token of a function or type that is neither a comment nor part of a decorator. */
export function firstToken({ tree, language }: Pick<SyntaxFile, "tree" | "language">, node: number): number {
  const last = tree.last[node] ?? node;
  for (let at = node + 1; at <= last; at++) {
    const symbol = tree.symbol[at] ?? 0;
    const isLeftOut = language.functions.decorators[symbol] === 1 || language.isComment[symbol] === 1;
    if (isLeftOut) at = tree.last[at] ?? at;
    else if (tree.last[at] === at) return at;
  }
  return node;
}

/** From the last token of a string up to the string, where text without a node follows it. */
const FARTHEST_STRING = 3;

/** Python's blocks end after the comments that follow their last statement; the function ends before them. */
function lastRow({ tree, language, source }: SyntaxFile, node: number): number {
  let leaf = tree.last[node] ?? node;
  while (leaf > node && language.isComment[tree.symbol[leaf] ?? 0] === 1) leaf--;
  let end = tree.end[leaf] ?? 0;
  for (let around = leaf, steps = 0; around > node && steps <= FARTHEST_STRING; steps++) {
    if (language.halstead.strings[tree.symbol[around] ?? 0] === 1) end = tree.end[around] ?? end;
    around = tree.parent[around] ?? node;
  }
  return rowAt(source, Math.max(end - 1, tree.start[leaf] ?? 0));
}
