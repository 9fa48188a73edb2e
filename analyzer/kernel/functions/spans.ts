import * as At from "../../common/at";
import * as Kind from "../../common/kind";
import { isA, isOfComment } from "../language";
import { eventAt, functionAt, functionCount, nodeOf, setEventAt, types } from "../outline/events";
import { lineStart, rowAt } from "../text";
import { endOf, isLeaf, lastOf, parentOf, rowOf, startOf } from "../tree";

/** Where functions and types stand: with modifiers, without decorators and trailing comments. */

/** From the last token of a string up to the string, where text without a node follows it. */
const FARTHEST_STRING: u32 = 3;

export function placeFunctionsAndTypes(): void {
  const fns = functionCount();
  for (let fn: u32 = 0; fn < fns; fn++) placeEvent(functionAt(fn, At.FunctionEvent));
  for (let at: u32 = 0; at < types.used; at += 4) placeEvent(load<u32>(types.base + at));
}

function placeEvent(event: u32): void {
  const node = nodeOf(event);
  const first = firstToken(node);
  const row = rowOf(first);
  setEventAt(event, At.EventFirstRow, row);
  setEventAt(event, At.EventLastRow, lastRow(node));
  setEventAt(event, At.EventColumn, startOf(first) - lineStart(row));
}

/** 0-based row of a function's first line. */
export function firstRowOf(fn: u32): u32 {
  return eventAt(functionAt(fn, At.FunctionEvent), At.EventFirstRow);
}

export function lastRowOf(fn: u32): u32 {
  return eventAt(functionAt(fn, At.FunctionEvent), At.EventLastRow);
}

/** The first token of a function or type that is neither a comment nor part of a decorator. */
export function firstToken(node: u32): u32 {
  const last = lastOf(node);
  for (let at = node + 1; at <= last; at++) {
    if (isA(at, Kind.Decorator | Kind.Comment)) at = lastOf(at);
    else if (isLeaf(at)) return at;
  }
  return node;
}

/** Python's blocks end after the comments that follow their last statement; the function ends before them. */
function lastRow(node: u32): u32 {
  let leaf = lastOf(node);
  while (leaf > node && isOfComment(leaf)) leaf--;
  let end = endOf(leaf);
  for (let around = leaf, steps: u32 = 0; around > node && steps <= FARTHEST_STRING; steps++) {
    if (isA(around, Kind.StringLiteral)) end = endOf(around);
    around = parentOf(around);
  }
  return rowAt(end > startOf(leaf) ? end - 1 : startOf(leaf));
}
