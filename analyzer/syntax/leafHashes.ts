import { type FlatTree, NodeFlag } from "./flatTree.js";
import { type Source, withoutSpaceAround } from "./source.js";

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
const CARRIAGE_RETURN = 13;

/** Kinds of tokens, as sets with 1 for each symbol that belongs. */
export interface TokenKinds {
  /** One token although they have parts. */
  readonly wholeTokens: Uint8Array;
  /** Text whose white space at the ends means nothing. */
  readonly looseTexts: Uint8Array;
}

/** A 32-bit hash of the text of each named token, by node; 0 for every other node and for loose text of nothing. */
export function leafHashes(
  source: Source,
  tree: FlatTree,
  { wholeTokens, looseTexts }: TokenKinds,
): Uint32Array {
  const { count, symbol, start, end, last, flags } = tree;
  const hashes = new Uint32Array(count);
  for (let node = 0; node < count; node++) {
    const final = last[node] ?? node;
    if (final !== node && wholeTokens[symbol[node] ?? 0] !== 1) continue;
    if (((flags[node] ?? 0) & NodeFlag.Named) === 0) continue;
    let from = start[node] ?? 0;
    let to = end[node] ?? 0;
    if (looseTexts[symbol[node] ?? 0] === 1) {
      ({ from, to } = withoutSpaceAround(source, from, to));
      if (from === to) continue;
    }
    hashes[node] = hashOfText(source, from, to);
    node = final;
  }
  return hashes;
}

/**
 * Hash of the text between two offsets: equal texts have equal hashes; in one file unequal ones hardly ever do (FNV-1a
 * over UTF-16 units, then mixed). Carriage returns do not count, so that a file has the same facts with either kind
 * of line ends. Never 0.
 */
export function hashOfText({ units }: Source, start: number, end: number): number {
  let hash = FNV_OFFSET;
  for (let at = start; at < end; at++) {
    const unit = units[at] ?? 0;
    if (unit !== CARRIAGE_RETURN) hash = Math.imul(hash ^ unit, FNV_PRIME);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return hash ^ (hash >>> 13) || 1;
}
