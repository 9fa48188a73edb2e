import { type Corpus, massBetween, NO_ENTRY } from "./corpus.js";
import { findRepeats, type Repeats } from "./repeats.js";
import { type Keys, RunHashes } from "./runHashes.js";
import { repeatedWindows, type Windows } from "./windows.js";

/** Entries, or returns of its first window, that a run is tried for as a period. */
const PERIODS_TRIED = 8;

/** Everything that repeats in one sense of equality. */
export interface Layer {
  /** Whether texts must be equal, not only structure. */
  readonly isExact: boolean;
  readonly keys: Keys;
  readonly hashes: RunHashes;
  readonly windows: Windows;
  readonly repeats: Repeats;
}

/** Finds what repeats. */
export function readLayer(corpus: Corpus, isExact: boolean, mass: number): Layer {
  const { structure, structure2, text } = corpus;
  const keys = isExact
    ? { high: structure.map((hash, entry) => hash ^ Math.imul(text[entry] ?? 0, 0x9e3779b1)), low: text }
    : { high: structure, low: structure2 };
  const hashes = new RunHashes(keys, corpus.longest);
  const windows = repeatedWindows(corpus, hashes, mass);
  return { isExact, keys, hashes, windows, repeats: findRepeats(corpus, windows) };
}

/**
 * Whether a run is the same thing again and again: it has a period of at most half its mass. Rows of a table, arms
 * of a `case` or equal calls in a row are no clone of the next such row; where the period itself is large enough, it
 * is a repeat of its own.
 */
export function isRepetition(corpus: Corpus, layer: Layer, start: number, end: number): boolean {
  const isPeriod = (period: number) => layer.hashes.isEqual(start, start + period, end - start - period);
  const isShort = (period: number) =>
    start + period < end && 2 * massBetween(corpus, start, start + period) <= massBetween(corpus, start, end);
  for (let period = 1; period <= PERIODS_TRIED && isShort(period); period++)
    if (isPeriod(period)) return true;
  let again = layer.windows.next[start] ?? NO_ENTRY;
  for (let tries = 0; tries < PERIODS_TRIED && again !== NO_ENTRY && isShort(again - start); tries++) {
    if (isPeriod(again - start)) return true;
    again = layer.windows.next[again] ?? NO_ENTRY;
  }
  return false;
}
