import type { CloneCandidates } from "../types.js";
import { ByteReader, ByteWriter } from "./compactBytes.js";

/** Largest mass of a list, so that sums of masses keep their order. */
const MAX_LIST_MASS = 0x7fff_ffff;
/** Fewest bytes of an entry: three hashes and four numbers. */
const MIN_ENTRY_BYTES = 16;

/** Candidates as compact bytes: hashes as they are, small numbers in as few bytes as they need. */
export function encodeCandidates(candidates: CloneCandidates): Uint8Array {
  const { listEnds, listOwners, mass, variety, firstRow, lastRow, codeRows } = candidates;
  const writer = new ByteWriter();
  writer.number(listEnds.length);
  writer.number(mass.length);
  for (let list = 0; list < listEnds.length; list++) {
    writer.number((listEnds[list] ?? 0) - (listEnds[list - 1] ?? 0));
    writer.number(listOwners[list] ?? 0);
  }
  for (let entry = 0; entry < mass.length; entry++) {
    writer.hash(candidates.structure[entry] ?? 0);
    writer.hash(candidates.structure2[entry] ?? 0);
    writer.hash(candidates.text[entry] ?? 0);
    writer.number(mass[entry] ?? 0);
    writer.number((mass[entry] ?? 0) - (variety[entry] ?? 0));
    writer.number(firstRow[entry] ?? 0);
    writer.number((lastRow[entry] ?? 0) - (firstRow[entry] ?? 0));
  }
  writer.bytes(codeRows);
  return writer.finish();
}

/**
 * Reads what {@link encodeCandidates} wrote, of which nothing is trusted.
 * @param lines lines of the file, which no entry may leave
 * @returns `null` when it is anything that could not have been written.
 */
export function decodeCandidates(bytes: Uint8Array, lines: number): CloneCandidates | null {
  const reader = new ByteReader(bytes);
  const lists = reader.number();
  const count = reader.number();
  if (lists > count || count * MIN_ENTRY_BYTES > bytes.length) return null;
  const listEnds = new Uint32Array(lists);
  const listOwners = new Uint32Array(lists);
  let end = 0;
  for (let list = 0; list < lists; list++) {
    end += reader.number();
    listEnds[list] = end;
    listOwners[list] = reader.number();
  }
  const entries = readEntries(reader, count);
  const candidates = { listEnds, listOwners, ...entries, codeRows: reader.rest() };
  return !reader.isBroken && end === count && isPossible(candidates, lines) ? candidates : null;
}

function readEntries(
  reader: ByteReader,
  count: number,
): Omit<CloneCandidates, "listEnds" | "listOwners" | "codeRows"> {
  const column = () => new Uint32Array(count);
  const entries = {
    structure: column(),
    structure2: column(),
    text: column(),
    mass: column(),
    variety: column(),
    firstRow: column(),
    lastRow: column(),
  };
  for (let entry = 0; entry < count; entry++) {
    entries.structure[entry] = reader.hash();
    entries.structure2[entry] = reader.hash();
    entries.text[entry] = reader.hash();
    const mass = reader.number();
    entries.mass[entry] = mass;
    entries.variety[entry] = reader.difference(mass);
    const row = reader.number();
    entries.firstRow[entry] = row;
    entries.lastRow[entry] = reader.sum(row);
  }
  return entries;
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
