import { Readable } from "node:stream";
import { IntakeError } from "../errors.js";
import type { IntakeLimits } from "../intakeLimits.js";
import type { Blob, TreeEntry } from "../types.js";
import { ByteReader, LineTooLong } from "./byteReader.js";
import { malformedObjects } from "./gitFailures.js";
import type { GitReader } from "./gitReader.js";

/** "<40 or 64 hex> <type> <size>" is far shorter. */
const MAX_HEADER_BYTES = 200;
const LINE_FEED = 10;
/** Object ids handed to git at a time; git reads on as its answers are taken. */
const IDS_PER_CHUNK = 256;
/** Git's own rule for a binary file: a NUL among the first 8,000 bytes (buffer_is_binary in xdiff-interface.c). */
const BINARY_SNIFF_BYTES = 8000;
/** Files longer than this are no pointer, by the specification of Git LFS. */
const MAX_LFS_POINTER_BYTES = 1024;
const LFS_POINTER = /^version https?:\/\/[^\n]{1,200}\n(?:[^\n]*\n)*?oid sha256:[0-9a-f]{64}\n/;

/** An object as `cat-file --batch` gives it. */
export interface GitObject {
  readonly oid: string;
  readonly type: string;
  readonly bytes: Buffer;
}

/**
 * Streams the blobs of `entries` in their order through one `cat-file --batch`: nothing is read ahead but what
 * the pipes hold. Every answer is held against what the listing said. Throws IntakeError `malformed-objects`,
 * or `over-limit-size` where all together are more than the limit.
 */
export async function* readBlobs(
  reader: GitReader,
  entries: readonly TreeEntry[],
  o: { limits: IntakeLimits; signal: AbortSignal },
): AsyncGenerator<Blob, void, undefined> {
  checkTotal(entries, o.limits);
  const objects = readObjects(
    reader,
    entries.map((entry) => entry.oid),
    { ...o, maxBytes: o.limits.blobBytes },
  );
  try {
    for (const entry of entries) {
      const next = await objects.next();
      if (next.done === true) throw malformedObjects({ detail: "cat-file ended early" });
      const { oid, type, bytes } = next.value;
      if (oid !== entry.oid || type !== "blob" || bytes.length !== entry.sizeBytes) {
        throw malformedObjects({
          detail: `a ${type} of ${bytes.length} bytes in place of a blob of ${entry.sizeBytes}`,
        });
      }
      yield { entry, bytes, skip: skipReasonOf(bytes) };
    }
  } finally {
    await objects.return();
  }
}

/** Why a file's content is not measured: Git LFS keeps the real one elsewhere, or it is no text. */
export function skipReasonOf(bytes: Buffer): Blob["skip"] {
  if (bytes.subarray(0, BINARY_SNIFF_BYTES).includes(0)) return "binary";
  const isPointer = bytes.length <= MAX_LFS_POINTER_BYTES && LFS_POINTER.test(bytes.toString("latin1"));
  return isPointer ? "lfs-pointer" : null;
}

/** The objects behind `names` (ids, or what git resolves to one), in order; a missing one is an error. */
export async function* readObjects(
  reader: GitReader,
  names: readonly string[],
  o: { signal: AbortSignal; maxBytes: number },
): AsyncGenerator<GitObject, void, undefined> {
  if (names.length === 0) return;
  const git = reader.start(["cat-file", "--batch", "--buffer"], o.signal);
  Readable.from(linesOf(names)).pipe(git.stdin);
  const answers = new ByteReader(git.stdout);
  try {
    for (const _ of names) {
      const object = await nextObject(answers, o.maxBytes);
      if (object === null) throw await git.failure();
      yield object;
    }
  } finally {
    await git.stop();
  }
}

function* linesOf(names: readonly string[]): Generator<string> {
  for (let at = 0; at < names.length; at += IDS_PER_CHUNK) {
    yield `${names.slice(at, at + IDS_PER_CHUNK).join("\n")}\n`;
  }
}

/** null where git ended; throws IntakeError for an answer that is not one object within the limit. */
async function nextObject(reader: ByteReader, maxBytes: number): Promise<GitObject | null> {
  const header = await headerLine(reader);
  if (header === null) return null;
  const match = /^([0-9a-f]{40}) ([a-z]{3,6}) (\d{1,12})$/.exec(header);
  const [, oid, type, size] = match ?? [];
  if (oid === undefined || type === undefined) throw malformedObjects({ detail: "an object is missing" });
  if (Number(size) > maxBytes) throw malformedObjects({ detail: `a ${type} of ${size} bytes` });
  const bytes = await reader.exactly(Number(size));
  const end = await reader.exactly(1);
  return bytes === null || end === null ? null : { oid, type, bytes };
}

async function headerLine(reader: ByteReader): Promise<string | null> {
  try {
    return (await reader.line(LINE_FEED, MAX_HEADER_BYTES))?.toString("latin1") ?? null;
  } catch (cause) {
    if (cause instanceof LineTooLong) throw malformedObjects({ cause });
    throw cause;
  }
}

function checkTotal(entries: readonly TreeEntry[], limits: IntakeLimits): void {
  const total = entries.reduce((sum, entry) => sum + entry.sizeBytes, 0);
  if (total <= limits.totalBytes) return;
  throw new IntakeError(
    "over-limit-size",
    `The files of this revision are more than ${Math.floor(limits.totalBytes / 1024 ** 2)} MiB together. Exclude folders that need no grade, or ask the operator to raise the limit.`,
  );
}
