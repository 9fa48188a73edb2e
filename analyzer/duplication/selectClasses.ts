import { CandidateQueue } from "./candidateQueue.js";
import { Claims } from "./claims.js";
import { Contest } from "./contest.js";
import { type Corpus, codeLinesOf, compareEntries, massBetween, varietyBetween } from "./corpus.js";
import { isRepetition, type Layer, readLayers } from "./layer.js";

/** Places of equal runs in a corpus. */
export interface RunClass {
  /** Whether texts are equal, not only structure. */
  readonly isExact: boolean;
  readonly mass: number;
  /** Entries in each run. */
  readonly length: number;
  /** First entries by file and line: the original, then its copies. */
  readonly starts: readonly number[];
}

/** Least size of a clone. */
export interface CloneSizes {
  readonly mass: number;
  /** Code lines of a copy. */
  readonly lines: number;
}

/** A word-for-word run goes before a merely similar one around it of up to 3/2 of its mass. */
const EXACT_WEIGHT = 3;
const SIMILAR_WEIGHT = 2;

/** Places of a run that repeats itself whose ends are looked at. */
const MOST_ENDS = 8;

/** A similar run must have this share of the least mass without its repetitions. */
const LEAST_VARIETY = 0.5;

/**
 * Selects the classes, the heaviest first. The first of equal places is the original, each later one a copy as far
 * as it is not part of a copy already. So every line is in one copy at most, the heaviest, and a place that shares
 * a part with a heavier class is still found.
 */
export function selectClasses(corpus: Corpus, sizes: CloneSizes): RunClass[] {
  return new Selection(corpus, sizes).run();
}

/** A repeat that waits for its turn, with as many of its windows as are left to it. */
interface Candidate {
  readonly contest: Contest;
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

  constructor(corpus: Corpus, sizes: CloneSizes) {
    this.corpus = corpus;
    this.sizes = sizes;
    this.claims = new Claims(corpus);
  }

  run(): RunClass[] {
    const { exact, similar } = readLayers(this.corpus, this.sizes.mass);
    for (const layer of [exact, similar]) {
      const contest = new Contest(layer, this.claims);
      const { count, length } = contest.layer.repeats;
      for (let repeat = 0; repeat < count; repeat++)
        this.add({ contest, repeat, length: length[repeat] ?? 0 });
    }
    for (let next = this.queue.pop(); next !== undefined; next = this.queue.pop()) {
      const candidate = this.candidates[next];
      if (candidate !== undefined) this.settle(candidate);
    }
    return this.classes;
  }

  private add(candidate: Candidate): void {
    const { layer } = candidate.contest;
    const original = layer.repeats.earliest[candidate.repeat] ?? 0;
    const mass = massBetween(this.corpus, original, this.endOf(candidate, original));
    this.queue.push(mass * (layer.isExact ? EXACT_WEIGHT : SIMILAR_WEIGHT));
    this.candidates.push(candidate);
  }

  /** End of a candidate's run that begins at `start`. */
  private endOf({ contest, length }: Candidate, start: number): number {
    return contest.layer.windows.end[start + length - 1] ?? 0;
  }

  private settle(candidate: Candidate): void {
    const { contest, repeat } = candidate;
    const original = contest.layer.repeats.earliest[repeat] ?? 0;
    const end = this.endOf(candidate, original);
    const length = end - original;
    if (contest.isCut(repeat, length)) return;
    if (!this.isWorthy(contest.layer, original, end) && !this.endsOtherwise(candidate, original, length))
      return;
    const others = contest.freeStarts(repeat).filter((start) => start !== original);
    const places = [original, ...others].sort((a, b) => a - b);
    const distance = leastDistance(places);
    if (distance < length) contest.cut(repeat, distance);
    else this.divide(candidate, original, others, length);
  }

  private isWorthy(layer: Layer, start: number, end: number): boolean {
    if (isRepetition(this.corpus, layer, start, end)) return false;
    return layer.isExact || varietyBetween(this.corpus, start, end) >= LEAST_VARIETY * this.sizes.mass;
  }

  /** Whether a run that repeats itself goes on with something else that is too light for a window of its own. */
  private endsOtherwise({ contest, repeat }: Candidate, original: number, length: number): boolean {
    const { first, last } = contest.layer.repeats;
    // More places than these are those of a table, whose rows are nobody's copies.
    if ((last[repeat] ?? 0) - (first[repeat] ?? 0) >= MOST_ENDS) return false;
    const others = contest.freeStarts(repeat).filter((start) => start !== original);
    const whole = this.extended(contest.layer, [original, ...others], length);
    return whole > length && this.isWorthy(contest.layer, original, original + whole);
  }

  /** Takes the places that are free; what is left of the others waits for another turn. */
  private divide(candidate: Candidate, original: number, others: readonly number[], length: number): void {
    const copies: number[] = [];
    let left = 0;
    for (const start of others) {
      const free = this.claims.freeUntil(start, start + length);
      if (free === start + length) copies.push(start);
      else left = Math.max(left, this.windowsWithin(candidate, start, free));
    }
    if (copies.length > 0) this.take(candidate.contest.layer, original, copies, length);
    if (left > 0) this.add({ ...candidate, length: left });
  }

  /** How many windows of a run from `start` on end before `free`. */
  private windowsWithin({ contest, length }: Candidate, start: number, free: number): number {
    let low = 0;
    let high = length;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((contest.layer.windows.end[start + middle - 1] ?? 0) <= free) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  private take(layer: Layer, original: number, places: readonly number[], least: number): void {
    const length = this.extended(layer, [original, ...places], least);
    const copies = places.filter(
      (start) => codeLinesOf(this.corpus, start, start + length) >= this.sizes.lines,
    );
    if (copies.length === 0) return;
    for (const copy of copies) this.claims.claim(copy, copy + length);
    this.classes.push({
      isExact: copies.every((copy) => this.isSameText(original, copy, length)),
      mass: massBetween(this.corpus, original, original + length),
      length,
      starts: [original, ...copies.sort((a, b) => compareEntries(this.corpus, a, b))],
    });
  }

  private isSameText(a: number, b: number, length: number): boolean {
    const { text } = this.corpus;
    for (let i = 0; i < length; i++) if (text[a + i] !== text[b + i]) return false;
    return true;
  }

  /** Length with the equal entries that follow all places, free in copies, and are too light for a window of their own. */
  private extended({ keys }: Layer, places: readonly number[], least: number): number {
    const [first = 0] = places;
    const distance = leastDistance(places.toSorted((a, b) => a - b));
    const goesOn = (start: number, length: number) => {
      const entry = start + length;
      if (entry >= (this.corpus.listEnd[start] ?? 0)) return false;
      if (start !== first && !this.claims.isFree(entry)) return false;
      return keys.high[entry] === keys.high[first + length] && keys.low[entry] === keys.low[first + length];
    };
    let length = least;
    while (length < distance && places.every((start) => goesOn(start, length))) length++;
    return length;
  }
}

/** Distance of the nearest two of ascending places. */
function leastDistance(places: readonly number[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 1; i < places.length; i++) least = Math.min(least, (places[i] ?? 0) - (places[i - 1] ?? 0));
  return least;
}
