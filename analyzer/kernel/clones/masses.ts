import * as Clone from "../../common/cloneFloor";
import * as Kind from "../../common/kind";
import * as columns from "../columns";
import { isKey } from "../gradedLines";
import { kindOf } from "../language";
import { count, isNamed, lastOf, parentOf } from "../tree";
import { counts } from "./hashes";
import { SIGNATURE } from "./part";
import { step } from "./work";

/**
 * How much each node of a tree is, seen as a whole: `masses` are named nodes, literal data and signatures counting as one, and
 * `varieties` are masses without repetitions: of neighbours with equal structure only one counts, unless they are single nodes.
 * Both are 0 for anonymous tokens and nodes that do not count.
 */

/** Weighs every subtree, in a loop like that of the hashes. */
export function weighSubtrees(): void {
  columns.clearColumn(columns.masses);
  columns.clearColumn(columns.varieties);
  let nextCode = count;
  for (let node: u32 = count - 1; node > 0; node--) {
    if (!counts(node)) {
      columns.put(columns.masses, node, 0);
      continue;
    }
    const kind = kindOf(node);
    const end = lastOf(node);
    if (end === node && (kind & (Kind.DataLeaf | Kind.DataContainer)) === 0 && !isKey(node)) nextCode = node;
    if (!isNamed(node)) continue;
    const isData = nextCode > end && (kind & Kind.DataContainer) !== 0;
    const isOne =
      end === node || isData || (kind & Kind.WholeToken) !== 0 || columns.placeOf(node) === SIGNATURE;
    const mass = isOne ? 1 : columns.at(columns.masses, node) + 1;
    const variety = isOne ? 1 : columns.at(columns.varieties, node) + 1;
    columns.put(columns.masses, node, mass);
    columns.put(columns.varieties, node, variety);
    const up = parentOf(node);
    columns.put(columns.masses, up, columns.at(columns.masses, up) + mass);
    if (mass < Clone.RepeatedMass || !isRepeatedNext(node))
      columns.put(columns.varieties, up, columns.at(columns.varieties, up) + variety);
  }
}

/** Whether the next sibling that counts is of equal structure. */
function isRepeatedNext(node: u32): bool {
  const up = parentOf(node);
  // No further than the siblings: what follows them follows every node that ends where they end.
  for (let next = lastOf(node) + 1; next < count && parentOf(next) === up; next = lastOf(next) + 1) {
    if (counts(next)) return columns.at(columns.structures, next) === columns.at(columns.structures, node);
    step();
  }
  return false;
}
