import { type Corpus, NO_ENTRY } from "./corpus.js";

const FREE = 0;
/** In a copy. */
const CLAIMED = 1;
/** Around a copy. */
const AROUND = 2;

/** Entries that are looked over at once when none of them is claimed. */
const BLOCK = 256;

/** Which entries are in a copy, so that no line is ever in two. */
export class Claims {
  private readonly corpus: Corpus;
  private readonly state: Uint8Array;
  /** 1 for each block with an entry that is not free. */
  private readonly blocks: Uint8Array;

  constructor(corpus: Corpus) {
    this.corpus = corpus;
    this.state = new Uint8Array(corpus.count);
    this.blocks = new Uint8Array(Math.ceil(corpus.count / BLOCK));
  }

  /** Whether the entry is neither in a copy nor around one. */
  isFree(entry: number): boolean {
    return this.state[entry] === FREE;
  }

  /** The first entry from `start` on that is not free, `end` when all before it are. */
  freeUntil(start: number, end: number): number {
    let entry = start;
    while (entry < end) {
      if (entry % BLOCK === 0 && this.blocks[entry / BLOCK] === 0) entry += BLOCK;
      else if (this.isFree(entry)) entry++;
      else return entry;
    }
    return end;
  }

  /** Claims the run from `start` to before `end` with everything inside of it. */
  claim(start: number, end: number): void {
    const { innerList, nextList, listEnd, owner } = this.corpus;
    const lists = [start];
    for (let list = lists.pop(); list !== undefined; list = lists.pop()) {
      const stop = list === start ? end : (listEnd[list] ?? 0);
      for (let entry = list; entry < stop; entry++) {
        this.mark(entry, CLAIMED);
        let inner = innerList[entry] ?? NO_ENTRY;
        for (; inner !== NO_ENTRY; inner = nextList[inner] ?? NO_ENTRY) lists.push(inner);
      }
    }
    let around = owner[start] ?? NO_ENTRY;
    for (; around !== NO_ENTRY && this.isFree(around); around = owner[around] ?? NO_ENTRY)
      this.mark(around, AROUND);
  }

  private mark(entry: number, state: number): void {
    this.state[entry] = state;
    this.blocks[Math.floor(entry / BLOCK)] = 1;
  }
}
