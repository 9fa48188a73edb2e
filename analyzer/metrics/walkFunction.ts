import type { Outline } from "../languages/outline.js";
import { firstToken, type SyntaxFile } from "./spans.js";

/** Functions that stand in no other, and whether they hold none either. */
export function* outermostFunctions({ functions, outer }: Outline): Generator<{
  readonly fn: number;
  readonly isAlone: boolean;
}> {
  for (let fn = 0; fn < functions.length; ) {
    let next = fn + 1;
    while (next < functions.length && (outer[next] ?? -1) >= fn) next++;
    yield { fn, isAlone: next === fn + 1 };
    fn = next;
  }
}

/**
 * Goes through the nodes of an outermost function in source order, comments and its decorators apart.
 * @param visit is given a node with the index of the innermost function around it (decorators of a function belong
 *   to the one around it), and answers the last node that is dealt with: the node itself to go on with its children
 */
export function walkFunction(
  file: Pick<SyntaxFile, "outline" | "tree" | "language">,
  outermost: number,
  visit: (node: number, inside: number) => number,
): void {
  const { outline, tree } = file;
  const { functions, comments, outer } = outline;
  const nodeOf = (fn: number) => outline.node[functions[fn] ?? -1] ?? -1;
  const first = nodeOf(outermost);
  const end = tree.last[first] ?? 0;
  let upcoming = outermost;
  let upcomingNode = first;
  let inside = -1;
  let insideEnd = -1;
  let begin = first;
  let nextComment = firstAtLeast(comments, first);
  for (let node = first; node <= end; node++) {
    if (node === comments[nextComment]) {
      nextComment++;
      node = tree.last[node] ?? node;
      continue;
    }
    while (inside >= 0 && node > insideEnd) {
      inside = outer[inside] ?? -1;
      insideEnd = tree.last[nodeOf(inside)] ?? -1;
    }
    if (node === upcomingNode) {
      inside = upcoming++;
      insideEnd = tree.last[node] ?? node;
      upcomingNode = nodeOf(upcoming);
      begin = firstToken(file, node);
    }
    const owner = node < begin ? (outer[inside] ?? -1) : inside;
    if (owner >= 0) node = visit(node, owner);
  }
}

/** Index of the first of ascending numbers that is not below `wanted`. */
function firstAtLeast(ascending: readonly number[], wanted: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
