import { type FlatTree, NodeFlag } from "../syntax/flatTree.js";
import { type CloneSyntax, Part } from "./cloneSyntax.js";

/** What each node of a tree is, seen as a whole. Nodes that do not count have 0 everywhere. */
export interface SubtreeHashes {
  /** Two independent halves of a hash of kinds and tokens; the second is never 0 for a node that counts. */
  readonly structure: Int32Array;
  readonly structure2: Int32Array;
  /** Hash of the texts of the leaves. */
  readonly text: Int32Array;
  /** Named nodes; literal data and signatures count as one. */
  readonly mass: Int32Array;
  /** Mass, but of neighbours of equal structure and some size only the first counts. */
  readonly variety: Int32Array;
}

/** What {@link subtreeHashes} reads. */
export interface HashedTree {
  readonly tree: FlatTree;
  readonly syntax: CloneSyntax;
  /** Nodes that never count, in source order, none inside another: comments and documentation. */
  readonly comments: readonly number[];
  /** Hashes of the texts of named tokens, by node. */
  readonly leafHashes: Uint32Array;
}

/**
 * Least mass of neighbours that are a repetition when they are equal. Below are the arguments of calls and the
 * parts of names, which look alike in all code; from here on stand assignments, pairs and rows of tables.
 */
export const REPEATED_MASS = 4;

/**
 * Hashes every subtree in one loop from the last node to the first: when a node's turn comes, its children have
 * all added themselves to it, so depth costs nothing and nothing is visited twice.
 */
export function subtreeHashes({ tree, syntax, comments, leafHashes }: HashedTree): SubtreeHashes {
  const { count, symbol, parent, last, flags, field } = tree;
  const { kindHashes, parts, dataKeyField } = syntax;
  const structure = new Int32Array(count);
  const structure2 = new Int32Array(count);
  const text = new Int32Array(count);
  const mass = new Int32Array(count);
  const variety = new Int32Array(count);
  /** Structure of the child that follows, by parent. */
  const neighbour = new Int32Array(count);
  /** 1 for nodes with a leaf that is no data. */
  const isCode = new Uint8Array(count);
  const ignored = ignoredNodes(count, comments);
  for (let node = count - 1; node > 0; node--) {
    const kind = symbol[node] ?? 0;
    const part = parts[kind] ?? Part.Barrier;
    if (ignored[node] === 1 || (part & Part.Separator) !== 0) {
      structure[node] = structure2[node] = text[node] = mass[node] = variety[node] = 0;
      continue;
    }
    const up = parent[node] ?? 0;
    const isToken = last[node] === node || (part & Part.WholeToken) !== 0;
    const isNamed = ((flags[node] ?? 0) & NodeFlag.Named) !== 0;
    const kindHash = kindHashes[kind] ?? 1;
    const x = mixed(isToken ? kindHash : (structure[node] ?? 0) ^ kindHash);
    const y = mixed2(isToken ? kindHash : ((structure2[node] ?? 0) + kindHash) | 0) | 1;
    let z = text[node] ?? 0;
    let code = isCode[node] ?? 0;
    if (isToken) {
      z = isNamed ? (leafHashes[node] ?? 0) | 0 : kindHash;
      const isKey = dataKeyField !== 0 && (field[node] === dataKeyField || field[up] === dataKeyField);
      code = isKey || (part & (Part.DataLeaf | Part.DataContainer)) !== 0 ? 0 : 1;
    }
    structure[node] = x;
    structure2[node] = y;
    text[node] = z;
    isCode[up] = (isCode[up] ?? 0) | code;
    structure[up] = Math.imul(rotated(structure[up] ?? 0, 13) ^ x, 0x9e3779b1);
    structure2[up] = Math.imul(rotated(structure2[up] ?? 0, 17) + y, 0xc2b2ae35);
    text[up] = Math.imul(rotated(text[up] ?? 0, 11) ^ z, 0x27d4eb2f);
    if (!isNamed) continue;
    const isLight =
      isToken || (part & Part.Signature) !== 0 || (code === 0 && (part & Part.DataContainer) !== 0);
    const own = isLight ? 1 : (mass[node] ?? 0) + 1;
    const ownVariety = isLight ? 1 : (variety[node] ?? 0) + 1;
    mass[node] = own;
    variety[node] = ownVariety;
    mass[up] = (mass[up] ?? 0) + own;
    if (own < REPEATED_MASS || neighbour[up] !== x) variety[up] = (variety[up] ?? 0) + ownVariety;
    neighbour[up] = x;
  }
  return { structure, structure2, text, mass, variety };
}

function ignoredNodes(count: number, comments: readonly number[]): Uint8Array {
  const ignored = new Uint8Array(count);
  for (const node of comments) ignored[node] = 1;
  return ignored;
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
