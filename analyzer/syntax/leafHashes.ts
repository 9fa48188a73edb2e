import type { Source } from "./source.js";

/**
 * Hash, 32 bits, of the text between two offsets (FNV-1a over UTF-16 units, mixed). Carriage returns do not count, so
 * that a file has the same facts with either kind of line ends.
 */
export function hashOfText({ units }: Source, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) {
    const unit = units[at] ?? 0;
    if (unit !== CARRIAGE_RETURN) hash = Math.imul(hash ^ unit, 0x01000193);
  }
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}

const CARRIAGE_RETURN = 13;
