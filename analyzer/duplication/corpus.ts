import type { CloneCandidates } from "../types.js";
import { REPEATED_MASS } from "./subtreeMasses.js";

/** Index of no entry. */
export const NO_ENTRY = -1;

/**
 * The candidates of all files that may share classes, joined: files, rows and entries are numbered through.
 * Sums run from the first entry of all and wrap around, so only differences within a list mean something.
 */
export interface Corpus {
  readonly count: number;
  /** Entries of the longest list. */
  readonly longest: number;
  readonly file: Uint32Array;
  /** Entry after the last of each entry's list. */
  readonly listEnd: Uint32Array;
  /** Innermost entry that each entry is inside of, or {@link NO_ENTRY}. */
  readonly owner: Int32Array;
  /** First entry of some list inside each entry, or {@link NO_ENTRY}; by first entry of a list, the next one. */
  readonly innerList: Int32Array;
  readonly nextList: Int32Array;
  readonly structure: Uint32Array;
  readonly structure2: Uint32Array;
  readonly text: Uint32Array;
  readonly firstRow: Uint32Array;
  readonly lastRow: Uint32Array;
  readonly massBefore: Uint32Array;
  readonly variety: Uint32Array;
  /** Sum of variety; what repeats the entry before it adds nothing. */
  readonly varietyBefore: Uint32Array;
  /** Code lines before each row. */
  readonly codeBefore: Uint32Array;
  /** First row of each file. */
  readonly fileRows: Uint32Array;
}

/** Joins files; their order is the order of the numbers. */
export function joinCorpus(files: readonly CloneCandidates[]): Corpus {
  const count = files.reduce((sum, { mass }) => sum + mass.length, 0);
  const rows = files.reduce((sum, { codeRows }) => sum + codeRows.length * 8, 0);
  const joiner = new Joiner(count, rows, files.length);
  for (const candidates of files) joiner.add(candidates);
  return joiner;
}

/** Mass of the entries from `start` to before `end`, which are of one list. */
export function massBetween({ massBefore }: Corpus, start: number, end: number): number {
  return ((massBefore[end] ?? 0) - (massBefore[start] ?? 0)) >>> 0;
}

/** Variety of the entries from `start` to before `end`, which are of one list. */
export function varietyBetween({ variety, varietyBefore }: Corpus, start: number, end: number): number {
  const others = ((varietyBefore[end] ?? 0) - (varietyBefore[start + 1] ?? 0)) >>> 0;
  return others + (variety[start] ?? 0);
}

/** Code lines from the first row of `start` to the last row of the entry before `end`. */
export function codeLinesOf({ codeBefore, firstRow, lastRow }: Corpus, start: number, end: number): number {
  return (codeBefore[(lastRow[end - 1] ?? 0) + 1] ?? 0) - (codeBefore[firstRow[start] ?? 0] ?? 0);
}

/** Compares entries by file and line. */
export function compareEntries({ firstRow }: Corpus, a: number, b: number): number {
  return (firstRow[a] ?? 0) - (firstRow[b] ?? 0) || a - b;
}

class Joiner implements Corpus {
  readonly count: number;
  longest = 0;
  readonly file: Uint32Array;
  readonly listEnd: Uint32Array;
  readonly owner: Int32Array;
  readonly innerList: Int32Array;
  readonly nextList: Int32Array;
  readonly structure: Uint32Array;
  readonly structure2: Uint32Array;
  readonly text: Uint32Array;
  readonly firstRow: Uint32Array;
  readonly lastRow: Uint32Array;
  readonly massBefore: Uint32Array;
  readonly variety: Uint32Array;
  readonly varietyBefore: Uint32Array;
  readonly codeBefore: Uint32Array;
  readonly fileRows: Uint32Array;

  private files = 0;
  private entries = 0;
  private rows = 0;

  constructor(count: number, rows: number, files: number) {
    this.count = count;
    this.file = new Uint32Array(count);
    this.listEnd = new Uint32Array(count);
    this.owner = new Int32Array(count);
    this.innerList = new Int32Array(count).fill(NO_ENTRY);
    this.nextList = new Int32Array(count).fill(NO_ENTRY);
    this.structure = new Uint32Array(count);
    this.structure2 = new Uint32Array(count);
    this.text = new Uint32Array(count);
    this.firstRow = new Uint32Array(count);
    this.lastRow = new Uint32Array(count);
    this.massBefore = new Uint32Array(count + 1);
    this.variety = new Uint32Array(count);
    this.varietyBefore = new Uint32Array(count + 1);
    this.codeBefore = new Uint32Array(rows + 1);
    this.fileRows = new Uint32Array(files);
  }

  add(candidates: CloneCandidates): void {
    const { structure, structure2, text, variety, mass } = candidates;
    this.structure.set(structure, this.entries);
    this.structure2.set(structure2, this.entries);
    this.text.set(text, this.entries);
    this.variety.set(variety, this.entries);
    this.file.fill(this.files, this.entries, this.entries + mass.length);
    for (let entry = 0; entry < mass.length; entry++) {
      this.firstRow[this.entries + entry] = this.rows + (candidates.firstRow[entry] ?? 0);
      this.lastRow[this.entries + entry] = this.rows + (candidates.lastRow[entry] ?? 0);
    }
    this.addLists(candidates);
    this.addRows(candidates.codeRows);
    this.fileRows[this.files++] = this.rows;
    this.entries += mass.length;
    this.rows += candidates.codeRows.length * 8;
  }

  private addLists({ listEnds, listOwners, mass, variety, structure }: CloneCandidates): void {
    let first = 0;
    for (let list = 0; list < listEnds.length; list++) {
      const end = listEnds[list] ?? 0;
      const owner = listOwners[list] === 0 ? NO_ENTRY : this.entries + (listOwners[list] ?? 0) - 1;
      this.longest = Math.max(this.longest, end - first);
      if (owner !== NO_ENTRY) {
        this.nextList[this.entries + first] = this.innerList[owner] ?? NO_ENTRY;
        this.innerList[owner] = this.entries + first;
      }
      for (let entry = first; entry < end; entry++) {
        const at = this.entries + entry;
        const own = mass[entry] ?? 0;
        const isRepeated = own >= REPEATED_MASS && entry > first && structure[entry] === structure[entry - 1];
        this.listEnd[at] = this.entries + end;
        this.owner[at] = owner;
        this.massBefore[at + 1] = (this.massBefore[at] ?? 0) + own;
        this.varietyBefore[at + 1] = (this.varietyBefore[at] ?? 0) + (isRepeated ? 0 : (variety[entry] ?? 0));
      }
      first = end;
    }
  }

  private addRows(codeRows: Uint8Array): void {
    for (let row = 0; row < codeRows.length * 8; row++) {
      const isCode = ((codeRows[row >> 3] ?? 0) >> (row & 7)) & 1;
      this.codeBefore[this.rows + row + 1] = (this.codeBefore[this.rows + row] ?? 0) + isCode;
    }
  }
}
