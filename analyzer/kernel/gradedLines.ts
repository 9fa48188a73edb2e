import * as At from "../common/at";
import * as Kind from "../common/kind";
import { isA, kindOf, member } from "./language";
import { codeLines, codeLinesBetween } from "./lines";
import { isPart } from "./selectors";
import { rowAt } from "./text";
import { count, endOf, isLeaf, lastOf, NO_NODE, parentOf, rowOf } from "./tree";

/** A literal of at most this many code lines is graded like any code (METRICS.md, "Debt ratio"). */
const MAX_GRADED_DATA_LINES: u32 = 20;

/** The first leaf, from the node that was asked for last, that is no data. */
let nextImpure: u32 = 0;
let isKnown: bool = false;

/** Code lines without large tables of literal data, so that a big table does not buy a better grade. */
export function gradedLines(): u32 {
  let data: u32 = 0;
  let counted: u32 = 0;
  isKnown = false;
  for (let node: u32 = 0; node < count; node++) {
    if (!isA(node, Kind.DataContainer) || isLeaf(node)) continue;
    const firstRow = rowOf(node);
    const lastRow = rowAt(max<u32>(endOf(node), 1) - 1);
    if (lastRow < firstRow + MAX_GRADED_DATA_LINES) continue;
    if (codeLinesBetween(firstRow, lastRow) <= MAX_GRADED_DATA_LINES || !isPure(node)) continue;
    // Two tables may share a line.
    const from = max<u32>(firstRow, counted);
    if (from <= lastRow) data += codeLinesBetween(from, lastRow);
    counted = max<u32>(counted, lastRow + 1);
    node = lastOf(node);
  }
  return codeLines - data;
}

/** Whether all leaves of a node are data. Asked for nodes in source order, it looks at each leaf once. */
function isPure(node: u32): bool {
  if (!isKnown || nextImpure < node) {
    nextImpure = node;
    while (nextImpure < count && (!isLeaf(nextImpure) || isData(nextImpure))) nextImpure++;
    isKnown = true;
  }
  return nextImpure > lastOf(node);
}

function isData(leaf: u32): bool {
  if ((kindOf(leaf) & (Kind.DataLeaf | Kind.DataContainer | Kind.Comment)) !== 0) return true;
  return isKey(leaf);
}

/** Whether a leaf is a bare key of literal data. */
export function isKey(leaf: u32): bool {
  const key: usize = member(At.LanguageDataKey);
  if (isPart(leaf, key)) return true;
  const around = parentOf(leaf);
  return around !== NO_NODE && isPart(around, key);
}
