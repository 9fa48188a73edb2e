import { type Corpus, massBetween, NO_ENTRY } from "./corpus.js";
import type { RunHashes } from "./runHashes.js";

/** Id of a window that occurs once, and of entries without one. */
export const NO_WINDOW = -1;

/** By entry, the shortest run from it that reaches the mass. */
export interface Windows {
  /** Equal for equal windows, numbered from 0 by first occurrence; {@link NO_WINDOW} for those without an equal. */
  readonly id: Int32Array;
  /** Entry after the window's last. */
  readonly end: Uint32Array;
  /** Next entry of the same list with an equal window, or {@link NO_ENTRY}. */
  readonly next: Int32Array;
}

/** Which windows are looked for. */
export interface WindowsSought {
  readonly mass: number;
  /** Whether the window of an entry may occur more than once; without it, every one. */
  readonly mayRepeat?: (start: number) => boolean;
}

/** Finds the windows that occur more than once: one hash table over all that may. */
export function repeatedWindows(
  corpus: Corpus,
  hashes: RunHashes,
  { mass, mayRepeat = () => true }: WindowsSought,
): Windows {
  const { count, listEnd } = corpus;
  const id = new Int32Array(count).fill(NO_WINDOW);
  const end = new Uint32Array(count);
  const next = new Int32Array(count).fill(NO_ENTRY);
  const table = new WindowTable(count, end, hashes);
  const latest: number[] = [];
  let reach = 0;
  for (let start = 0; start < count; start++) {
    const stop = listEnd[start] ?? 0;
    if (reach < start) reach = start;
    while (reach < stop && massBetween(corpus, start, reach) < mass) reach++;
    if (massBetween(corpus, start, reach) < mass) continue;
    end[start] = reach;
    if (!mayRepeat(start)) continue;
    const first = table.firstLike(start);
    if (first === start) continue;
    if (id[first] === NO_WINDOW) id[first] = latest.push(first) - 1;
    const known = id[first] ?? 0;
    const previous = latest[known] ?? 0;
    if (listEnd[previous] === stop) next[previous] = start;
    id[start] = known;
    latest[known] = start;
  }
  return { id, end, next };
}

/** Open addressing over the first entries of windows. */
class WindowTable {
  private readonly slots: Int32Array;
  private readonly end: Uint32Array;
  private readonly hashes: RunHashes;

  constructor(count: number, end: Uint32Array, hashes: RunHashes) {
    let size = 16;
    while (size < count * 2) size *= 2;
    this.slots = new Int32Array(size).fill(NO_ENTRY);
    this.end = end;
    this.hashes = hashes;
  }

  /** First entry that came with an equal window, `start` itself for a new one. */
  firstLike(start: number): number {
    const length = (this.end[start] ?? 0) - start;
    const mask = this.slots.length - 1;
    const high = this.hashes.high(start, start + length);
    let slot = (high ^ (high >>> 15)) & mask;
    for (;;) {
      const other = this.slots[slot] ?? NO_ENTRY;
      if (other === NO_ENTRY) {
        this.slots[slot] = start;
        return start;
      }
      if ((this.end[other] ?? 0) - other === length && this.hashes.isEqual(start, other, length))
        return other;
      slot = (slot + 1) & mask;
    }
  }
}
