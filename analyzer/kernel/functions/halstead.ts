import * as At from "../../common/at";
import * as Kind from "../../common/kind";
import * as columns from "../columns";
import { isA, kindOf } from "../language";
import { addToFunction, functionCount } from "../outline/events";
import { afterSpace, beforeSpace, hashOfText } from "../text";
import { endOf, lastOf, NO_NODE, parentOf, startOf } from "../tree";
import { addToken, clearTokens } from "./tokenSet";
import { END, inside, next, nextOutermost, walk } from "./walk";

/** Operators and operands of each function, nested functions excluded (Halstead 1977; METRICS.md). */
export function measureHalstead(): void {
  clearTokens();
  for (let fn: u32 = 0; fn < functionCount(); fn = nextOutermost(fn))
    for (let node = walk(fn); node !== END; ) node = next(countNode(node));
}

/** Counts a node's token, if it is one; answers the last node that is counted with it. */
function countNode(node: u32): u32 {
  const kind = kindOf(node);
  const last = lastOf(node);
  const around = parentOf(node);
  const isInString = around !== NO_NODE && isA(around, Kind.StringLiteral);
  // The pieces of a string with interpolation were counted with it.
  if (isInString && (kind & Kind.Interpolation) === 0) return last;
  if ((kind & Kind.StringLiteral) !== 0) return countString(node);
  if ((kind & Kind.WholeToken) !== 0) {
    addOperand(node);
    return last;
  }
  if (last !== node || startOf(node) === endOf(node)) return node;
  if ((kind & Kind.Operand) !== 0) addOperand(node);
  else if ((kind & Kind.Operator) !== 0) addOperator(node);
  return node;
}

/** A string without interpolation is one operand; of another, each literal piece is. */
function countString(node: u32): u32 {
  const last = lastOf(node);
  if (!hasInterpolation(node)) {
    addOperand(node);
    return last;
  }
  const start = startOf(node);
  const end = endOf(node);
  let from = start;
  let opening: u32 = 0;
  let seen = start;
  // Pieces are what is between interpolations, quotes and marks, since some grammars give that text no node.
  for (let child = node + 1; child <= last; child = lastOf(child) + 1) {
    const childStart = startOf(child);
    seen = endOf(child);
    const kind = kindOf(child);
    if ((kind & Kind.Interpolation) === 0 && (kind & Kind.Operand) !== 0) continue;
    if (childStart === start) opening = seen - start;
    addText(from, childStart);
    from = seen;
  }
  // Closing quotes without a node are as long as the opening ones.
  addText(from, seen < end ? end - opening : end);
  return node;
}

function hasInterpolation(node: u32): bool {
  const last = lastOf(node);
  for (let child = node + 1; child <= last; child = lastOf(child) + 1)
    if (isA(child, Kind.Interpolation)) return true;
  return false;
}

function addOperand(node: u32): void {
  const known = columns.at(columns.leafHashes, node);
  if (known === 0) addText(startOf(node), endOf(node));
  else addOperandHash(known);
}

/** Text between elements may begin and end with space, or be nothing else. */
function addText(start: u32, end: u32): void {
  if (start >= end) return;
  const from = afterSpace(start, end);
  const to = beforeSpace(from, end);
  if (from < to) addOperandHash(hashOfText(from, to));
}

function addOperandHash(hash: i32): void {
  addToFunction(inside, At.FunctionOperands, 1);
  if (addToken(hash, inside * 2)) addToFunction(inside, At.FunctionDistinctOperands, 1);
}

function addOperator(node: u32): void {
  addToFunction(inside, At.FunctionOperators, 1);
  if (addToken(hashOfText(startOf(node), endOf(node)), inside * 2 + 1))
    addToFunction(inside, At.FunctionDistinctOperators, 1);
}
