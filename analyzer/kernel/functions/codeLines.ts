import * as At from "../../common/at";
import * as Kind from "../../common/kind";
import { kindOf } from "../language";
import { codeLinesBetween } from "../lines";
import { addToFunction, functionAt, functionCount, setFunctionAt } from "../outline/events";
import { afterSpace, beforeSpace, lineStart, rowAt } from "../text";
import { endOf, isLeaf, lastOf, rowOf, startOf } from "../tree";
import { firstRowOf, lastRowOf } from "./spans";
import { END, inside, next, nextOutermost, walk } from "./walk";

/** Code lines of each function, and its own: those with at least one token that is not inside a nested function. */
export function measureCodeLines(): void {
  const fns = functionCount();
  for (let fn: u32 = 0; fn < fns; fn++)
    setFunctionAt(fn, At.FunctionCodeLines, codeLinesBetween(firstRowOf(fn), lastRowOf(fn)));
  for (let fn: u32 = 0; fn < fns; ) {
    const after = nextOutermost(fn);
    // Without nested functions all code is own, and nothing need be walked.
    if (after === fn + 1) setFunctionAt(fn, At.FunctionOwnCodeLines, functionAt(fn, At.FunctionCodeLines));
    else for (let node = walk(fn); node !== END; ) node = next(countNode(node));
    fn = after;
  }
}

/** Counts the rows of a token, if it is one; answers the last node that is counted with it. */
function countNode(node: u32): u32 {
  const kind = kindOf(node);
  const last = (kind & Kind.WholeToken) !== 0 ? lastOf(node) : node;
  // Strings can have text between their parts, and can have interpolations.
  if (!isLeaf(node) && (kind & (Kind.WholeToken | Kind.StringLiteral)) === 0) return last;
  const start = startOf(node);
  const from = afterSpace(start, endOf(node));
  const to = beforeSpace(from, endOf(node));
  // Line ends can be tokens, and tokens can be missing.
  if (from === to) return last;
  const row = from === start ? rowOf(node) : rowAt(from);
  const lastRow = to <= lineStart(row + 1) ? row : rowAt(to - 1);
  // Rows up to this one were counted.
  const counted: u32 = functionAt(inside, At.FunctionCountedRow);
  const firstRow = max<u32>(row, counted);
  if (firstRow > lastRow) return last;
  addToFunction(inside, At.FunctionOwnCodeLines, codeLinesBetween(firstRow, lastRow));
  setFunctionAt(inside, At.FunctionCountedRow, lastRow + 1);
  return last;
}
