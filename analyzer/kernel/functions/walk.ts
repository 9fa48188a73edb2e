import * as At from "../../common/at";
import * as columns from "../columns";
import { functionAt, functionCount, functionNode, NOTHING } from "../outline/events";
import { lastOf } from "../tree";
import { firstToken } from "./spans";

/**
 * Goes through the nodes of an outermost function in source order, comments and its decorators apart:
 *
 *     for (let node = walk(fn); node !== END; node = next(node)) …
 *
 * `next` is given the last node that is dealt with: the node itself to go on with its children.
 */

export const END: i32 = -1;

/** Index of the innermost function around the node; decorators of a function belong to the one around it. */
export let inside: i32 = NOTHING;

let end: i32 = 0;
let upcoming: u32 = 0;
let upcomingNode: i32 = NOTHING;
let innermost: i32 = NOTHING;
let innermostEnd: i32 = 0;
/** First token of the innermost function. */
let begin: i32 = 0;

/** First node of a function that stands in no other. */
export function walk(outermost: u32): i32 {
  upcoming = outermost;
  upcomingNode = functionNode(outermost);
  innermost = NOTHING;
  innermostEnd = NOTHING;
  end = lastOf(upcomingNode);
  begin = upcomingNode;
  return next(upcomingNode - 1);
}

/** The node after all that is in `last`, `END` after the function. */
export function next(last: i32): i32 {
  for (let node = last + 1; node <= end; node++) {
    if (columns.isMarked(node, columns.COMMENT)) {
      node = lastOf(node);
      continue;
    }
    while (innermost !== NOTHING && node > innermostEnd) leave();
    if (node === upcomingNode) enter(node);
    inside = node < begin ? outerOf(innermost) : innermost;
    if (inside !== NOTHING) return node;
  }
  return END;
}

function leave(): void {
  innermost = outerOf(innermost);
  innermostEnd = innermost === NOTHING ? NOTHING : <i32>lastOf(functionNode(innermost));
}

function enter(node: u32): void {
  innermost = upcoming++;
  innermostEnd = lastOf(node);
  upcomingNode = upcoming < functionCount() ? <i32>functionNode(upcoming) : NOTHING;
  begin = firstToken(node);
}

function outerOf(fn: i32): i32 {
  return fn === NOTHING ? NOTHING : functionAt(fn, At.FunctionOuter);
}

/** Index of the next function that stands in no other. */
export function nextOutermost(fn: u32): u32 {
  let after = fn + 1;
  while (after < functionCount() && functionAt(after, At.FunctionOuter) >= <i32>fn) after++;
  return after;
}
