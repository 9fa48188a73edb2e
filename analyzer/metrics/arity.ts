import { NodeView } from "../languages/nodeView.js";
import { childAt, fits, isPart, type Part } from "../languages/selector.js";
import { ERROR_SYMBOL, type FlatTree, findChild, NO_NODE, NodeFlag } from "../syntax/flatTree.js";
import { isText } from "../syntax/source.js";
import type { SyntaxFile } from "./spans.js";

/** Declared parameters of a function without receivers; a variadic or destructured one is one. */
export function arity(file: SyntaxFile, fn: number): number {
  const { tree, source, language } = file;
  const { parameters } = language;
  const counted = language.table.parameters.countOf?.(new NodeView(tree, source, language.grammar), fn);
  if (counted !== undefined) return counted;
  const at = placeOf(file, fn);
  let count = 0;
  let isFirst = true;
  findChild(tree, at, (child) => {
    if (!isPart(tree, child, parameters.at)) return false;
    const inList = parameters.lists[tree.symbol[child] ?? 0] === 1;
    const found = inList ? itemsOf(file, child) : [child];
    for (const parameter of found) {
      if (!isFirst || !isReceiver(file, parameter)) count += namesIn(tree, parameter, parameters.names);
      isFirst = false;
    }
    // Several lists or several parameters may follow each other; a receiver's list is at another part.
    return false;
  });
  return count;
}

/** Values in the declared result of a function: 0 without one. */
export function returnValues(file: SyntaxFile, fn: number): number | null {
  const { tree, language } = file;
  const { results } = language;
  if (results === null) return null;
  const result = childAt(tree, fn, results.at);
  if (result === NO_NODE) return 0;
  if (results.lists[tree.symbol[result] ?? 0] !== 1) return 1;
  return itemsOf(file, result).reduce((sum, item) => sum + namesIn(tree, item, language.parameters.names), 0);
}

/** The innermost node within a function's declarators that has its parameters, else the function. */
function placeOf({ tree, language }: SyntaxFile, fn: number): number {
  const { within } = language.functions;
  let place = fn;
  for (let at = fn; at !== NO_NODE; at = within === null ? NO_NODE : childAt(tree, at, within)) {
    if (childAt(tree, at, language.parameters.at) !== NO_NODE) place = at;
  }
  return place;
}

/** Parameters in a list: nodes that are neither comments, errors nor separators. */
function itemsOf(file: SyntaxFile, list: number): number[] {
  const { tree, source, language } = file;
  const { except, tokens } = language.parameters;
  const context = { tree, source, isComment: language.isComment };
  const items: number[] = [];
  findChild(tree, list, (child) => {
    const symbol = tree.symbol[child] ?? 0;
    const isNamed = ((tree.flags[child] ?? 0) & NodeFlag.Named) !== 0;
    const isLeftOut =
      symbol === ERROR_SYMBOL ||
      language.isComment[symbol] === 1 ||
      except.some((selector) => fits(context, selector, child));
    if ((isNamed || tokens[symbol] === 1) && !isLeftOut) items.push(child);
    return false;
  });
  return items;
}

function isReceiver({ tree, language, source }: SyntaxFile, node: number): boolean {
  const { receivers } = language.table.parameters;
  if (receivers.length === 0) return false;
  let leaf = node;
  while ((tree.last[leaf] ?? leaf) > leaf) leaf++;
  const start = tree.start[leaf] ?? 0;
  const end = tree.end[leaf] ?? 0;
  return receivers.some((name) => isText(source, start, end, name));
}

/** `a, b int` is one node and two parameters; an unnamed one is one. */
function namesIn(tree: FlatTree, node: number, names: Part): number {
  let count = 0;
  findChild(tree, node, (child) => {
    const isNamed = ((tree.flags[child] ?? 0) & NodeFlag.Named) !== 0;
    if (isNamed && isPart(tree, child, names)) count++;
    return false;
  });
  return Math.max(1, count);
}
