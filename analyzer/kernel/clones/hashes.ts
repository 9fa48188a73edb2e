import * as At from "../../common/at";
import * as Kind from "../../common/kind";
import * as columns from "../columns";
import { entry, kindOf, member } from "../language";
import { count, ERROR_SYMBOL, isLeaf, isNamed, parentOf, symbolOf } from "../tree";

/**
 * What each node of a tree is, seen as a whole: two independent halves of a hash of kinds and tokens (`structures`, and `structures2`, which
 * is 0 for nodes that do not count only), and a hash of the texts of the leaves (`texts`). The root means nothing.
 */

const ROTATIONS: i32 = 13;
const ROTATIONS2: i32 = 17;
const ROTATIONS_OF_TEXT: i32 = 11;

/** Whether a node counts: comments, separators and loose text of nothing do not. */
export function counts(node: u32): bool {
  return columns.at(columns.structures2, node) !== 0;
}

/**
 * Hashes every subtree in one loop from the last node to the first: when a node's turn comes, its children have
 * all added themselves to it, so depth costs nothing and nothing is visited twice.
 */
export function hashSubtrees(): void {
  columns.clearColumn(columns.structures);
  columns.clearColumn(columns.structures2);
  columns.clearColumn(columns.texts);
  const hashes = member(At.LanguageKindHashes);
  const hashes2 = member(At.LanguageKindHashes2);
  for (let node: u32 = count - 1; node > 0; node--) {
    const kind = kindOf(node);
    if (isNothing(node, kind)) {
      columns.put(columns.structures2, node, 0);
      continue;
    }
    const symbol = symbolOf(node);
    let x: i32 = symbol === ERROR_SYMBOL ? 1 : entry(hashes, symbol);
    let y: i32 = symbol === ERROR_SYMBOL ? 1 : entry(hashes2, symbol);
    let z = x;
    if (!isLeaf(node) && (kind & Kind.WholeToken) === 0) {
      x = mixed(columns.at(columns.structures, node) ^ x);
      y = mixed2(columns.at(columns.structures2, node) + y) | 1;
      z = columns.at(columns.texts, node);
    } else if (isNamed(node)) {
      z = columns.at(columns.leafHashes, node);
    }
    columns.put(columns.structures, node, x);
    columns.put(columns.structures2, node, y);
    columns.put(columns.texts, node, z);
    const up = parentOf(node);
    const structure = rotl<i32>(columns.at(columns.structures, up), ROTATIONS);
    const structure2 = rotl<i32>(columns.at(columns.structures2, up), ROTATIONS2);
    const text = rotl<i32>(columns.at(columns.texts, up), ROTATIONS_OF_TEXT);
    columns.put(columns.structures, up, (structure ^ x) * <i32>0x9e3779b1);
    columns.put(columns.structures2, up, (structure2 + y) * <i32>0xc2b2ae35);
    columns.put(columns.texts, up, (text ^ z) * <i32>0x27d4eb2f);
  }
}

function isNothing(node: u32, kind: u32): bool {
  if ((kind & Kind.Separator) !== 0 || columns.isMarked(node, columns.COMMENT)) return true;
  return isLeaf(node) && isNamed(node) && columns.at(columns.leafHashes, node) === 0;
}

/** Spreads every bit of a hash over all others. */
function mixed(hash: i32): i32 {
  const a = (hash ^ (hash >>> 16)) * 0x7feb352d;
  const b = (a ^ (a >>> 15)) * <i32>0x846ca68b;
  return b ^ (b >>> 16);
}

function mixed2(hash: i32): i32 {
  const a = (hash ^ (hash >>> 15)) * 0x2c1b3c6d;
  const b = (a ^ (a >>> 12)) * 0x297a2d39;
  return b ^ (b >>> 15);
}
