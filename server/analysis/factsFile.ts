import { createHash, randomUUID } from "node:crypto";
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  writeFileSync,
} from "node:fs";
import path from "node:path";

/** Bytes of an entry's key. */
export const KEY_BYTES = 16;
const LENGTH_BYTES = 4;
const CHECKSUM_BYTES = 32;
/** What is larger is neither kept nor read: about ten million lines of source. */
const MAX_FILE_BYTES = 512 << 20;
/** Not through links, and without waiting for the other end of a pipe. */
const OPEN_FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
const WRITABLE_BY_OTHERS = 0o022;

/**
 * Entries by key (latin1) of a file that {@link writeFactsFile} wrote: key, u32be length and bytes one after another,
 * behind a checksum of them all. None where anything is wrong, and none of a file or folder that others can write to:
 * the checksum finds damage, not intent.
 */
export function readFactsFile(file: string): Map<string, Uint8Array> {
  const bytes = readOwn(file);
  const isWhole =
    bytes !== null &&
    bytes.length >= CHECKSUM_BYTES &&
    checksum(bytes.subarray(CHECKSUM_BYTES)).equals(bytes.subarray(0, CHECKSUM_BYTES));
  return isWhole ? (entriesIn(bytes) ?? new Map()) : new Map();
}

function entriesIn(bytes: Buffer): Map<string, Uint8Array> | null {
  const entries = new Map<string, Uint8Array>();
  for (let at = CHECKSUM_BYTES; at < bytes.length; ) {
    const start = at + KEY_BYTES + LENGTH_BYTES;
    if (start > bytes.length) return null;
    const end = start + bytes.readUInt32BE(at + KEY_BYTES);
    if (end > bytes.length) return null;
    entries.set(bytes.toString("latin1", at, at + KEY_BYTES), bytes.subarray(start, end));
    at = end;
  }
  return entries;
}

function readOwn(file: string): Buffer | null {
  let descriptor: number | null = null;
  try {
    if (!isOwnFolder(path.dirname(file))) return null;
    descriptor = openSync(file, OPEN_FLAGS);
    const stat = fstatSync(descriptor);
    return stat.isFile() && isOwn(stat) && stat.size <= MAX_FILE_BYTES ? readFileSync(descriptor) : null;
  } catch {
    return null; // there is none, or it cannot be read
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

/**
 * Writes all entries, readable for this user alone, and leaves an earlier file whole until then.
 * @throws Error of the system when it cannot; nothing is left behind then
 */
export function writeFactsFile(file: string, entries: ReadonlyMap<string, Uint8Array>): void {
  const bytes = bytesOf(entries);
  if (bytes === null) return;
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  if (!isOwnFolder(path.dirname(file))) return;
  // A name of its own: what a killed process left would stand in the way of one with the same number.
  const partial = `${file}.${randomUUID()}`;
  try {
    writeFileSync(partial, bytes, { mode: 0o600, flag: "wx" });
    renameSync(partial, file);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}

/** What a file of these entries holds; `null` where that is too much. */
function bytesOf(entries: ReadonlyMap<string, Uint8Array>): Buffer | null {
  let size = CHECKSUM_BYTES + entries.size * (KEY_BYTES + LENGTH_BYTES);
  for (const entry of entries.values()) size += entry.length;
  if (size > MAX_FILE_BYTES) return null;
  const bytes = Buffer.allocUnsafeSlow(size);
  let at = CHECKSUM_BYTES;
  for (const [key, entry] of entries) {
    at += bytes.write(key, at, KEY_BYTES, "latin1");
    at = bytes.writeUInt32BE(entry.length, at);
    bytes.set(entry, at);
    at += entry.length;
  }
  checksum(bytes.subarray(CHECKSUM_BYTES)).copy(bytes);
  return bytes;
}

/** Whether it is a folder, no link to one, into which nobody else can put anything. */
export function isOwnFolder(folder: string): boolean {
  const stat = lstatSync(folder, { throwIfNoEntry: false });
  return stat?.isDirectory() === true && isOwn(stat);
}

function isOwn({ uid, mode }: Stats): boolean {
  return uid === process.getuid?.() && (mode & WRITABLE_BY_OTHERS) === 0;
}

function checksum(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}
