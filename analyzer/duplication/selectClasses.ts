import { CandidateQueue } from "./candidateQueue.js";
import { Claims } from "./claims.js";
import { type Corpus, codeLinesOf, compareEntries, massBetween, varietyBetween } from "./corpus.js";
import { isRepetition, type Layer, readLayer } from "./layer.js";

/** Places of equal runs in a corpus. */
export interface RunClass {
  readonly isExact: boolean;
  readonly mass: number;
  /** Entries in each run. */
  readonly length: number;
  /** First entries by file and line: the original, then its copies. */
  readonly starts: readonly number[];
}

/** Least size of what is selected. */
export interface CloneSizes {
  readonly mass: number;
  readonly lines: number;
}

/** A word-for-word run goes before a merely similar one around it of up to 3/2 of its mass. */
const EXACT_WEIGHT = 3;
const SIMILAR_WEIGHT = 2;

/** A similar run must have this share of the least mass without its repetitions. */
const LEAST_VARIETY = 0.5;

/**
 * Selects the classes, the heaviest first. The first of equal places is the original, each later one a copy as far
 * as it is not part of a copy already; so every line is in one copy at most, the heaviest, and a place that shares
 * a part with a heavier class is still found.
 */
export function selectClasses(corpus: Corpus, sizes: CloneSizes): RunClass[] {
  return new Selection(corpus, sizes).run();
}

/** A repeat that waits for its turn, with as many of its windows as are left to it. */
interface Candidate {
  readonly layer: Layer;
  readonly repeat: number;
  readonly length: number;
}

class Selection {
  private readonly corpus: Corpus;
  private readonly sizes: CloneSizes;
  private readonly claims: Claims;
  private readonly queue = new CandidateQueue();
  private readonly candidates: Candidate[] = [];
  private readonly classes: RunClass[] = [];
  /** By layer, for each place in its order the next that may be free. */
  private readonly live = new Map<Layer, Uint32Array>();

  constructor(corpus: Corpus, sizes: CloneSizes) {
    this.corpus = corpus;
    this.sizes = sizes;
    this.claims = new Claims(corpus);
  }

  run(): RunClass[] {
    for (const isExact of [true, false]) {
      const layer = readLayer(this.corpus, isExact, this.sizes.mass);
      const { count, length, sorted } = layer.repeats;
      this.live.set(
        layer,
        Uint32Array.from({ length: sorted.length + 1 }, (_, place) => place),
      );
      for (let repeat = 0; repeat < count; repeat++) this.add({ layer, repeat, length: length[repeat] ?? 0 });
    }
    for (let next = this.queue.pop(); next !== undefined; next = this.queue.pop()) {
      const candidate = this.candidates[next];
      if (candidate !== undefined) this.settle(candidate);
    }
    return this.classes;
  }

  private add(candidate: Candidate): void {
    const original = candidate.layer.repeats.earliest[candidate.repeat] ?? 0;
    const mass = massBetween(this.corpus, original, this.endOf(candidate, original));
    this.queue.push(mass * (candidate.layer.isExact ? EXACT_WEIGHT : SIMILAR_WEIGHT));
    this.candidates.push(candidate);
  }

  /** End of a candidate's run that begins at `start`. */
  private endOf({ layer, length }: Candidate, start: number): number {
    return layer.windows.end[start + length - 1] ?? 0;
  }

  private settle(candidate: Candidate): void {
    const original = candidate.layer.repeats.earliest[candidate.repeat] ?? 0;
    const end = this.endOf(candidate, original);
    if (!this.isWorthy(candidate.layer, original, end)) return;
    const length = end - original;
    const copies: number[] = [];
    let left = 0;
    let reach = 0;
    for (const start of this.freeStarts(candidate)) {
      if (start < reach || Math.abs(start - original) < length) continue;
      if (codeLinesOf(this.corpus, start, start + length) < this.sizes.lines) continue;
      const free = this.claims.freeUntil(start, start + length);
      if (free === start + length) {
        copies.push(start);
        reach = free;
      } else left = Math.max(left, this.windowsWithin(candidate, start, free));
    }
    if (copies.length > 0) this.take(candidate.layer, [original, ...copies], length);
    if (left > 0) this.add({ ...candidate, length: left });
  }

  private isWorthy(layer: Layer, start: number, end: number): boolean {
    if (isRepetition(this.corpus, layer, start, end)) return false;
    return layer.isExact || varietyBetween(this.corpus, start, end) >= LEAST_VARIETY * this.sizes.mass;
  }

  /** The entries from which a repeat goes and that are in no copy, ascending. */
  private freeStarts({ layer, repeat }: Candidate): number[] {
    const live = this.live.get(layer) ?? new Uint32Array();
    const last = layer.repeats.last[repeat] ?? 0;
    const starts: number[] = [];
    let place = nextLive(live, layer.repeats.first[repeat] ?? 0);
    while (place <= last) {
      const entry = layer.repeats.sorted[place] ?? 0;
      if (this.claims.isFree(entry)) starts.push(entry);
      else live[place] = place + 1;
      place = nextLive(live, place + 1);
    }
    return starts.sort((a, b) => a - b);
  }

  /** How many windows of a run from `start` on end before `free`. */
  private windowsWithin({ layer, length }: Candidate, start: number, free: number): number {
    let low = 0;
    let high = length;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((layer.windows.end[start + middle - 1] ?? 0) <= free) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  private take(layer: Layer, starts: readonly number[], least: number): void {
    const { text } = this.corpus;
    const [original = 0, ...copies] = starts;
    const length = this.extended(layer, starts, least);
    for (const copy of copies) this.claims.claim(copy, copy + length);
    const isEqual = (copy: number) => {
      for (let i = 0; i < length; i++) if (text[copy + i] !== text[original + i]) return false;
      return true;
    };
    this.classes.push({
      isExact: copies.every(isEqual),
      mass: massBetween(this.corpus, original, original + length),
      length,
      starts: [original, ...copies.sort((a, b) => compareEntries(this.corpus, a, b))],
    });
  }

  /** Length with the equal entries that follow all runs and are too light for a window of their own. */
  private extended({ keys }: Layer, starts: readonly number[], least: number): number {
    const { listEnd } = this.corpus;
    const [original = 0] = starts;
    const ascending = starts.toSorted((a, b) => a - b);
    for (let length = least; ; length++) {
      for (let i = 0; i < ascending.length; i++) {
        const start = ascending[i] ?? 0;
        const entry = start + length;
        if (entry >= (listEnd[start] ?? 0) || entry === ascending[i + 1]) return length;
        if (start !== original && !this.claims.isFree(entry)) return length;
        if (keys.high[entry] !== keys.high[original + length]) return length;
        if (keys.low[entry] !== keys.low[original + length]) return length;
      }
    }
  }
}

/** First place from `place` on that may be free; shortens the way for the next who asks. */
function nextLive(live: Uint32Array, place: number): number {
  let at = place;
  for (let next = live[at] ?? at; next !== at; next = live[at] ?? at) {
    live[at] = live[next] ?? next;
    at = live[at] ?? at;
  }
  return at;
}
