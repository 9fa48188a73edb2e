import { type Corpus, compareEntries } from "./corpus.js";
import { commonPrefixes, type Segments, suffixOrder } from "./suffixOrder.js";
import { NO_WINDOW, type Windows } from "./windows.js";

/** Number of no repeat. */
export const NO_REPEAT = -1;

/**
 * The runs of windows that occur more than once, as long as they can be to the right: the inner nodes of the
 * suffix tree, read off the suffix array. Their number is less than that of the entries in them.
 */
export interface Repeats {
  readonly count: number;
  /** Entries with a repeated window, in the order of the windows from them on. */
  readonly sorted: Uint32Array;
  /** First and last index in `sorted` of the entries from which the run goes, by repeat. */
  readonly first: Uint32Array;
  readonly last: Uint32Array;
  /** Windows in the run. */
  readonly length: Uint32Array;
  /** The first of the entries, by file and line. */
  readonly earliest: Uint32Array;
  /** The repeat of the longest shorter run from the same entries and others, {@link NO_REPEAT} for none. */
  readonly shorter: Int32Array;
}

/** Finds all repeats. */
export function findRepeats(corpus: Corpus, windows: Windows): Repeats {
  const entries = Uint32Array.from(repeatedEntries(windows));
  const segments = { ids: entries.map((entry) => windows.id[entry] ?? 0), stop: stops(corpus, entries) };
  const order = suffixOrder(segments);
  const sorted = order.map((position) => entries[position] ?? 0);
  return readRepeats(corpus, sorted, commonPrefixes(segments, order));
}

function repeatedEntries({ id }: Windows): number[] {
  const entries: number[] = [];
  for (let entry = 0; entry < id.length; entry++) if (id[entry] !== NO_WINDOW) entries.push(entry);
  return entries;
}

/** Runs go on as long as entries follow each other in one list. */
function stops({ listEnd }: Corpus, entries: Uint32Array): Segments["stop"] {
  const stop = new Uint32Array(entries.length);
  for (let i = entries.length - 1; i >= 0; i--) {
    const next = (entries[i] ?? 0) + 1;
    const goesOn = entries[i + 1] === next && next < (listEnd[next - 1] ?? 0);
    stop[i] = goesOn ? (stop[i + 1] ?? 0) : i + 1;
  }
  return stop;
}

/** Repeats that are still being read. */
type GrowingRepeats = Repeats & { count: number };

/** A repeat of which only the begin is known. */
interface OpenRepeat {
  readonly first: number;
  readonly length: number;
  earliest: number;
  /** Longer repeats inside of it that are closed already. */
  readonly longer: number[];
}

/** Opens a repeat where the shared prefix grows and closes it where it shrinks. */
function readRepeats(corpus: Corpus, sorted: Uint32Array, prefixes: Uint32Array): Repeats {
  const repeats = emptyRepeats(sorted);
  const open: OpenRepeat[] = [];
  for (let i = 1; i <= prefixes.length; i++) {
    const shared = prefixes[i] ?? 0;
    let inner: OpenRepeat = { first: i - 1, length: 0, earliest: sorted[i - 1] ?? 0, longer: [] };
    let top = open.at(-1);
    while (top !== undefined && top.length > shared) {
      join(corpus, top, inner);
      inner = { ...top, longer: [close(repeats, top, i - 1)] };
      open.pop();
      top = open.at(-1);
    }
    if (top !== undefined && top.length === shared) join(corpus, top, inner);
    else if (shared > 0) open.push({ ...inner, length: shared });
  }
  return repeats;
}

/** Repeats without one yet; there are never more than entries. */
function emptyRepeats(sorted: Uint32Array): GrowingRepeats {
  return {
    count: 0,
    sorted,
    first: new Uint32Array(sorted.length),
    last: new Uint32Array(sorted.length),
    length: new Uint32Array(sorted.length),
    earliest: new Uint32Array(sorted.length),
    shorter: new Int32Array(sorted.length).fill(NO_REPEAT),
  };
}

function join(corpus: Corpus, outer: OpenRepeat, inner: OpenRepeat): void {
  if (compareEntries(corpus, inner.earliest, outer.earliest) < 0) outer.earliest = inner.earliest;
  outer.longer.push(...inner.longer);
}

/** Writes a repeat down; returns its number. */
function close(repeats: GrowingRepeats, open: OpenRepeat, last: number): number {
  const repeat = repeats.count++;
  repeats.first[repeat] = open.first;
  repeats.last[repeat] = last;
  repeats.length[repeat] = open.length;
  repeats.earliest[repeat] = open.earliest;
  for (const longer of open.longer) repeats.shorter[longer] = repeat;
  return repeat;
}
