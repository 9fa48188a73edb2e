import { isPart } from "../languages/selector.js";
import { NodeFlag } from "../syntax/flatTree.js";
import { Part } from "./cloneSyntax.js";
import type { HashedTree, SubtreeHashes } from "./subtreeHashes.js";

/** How much each node of a tree is, seen as a whole; 0 for anonymous tokens and nodes that do not count. */
export interface SubtreeMasses {
  /** Named nodes; literal data and signatures count as one. */
  readonly mass: Int32Array;
  /** Mass without repetitions: of neighbours with equal structure only one counts, unless they are single nodes. */
  readonly variety: Int32Array;
}

/**
 * Least mass of neighbours that are a repetition when they are equal. Single names and literals, the arguments of
 * calls among them, look alike in all code; what is larger may be the rows of a table, fields or assignments.
 */
export const REPEATED_MASS = 2;

const DATA = Part.DataLeaf | Part.DataContainer;
/** Kinds that are one node whatever is in them. */
const ONE = Part.WholeToken | Part.Signature;

/** Weighs every subtree, in a loop like that of the hashes. */
export function subtreeMasses(file: HashedTree, { structure, structure2 }: SubtreeHashes): SubtreeMasses {
  const { count, symbol, parent, last, flags } = file.tree;
  const { places } = file;
  const { parts } = file.syntax;
  const mass = new Int32Array(count);
  const variety = new Int32Array(count);
  let nextCode = count;
  for (let node = count - 1; node > 0; node--) {
    const part = (parts[symbol[node] ?? 0] ?? Part.Barrier) | (places[node] ?? 0);
    const end = last[node] ?? 0;
    if (structure2[node] === 0) {
      mass[node] = 0;
      continue;
    }
    if (end === node && (part & DATA) === 0 && !isKey(file, node)) nextCode = node;
    if (((flags[node] ?? 0) & NodeFlag.Named) === 0) continue;
    const up = parent[node] ?? 0;
    const isData = nextCode > end && (part & Part.DataContainer) !== 0;
    const isOne = end === node || isData || (part & ONE) !== 0;
    const own = isOne ? 1 : (mass[node] ?? 0) + 1;
    const ownVariety = isOne ? 1 : (variety[node] ?? 0) + 1;
    mass[node] = own;
    mass[up] = (mass[up] ?? 0) + own;
    variety[node] = ownVariety;
    if (own >= REPEATED_MASS) {
      let next = end + 1;
      while (structure2[next] === 0 && next < count) next = (last[next] ?? next) + 1;
      if (structure[next] === structure[node] && parent[next] === up) continue;
    }
    variety[up] = (variety[up] ?? 0) + ownVariety;
  }
  return { mass, variety };
}

/** Whether a leaf is a bare key of literal data. */
function isKey({ tree, syntax }: HashedTree, leaf: number): boolean {
  const { dataKey } = syntax;
  return isPart(tree, leaf, dataKey) || isPart(tree, tree.parent[leaf] ?? 0, dataKey);
}
