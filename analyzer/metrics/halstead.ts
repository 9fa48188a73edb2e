import { HalsteadRole } from "../languages/halsteadRoles.js";
import { findChild, NO_NODE } from "../syntax/flatTree.js";
import { hashOfText } from "../syntax/leafHashes.js";
import { withoutSpaceAround } from "../syntax/source.js";
import type { HalsteadCounts } from "../types.js";
import type { ParsedFile } from "./parsedFile.js";
import { TokenSet } from "./tokenSet.js";
import { outermostFunctions, walkFunction } from "./walkFunction.js";

/** Counts of what has no tokens. */
export const NO_TOKENS: HalsteadCounts = {
  distinctOperators: 0,
  distinctOperands: 0,
  operators: 0,
  operands: 0,
};

/** Operators and operands of each function, nested functions excluded (Halstead 1977; METRICS.md). */
export function halstead(file: ParsedFile): HalsteadCounts[] {
  const counter = new HalsteadCounter(file);
  for (const { fn } of outermostFunctions(file.outline))
    walkFunction(file, fn, (node, inside) => counter.count(node, inside));
  return counter.counts;
}

class HalsteadCounter {
  readonly counts: {
    distinctOperators: number;
    distinctOperands: number;
    operators: number;
    operands: number;
  }[];
  private readonly file: ParsedFile;
  private readonly seen = new TokenSet();

  constructor(file: ParsedFile) {
    this.file = file;
    this.counts = file.outline.functions.map(() => ({ ...NO_TOKENS }));
  }

  /** Counts a node's token, if it is one; answers the last node that is counted with it. */
  count(node: number, fn: number): number {
    const { tree, language } = this.file;
    const symbol = tree.symbol[node] ?? 0;
    const last = tree.last[node] ?? node;
    const { roles, strings, interpolations } = language.halstead;
    const isInString = strings[tree.symbol[tree.parent[node] ?? 0] ?? 0] === 1;
    // The pieces of a string with interpolation were counted with it.
    if (isInString && interpolations[symbol] !== 1) return last;
    if (strings[symbol] === 1) return this.countString(node, fn);
    if (language.wholeTokens[symbol] === 1) {
      this.addOperand(node, fn);
      return last;
    }
    if (last !== node || tree.start[node] === tree.end[node]) return node;
    if (roles[symbol] === HalsteadRole.Operand) this.addOperand(node, fn);
    else if (roles[symbol] === HalsteadRole.Operator) this.addOperator(node, fn);
    return node;
  }

  /** A string without interpolation is one operand; of another, each literal piece is. */
  private countString(node: number, fn: number): number {
    const { tree, language } = this.file;
    const { interpolations, roles } = language.halstead;
    const isInterpolation = (child: number) => interpolations[tree.symbol[child] ?? 0] === 1;
    if (findChild(tree, node, isInterpolation) === NO_NODE) {
      this.addOperand(node, fn);
      return tree.last[node] ?? node;
    }
    const start = tree.start[node] ?? 0;
    const end = tree.end[node] ?? 0;
    let from = start;
    let opening = 0;
    let seen = start;
    // Pieces are what is between interpolations, quotes and marks, since some grammars give that text no node.
    findChild(tree, node, (child) => {
      const childStart = tree.start[child] ?? 0;
      seen = tree.end[child] ?? 0;
      if (!isInterpolation(child) && roles[tree.symbol[child] ?? 0] === HalsteadRole.Operand) return false;
      if (childStart === start) opening = seen - start;
      this.addText(from, childStart, fn);
      from = seen;
      return false;
    });
    // Closing quotes without a node are as long as the opening ones.
    this.addText(from, seen < end ? end - opening : end, fn);
    return node;
  }

  private addOperand(node: number, fn: number): void {
    const { tree, leafHashes } = this.file;
    const known = leafHashes[node] ?? 0;
    if (known === 0) this.addText(tree.start[node] ?? 0, tree.end[node] ?? 0, fn);
    else this.addHash(known, fn);
  }

  private addText(start: number, end: number, fn: number): void {
    const { source } = this.file;
    // Text between elements may begin and end with space, or be nothing else.
    const text = withoutSpaceAround(source, start, end);
    if (text.from < text.to) this.addHash(hashOfText(source, text.from, text.to), fn);
  }

  private addHash(hash: number, fn: number): void {
    const counts = this.counts[fn];
    if (counts === undefined) return;
    counts.operands++;
    if (this.seen.add(hash, fn * 2)) counts.distinctOperands++;
  }

  private addOperator(node: number, fn: number): void {
    const { tree, source } = this.file;
    const counts = this.counts[fn];
    if (counts === undefined) return;
    counts.operators++;
    const hash = hashOfText(source, tree.start[node] ?? 0, tree.end[node] ?? 0);
    if (this.seen.add(hash, fn * 2 + 1)) counts.distinctOperators++;
  }
}
