import { type FlatTree, NodeFlag } from "./flatTree.js";
import type { Source } from "./source.js";

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
const CARRIAGE_RETURN = 13;

/**
 * A 32-bit hash of the text of each named token, by node; 0 for every other node.
 * @param wholeTokens 1 for each symbol whose nodes are one token although they have parts
 */
export function leafHashes(source: Source, tree: FlatTree, wholeTokens: Uint8Array): Uint32Array {
  const { count, symbol, start, end, last, flags } = tree;
  const hashes = new Uint32Array(count);
  for (let node = 0; node < count; node++) {
    const final = last[node] ?? node;
    if (final !== node && wholeTokens[symbol[node] ?? 0] !== 1) continue;
    if (((flags[node] ?? 0) & NodeFlag.Named) === 0) continue;
    hashes[node] = hashOfText(source, start[node] ?? 0, end[node] ?? 0);
    node = final;
  }
  return hashes;
}

/**
 * Hash of the text between two offsets: equal texts have equal hashes; in one file unequal ones hardly ever do (FNV-1a
 * over UTF-16 units, then mixed). Carriage returns do not count, so that a file has the same facts with either kind
 * of line ends.
 */
export function hashOfText({ units }: Source, start: number, end: number): number {
  let hash = FNV_OFFSET;
  for (let at = start; at < end; at++) {
    const unit = units[at] ?? 0;
    if (unit !== CARRIAGE_RETURN) hash = Math.imul(hash ^ unit, FNV_PRIME);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}
