import { type FlatTree, NodeFlag } from "../syntax/flatTree.js";
import { type CloneSyntax, Part } from "./cloneSyntax.js";

/** What each node of a tree is, seen as a whole. The root and nodes that do not count mean nothing. */
export interface SubtreeHashes {
  /** Two independent halves of a hash of kinds and tokens; the second is 0 for nodes that do not count only. */
  readonly structure: Int32Array;
  readonly structure2: Int32Array;
  /** Hash of the texts of the leaves. */
  readonly text: Int32Array;
}

/** What {@link subtreeHashes} reads. */
export interface HashedTree {
  readonly tree: FlatTree;
  readonly syntax: CloneSyntax;
  /** Nodes that never count, in source order, none inside another: comments and documentation. */
  readonly comments: readonly number[];
  /** Bits of {@link Part} by node, for what only the place of a node tells: barriers, signatures, functions. */
  readonly places: Uint8Array;
  /** Hashes of the texts of named tokens, by node. */
  readonly leafHashes: Uint32Array;
}

/**
 * Hashes every subtree in one loop from the last node to the first: when a node's turn comes, its children have
 * all added themselves to it, so depth costs nothing and nothing is visited twice.
 */
export function subtreeHashes({ tree, syntax, comments, leafHashes }: HashedTree): SubtreeHashes {
  const { count, symbol, parent, last, flags } = tree;
  const { kindHashes, kindHashes2, parts } = syntax;
  const structure = new Int32Array(count);
  const structure2 = new Int32Array(count);
  const text = new Int32Array(count);
  let commentsLeft = comments.length;
  for (let node = count - 1; node > 0; node--) {
    const kind = symbol[node] ?? 0;
    const part = parts[kind] ?? Part.Barrier;
    const isComment = commentsLeft > 0 && comments[commentsLeft - 1] === node;
    if (isComment) commentsLeft--;
    const isNothing = last[node] === node && isNamed(flags[node]) && leafHashes[node] === 0;
    if (isComment || isNothing || (part & Part.Separator) !== 0) {
      structure2[node] = 0;
      continue;
    }
    const up = parent[node] ?? 0;
    let x = kindHashes[kind] ?? 1;
    let y = kindHashes2[kind] ?? 1;
    let z = x;
    if (last[node] !== node && (part & Part.WholeToken) === 0) {
      x = mixed((structure[node] ?? 0) ^ x);
      y = mixed2(((structure2[node] ?? 0) + y) | 0) | 1;
      z = text[node] ?? 0;
    } else if (isNamed(flags[node])) {
      z = (leafHashes[node] ?? 0) | 0;
    }
    structure[node] = x;
    structure2[node] = y;
    text[node] = z;
    structure[up] = Math.imul(rotated(structure[up] ?? 0, 13) ^ x, 0x9e3779b1);
    structure2[up] = Math.imul(rotated(structure2[up] ?? 0, 17) + y, 0xc2b2ae35);
    text[up] = Math.imul(rotated(text[up] ?? 0, 11) ^ z, 0x27d4eb2f);
  }
  return { structure, structure2, text };
}

function isNamed(flags: number | undefined): boolean {
  return ((flags ?? 0) & NodeFlag.Named) !== 0;
}

function rotated(hash: number, bits: number): number {
  return (hash << bits) | (hash >>> (32 - bits));
}

/** Spreads every bit of a hash over all others. */
function mixed(hash: number): number {
  const a = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  const b = Math.imul(a ^ (a >>> 15), 0x846ca68b);
  return b ^ (b >>> 16);
}

function mixed2(hash: number): number {
  const a = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  const b = Math.imul(a ^ (a >>> 12), 0x297a2d39);
  return b ^ (b >>> 15);
}
