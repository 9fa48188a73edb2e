import { Role } from "../languages/language.js";
import { findChild, NOTHING } from "../languages/outline.js";
import { NodeFlag } from "../syntax/flatTree.js";
import { isText } from "../syntax/source.js";
import { type FunctionMetric, filled, type ParsedFile } from "./parsedFile.js";

/** Declared parameters without receivers; a variadic or destructured one is one. */
export const arity: FunctionMetric = (file) => {
  const { outline, tree, language } = file;
  const counts = filled(outline, 0);
  for (const event of outline.functions) {
    const node = outline.node[event] ?? 0;
    const list = findChild(tree, node, (child) =>
      language.fields.parameters.includes(tree.field[child] ?? 0),
    );
    if (list !== NOTHING) counts[event] = countParameters(file, list);
  }
  return counts;
};

function countParameters(file: ParsedFile, list: number): number {
  const { tree, language } = file;
  // A parameter without a list around it, as in `x => x`.
  if (language.parameterLists[tree.symbol[list] ?? 0] !== 1) return 1;
  let count = 0;
  let isFirst = true;
  findChild(tree, list, (child) => {
    if (!isParameter(file, child)) return false;
    if (!isFirst || !isReceiver(file, child)) count += namesIn(file, child);
    isFirst = false;
    return false;
  });
  return count;
}

function isParameter({ tree, language }: ParsedFile, node: number): boolean {
  const symbol = tree.symbol[node] ?? 0;
  const isNamed = ((tree.flags[node] ?? 0) & NodeFlag.Named) !== 0;
  return isNamed && language.roles[symbol] !== Role.Comment && language.parameterSeparators[symbol] !== 1;
}

function isReceiver({ tree, language, source }: ParsedFile, node: number): boolean {
  let leaf = node;
  while ((tree.last[leaf] ?? leaf) > leaf) leaf++;
  const start = tree.start[leaf] ?? 0;
  const end = tree.end[leaf] ?? 0;
  return language.table.parameters.receivers.some((name) => isText(source, start, end, name));
}

/** `a, b int` is one node and two parameters; an unnamed one is one. */
function namesIn({ tree, language }: ParsedFile, node: number): number {
  let names = 0;
  findChild(tree, node, (child) => {
    const isNamed = ((tree.flags[child] ?? 0) & NodeFlag.Named) !== 0;
    if (isNamed && tree.field[child] === language.fields.parameterName) names++;
    return false;
  });
  return Math.max(1, names);
}
