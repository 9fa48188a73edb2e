import * as Kind from "../common/kind";
import * as columns from "./columns";
import { kindOf } from "./language";
import { afterSpace, beforeSpace, hashOfText } from "./text";
import { count, endOf, isNamed, lastOf, startOf } from "./tree";

/** Hashes the text of each named token; 0 is for every other node and for loose text of nothing. */
export function hashLeaves(): void {
  columns.clearColumn(columns.leafHashes);
  for (let node: u32 = 0; node < count; node++) {
    const last = lastOf(node);
    const kind = kindOf(node);
    if ((last !== node && (kind & Kind.WholeToken) === 0) || !isNamed(node)) continue;
    let from = startOf(node);
    let to = endOf(node);
    if ((kind & Kind.LooseText) !== 0) {
      from = afterSpace(from, to);
      to = beforeSpace(from, to);
      if (from === to) continue;
    }
    columns.put(columns.leafHashes, node, hashOfText(from, to));
    node = last;
  }
}
