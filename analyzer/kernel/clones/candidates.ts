import * as At from "../../common/at";
import { codeBefore } from "../lines";
import { newPile } from "../memory";
import { entries, lists } from "./siblings";

/** What a file offers to duplication, in the form of `duplication/candidateCodec.ts`. */

const ENTRY_BYTES: u32 = At.EntryWords << 2;
const LIST_BYTES: u32 = At.ListWords << 2;

/** Numbers of lists and entries, their columns, and a bit for each line up to the last that an entry covers: 1 for code. */
export const candidates = newPile();

export function writeCandidates(): void {
  candidates.clear();
  const head = candidates.add(8);
  store<u32>(head, lists.used / LIST_BYTES);
  store<u32>(head, entries.used / ENTRY_BYTES, 4);
  for (let member: u32 = 0; member < <u32>At.ListWords; member++)
    writeColumn(lists.base, lists.used, LIST_BYTES, member);
  for (let member: u32 = 0; member < <u32>At.EntryWords; member++)
    writeColumn(entries.base, entries.used, ENTRY_BYTES, member);
  writeCodeRows();
}

function writeColumn(base: usize, used: u32, bytes: u32, member: u32): void {
  for (let at: u32 = 0; at < used; at += bytes) {
    const value = load<u32>(base + at + (member << 2));
    store<u32>(candidates.add(4), value);
  }
}

function writeCodeRows(): void {
  let rows: u32 = 0;
  for (let at: u32 = 0; at < entries.used; at += ENTRY_BYTES)
    rows = max<u32>(rows, load<u32>(entries.base + at + (At.EntryLastRow << 2)) + 1);
  for (let row: u32 = 0; row < rows; row += 8) {
    let bits: u32 = 0;
    for (let bit: u32 = 0; bit < 8 && row + bit < rows; bit++) if (isCode(row + bit)) bits |= 1 << bit;
    store<u8>(candidates.add(1), bits);
  }
}

function isCode(row: u32): bool {
  const at = codeBefore.base + (row << 2);
  return load<u32>(at) !== load<u32>(at, 4);
}
