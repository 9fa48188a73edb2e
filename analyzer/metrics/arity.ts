import type { Language } from "../languages/language.js";
import { NodeView } from "../languages/nodeView.js";
import { ERROR_SYMBOL, findChild, NO_NODE, NodeFlag } from "../syntax/flatTree.js";
import { isText } from "../syntax/source.js";
import type { SyntaxFile } from "./parsedFile.js";

/** Declared parameters of a function without receivers; a variadic or destructured one is one. */
export function arity(file: SyntaxFile, fn: number): number {
  const { tree, source, language } = file;
  const { parameters, kernel } = language;
  const counted = language.table.parameters.countOf?.(new NodeView(tree, source, language.grammar), fn);
  if (counted !== undefined) return counted;
  const at = placeOf(language, fn);
  let count = 0;
  let isFirst = true;
  findChild(tree, at, (child) => {
    if (!kernel.isPart(child, parameters.at)) return false;
    const inList = parameters.lists[tree.symbol[child] ?? 0] === 1;
    const found = inList ? itemsOf(file, child) : [child];
    for (const parameter of found) {
      if (!isFirst || !isReceiver(file, parameter)) count += namesIn(file, parameter);
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
  const { results, kernel } = language;
  if (results === null) return null;
  const result = kernel.childAt(fn, results.at);
  if (result === NO_NODE) return 0;
  if (results.lists[tree.symbol[result] ?? 0] !== 1) return 1;
  return itemsOf(file, result).reduce((sum, item) => sum + namesIn(file, item), 0);
}

/** The innermost node within a function's declarators that has its parameters, else the function. */
function placeOf({ functions, parameters, kernel }: Language, fn: number): number {
  const { within } = functions;
  let place = fn;
  for (let at = fn; at !== NO_NODE; at = within === null ? NO_NODE : kernel.childAt(at, within)) {
    if (kernel.childAt(at, parameters.at) !== NO_NODE) place = at;
  }
  return place;
}

/** Parameters in a list: nodes that are neither comments, errors nor separators. */
function itemsOf(file: SyntaxFile, list: number): number[] {
  const { tree, language } = file;
  const { except, tokens } = language.parameters;
  const items: number[] = [];
  findChild(tree, list, (child) => {
    const symbol = tree.symbol[child] ?? 0;
    const isNamed = ((tree.flags[child] ?? 0) & NodeFlag.Named) !== 0;
    const isLeftOut =
      symbol === ERROR_SYMBOL ||
      language.isComment[symbol] === 1 ||
      except.some((selector) => language.kernel.fits(selector, child));
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
function namesIn({ tree, language }: SyntaxFile, node: number): number {
  const { kernel, parameters } = language;
  let count = 0;
  findChild(tree, node, (child) => {
    const isNamed = ((tree.flags[child] ?? 0) & NodeFlag.Named) !== 0;
    if (isNamed && kernel.isPart(child, parameters.names)) count++;
    return false;
  });
  return Math.max(1, count);
}
