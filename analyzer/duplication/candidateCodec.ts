import type { CloneCandidates } from "../types.js";

/** Largest mass of a list, so that sums of masses keep their order. */
const MAX_LIST_MASS = 0x7fff_ffff;
const WORD_BYTES = 4;
/** The numbers of lists and of entries. */
const HEAD_WORDS = 2;

const LIST_COLUMNS = ["listEnds", "listOwners"] as const;
const ENTRY_COLUMNS = ["structure", "structure2", "text", "mass", "variety", "firstRow", "lastRow"] as const;

/**
 * Candidates as 32-bit words (little-endian), column by column, with the rows of code behind them. It is longer than
 * numbers in as few bytes as each needs, but read without a look at each: whoever has kept the facts of thousands of
 * files waits for nothing else as long.
 */
export function encodeCandidates(candidates: CloneCandidates): Uint8Array {
  const { listEnds, mass, codeRows } = candidates;
  const words = wordsOf(listEnds.length, mass.length);
  const bytes = new Uint8Array(words * WORD_BYTES + codeRows.length);
  const out = new Uint32Array(bytes.buffer, 0, words);
  out.set([listEnds.length, mass.length]);
  let at = HEAD_WORDS;
  for (const name of [...LIST_COLUMNS, ...ENTRY_COLUMNS]) {
    out.set(candidates[name], at);
    at += candidates[name].length;
  }
  bytes.set(codeRows, words * WORD_BYTES);
  return bytes;
}

/**
 * Reads what {@link encodeCandidates} wrote, of which nothing is trusted. The columns are views of the bytes.
 * @param lines lines of the file, which no entry may leave
 * @returns `null` when it is anything that could not have been written.
 */
export function decodeCandidates(bytes: Uint8Array, lines: number): CloneCandidates | null {
  // A copy of its own is aligned, whatever the bytes are part of.
  const aligned = bytes.byteOffset % WORD_BYTES === 0 ? bytes : Uint8Array.from(bytes);
  if (aligned.length < HEAD_WORDS * WORD_BYTES) return null;
  const [lists = 0, count = 0] = new Uint32Array(aligned.buffer, aligned.byteOffset, HEAD_WORDS);
  if (lists > count || wordsOf(lists, count) * WORD_BYTES > aligned.length) return null;
  const candidates = viewCandidates(aligned);
  return (candidates.listEnds[lists - 1] ?? 0) === count && isPossible(candidates, lines) ? candidates : null;
}

/** The columns of encoded candidates, whose bytes are whole words and known to be well-formed. */
export function viewCandidates({ buffer, byteOffset, length }: Uint8Array): CloneCandidates {
  const [lists = 0, count = 0] = new Uint32Array(buffer, byteOffset, HEAD_WORDS);
  let at = byteOffset + HEAD_WORDS * WORD_BYTES;
  const column = (size: number) => {
    at += size * WORD_BYTES;
    return new Uint32Array(buffer, at - size * WORD_BYTES, size);
  };
  return {
    listEnds: column(lists),
    listOwners: column(lists),
    structure: column(count),
    structure2: column(count),
    text: column(count),
    mass: column(count),
    variety: column(count),
    firstRow: column(count),
    lastRow: column(count),
    codeRows: new Uint8Array(buffer, at, byteOffset + length - at),
  };
}

function wordsOf(lists: number, entries: number): number {
  return HEAD_WORDS + lists * LIST_COLUMNS.length + entries * ENTRY_COLUMNS.length;
}

/** Whether lists, masses and rows are such as a file can have. */
function isPossible(candidates: CloneCandidates, lines: number): boolean {
  const { listEnds, listOwners, firstRow, lastRow, codeRows } = candidates;
  let first = 0;
  let rows = 0;
  for (let list = 0; list < listEnds.length; list++) {
    const end = listEnds[list] ?? 0;
    const owner = (listOwners[list] ?? 0) - 1;
    if (end <= first || owner >= first || !isPossibleList(candidates, first, end)) return false;
    const lastOfList = lastRow[end - 1] ?? 0;
    if (owner >= 0) {
      if ((firstRow[first] ?? 0) < (firstRow[owner] ?? 0) || lastOfList > (lastRow[owner] ?? 0)) return false;
    }
    rows = Math.max(rows, lastOfList + 1);
    first = end;
  }
  return rows <= lines && codeRows.length === Math.ceil(rows / 8);
}

/** Siblings follow each other, and each weighs something. */
function isPossibleList(
  { mass, variety, firstRow, lastRow }: CloneCandidates,
  first: number,
  end: number,
): boolean {
  let sum = 0;
  let row = 0;
  for (let entry = first; entry < end; entry++) {
    const own = mass[entry] ?? 0;
    const ownVariety = variety[entry] ?? 0;
    if (own < 1 || ownVariety < 1 || ownVariety > own) return false;
    if ((firstRow[entry] ?? 0) < row || (lastRow[entry] ?? 0) < (firstRow[entry] ?? 0)) return false;
    row = lastRow[entry] ?? 0;
    sum += own;
  }
  return sum <= MAX_LIST_MASS;
}
