import { type Corpus, massBetween, NO_ENTRY } from "./corpus.js";
import { findRepeats, type Repeats } from "./repeats.js";
import { type Keys, RunHashes } from "./runHashes.js";
import { NO_WINDOW, repeatedWindows, type Windows, type WindowsSought } from "./windows.js";

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

/** Finds what repeats with equal texts and what repeats with equal structure. */
export function readLayers(corpus: Corpus, mass: number): { readonly exact: Layer; readonly similar: Layer } {
  const { structure, structure2, text } = corpus;
  const similar = readLayer(corpus, { isExact: false, keys: { high: structure, low: structure2 } }, { mass });
  const high = structure.map((hash, entry) => hash ^ Math.imul(text[entry] ?? 0, 0x9e3779b1));
  // Equal texts have equal structure, so that what is the only one of its structure need not be looked at again.
  const mayRepeat = (start: number) => similar.windows.id[start] !== NO_WINDOW;
  const exact = readLayer(corpus, { isExact: true, keys: { high, low: text } }, { mass, mayRepeat });
  return { exact, similar };
}

function readLayer(
  corpus: Corpus,
  { isExact, keys }: Pick<Layer, "isExact" | "keys">,
  sought: WindowsSought,
): Layer {
  const hashes = new RunHashes(keys, corpus.longest);
  const windows = repeatedWindows(corpus, hashes, sought);
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
