import { RepeatedMass } from "../common/cloneFloor.js";
import type { CloneCandidates } from "../types.js";

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
  const corpus = emptyCorpus(files);
  let begin: FileBegin = { file: 0, entry: 0, row: 0 };
  for (const candidates of files) {
    addEntries(corpus, candidates, begin);
    addLists(corpus, candidates, begin.entry);
    addRows(corpus, candidates.codeRows, begin.row);
    begin = {
      file: begin.file + 1,
      entry: begin.entry + candidates.mass.length,
      row: begin.row + rowsOf(candidates),
    };
  }
  return corpus;
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

/** The numbers in the corpus of a file and of its first entry and row. */
interface FileBegin {
  readonly file: number;
  readonly entry: number;
  readonly row: number;
}

function emptyCorpus(files: readonly CloneCandidates[]): Corpus {
  const count = files.reduce((sum, { mass }) => sum + mass.length, 0);
  const rows = files.reduce((sum, candidates) => sum + rowsOf(candidates), 0);
  return {
    count,
    longest: files.reduce((longest, { listEnds }) => Math.max(longest, longestList(listEnds)), 0),
    file: new Uint32Array(count),
    listEnd: new Uint32Array(count),
    owner: new Int32Array(count),
    innerList: new Int32Array(count).fill(NO_ENTRY),
    nextList: new Int32Array(count).fill(NO_ENTRY),
    structure: new Uint32Array(count),
    structure2: new Uint32Array(count),
    text: new Uint32Array(count),
    firstRow: new Uint32Array(count),
    lastRow: new Uint32Array(count),
    massBefore: new Uint32Array(count + 1),
    variety: new Uint32Array(count),
    varietyBefore: new Uint32Array(count + 1),
    codeBefore: new Uint32Array(rows + 1),
    fileRows: new Uint32Array(files.length),
  };
}

/** Rows of a file, rounded up to whole bytes of its row of bits. */
function rowsOf({ codeRows }: CloneCandidates): number {
  return codeRows.length * 8;
}

function longestList(listEnds: Uint32Array): number {
  return listEnds.reduce((longest, end, list) => Math.max(longest, end - (listEnds[list - 1] ?? 0)), 0);
}

function addEntries(corpus: Corpus, candidates: CloneCandidates, begin: FileBegin): void {
  const { entry: base, row: baseRow } = begin;
  const count = candidates.mass.length;
  corpus.structure.set(candidates.structure, base);
  corpus.structure2.set(candidates.structure2, base);
  corpus.text.set(candidates.text, base);
  corpus.variety.set(candidates.variety, base);
  corpus.file.fill(begin.file, base, base + count);
  corpus.fileRows[begin.file] = baseRow;
  for (let entry = 0; entry < count; entry++) {
    corpus.firstRow[base + entry] = baseRow + (candidates.firstRow[entry] ?? 0);
    corpus.lastRow[base + entry] = baseRow + (candidates.lastRow[entry] ?? 0);
  }
}

function addLists(corpus: Corpus, candidates: CloneCandidates, base: number): void {
  const { listEnds, listOwners, mass, variety, structure } = candidates;
  const { massBefore, varietyBefore } = corpus;
  let first = 0;
  for (let list = 0; list < listEnds.length; list++) {
    const end = listEnds[list] ?? 0;
    const owner = listOwners[list] === 0 ? NO_ENTRY : base + (listOwners[list] ?? 0) - 1;
    if (owner !== NO_ENTRY) {
      corpus.nextList[base + first] = corpus.innerList[owner] ?? NO_ENTRY;
      corpus.innerList[owner] = base + first;
    }
    for (let entry = first; entry < end; entry++) {
      const at = base + entry;
      const own = mass[entry] ?? 0;
      const isRepeated = own >= RepeatedMass && entry > first && structure[entry] === structure[entry - 1];
      corpus.listEnd[at] = base + end;
      corpus.owner[at] = owner;
      massBefore[at + 1] = (massBefore[at] ?? 0) + own;
      varietyBefore[at + 1] = (varietyBefore[at] ?? 0) + (isRepeated ? 0 : (variety[entry] ?? 0));
    }
    first = end;
  }
}

function addRows({ codeBefore }: Corpus, codeRows: Uint8Array, base: number): void {
  for (let row = 0; row < codeRows.length * 8; row++) {
    const isCode = ((codeRows[row >> 3] ?? 0) >> (row & 7)) & 1;
    codeBefore[base + row + 1] = (codeBefore[base + row] ?? 0) + isCode;
  }
}
