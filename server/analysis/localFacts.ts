import { createHash } from "node:crypto";
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { decodeResult, encodeResult, MalformedFacts } from "../../analyzer/index.js";
import type { MapResult } from "../../analyzer/types.js";
import type { FactsStore } from "./factsStore.js";

/** Bytes of SHA-256 that name a file's facts; enough that no two of one folder are ever the same. */
const KEY_BYTES = 16;
const LENGTH_BYTES = 4;
const CHECKSUM_BYTES = 32;
/** What is larger is not kept: about ten million lines of source. */
const MAX_FILE_BYTES = 512 << 20;
/** Folders that nobody grades any more are forgotten after this time. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;
const SUFFIX = ".facts";

/** Facts that earlier runs on this machine left, so that a run costs what has changed since. */
export type LocalFacts = Pick<FactsStore, "find" | "put" | "flush"> & {
  /** Whether nothing was kept before this run. */
  readonly isEmpty: boolean;
  /** Keeps the facts this run has used and no others. Failing to is no failure of the run. */
  save(): void;
};

/**
 * The facts of one graded folder, in one file of the user's cache that nobody else may read. They hold names and
 * figures, no source. A file that is damaged or from another version is as good as none: what it holds is checked, and
 * what it lacks is measured.
 *
 * @param o.identity what the folder and the way it is read are told from others by
 */
export function openLocalFacts(o: { cacheFolder: string; identity: string; nowMs: number }): LocalFacts {
  const folder = path.join(o.cacheFolder, "facts");
  const file = path.join(folder, createHash("sha256").update(o.identity).digest("hex").slice(0, 32) + SUFFIX);
  const stored = readEntries(file);
  const used = new Map<string, Uint8Array>();
  let isChanged = false;
  return {
    isEmpty: stored.size === 0,
    async find(ids) {
      const found = new Map<string, MapResult>();
      for (const id of ids) {
        const key = keyOf(id);
        const bytes = stored.get(key);
        if (bytes === undefined) continue;
        const result = readResult(bytes);
        if (result === null) continue;
        found.set(id, result);
        used.set(key, bytes);
      }
      isChanged = used.size !== stored.size;
      return found;
    },
    async put(id, result) {
      used.set(keyOf(id), encodeResult(result));
      isChanged = true;
    },
    flush: async () => undefined,
    save() {
      try {
        if (isChanged) writeEntries(file, used);
        else if (stored.size > 0) utimesSync(file, o.nowMs / 1000, o.nowMs / 1000);
        forgetOld(folder, o.nowMs);
      } catch {
        // A cache that cannot be written (a full or read-only disk) costs the next run time and nothing else.
      }
    },
  };
}

function readResult(bytes: Uint8Array): MapResult | null {
  try {
    return decodeResult(bytes);
  } catch (error) {
    if (error instanceof MalformedFacts) return null;
    throw error;
  }
}

function keyOf(id: string): string {
  return createHash("sha256").update(id).digest().toString("latin1", 0, KEY_BYTES);
}

/** Entries of key, u32be length and bytes, behind a checksum of them all; none where anything is wrong. */
function readEntries(file: string): Map<string, Uint8Array> {
  const entries = new Map<string, Uint8Array>();
  const bytes = readWhole(file);
  if (bytes === null || !checksum(bytes.subarray(CHECKSUM_BYTES)).equals(bytes.subarray(0, CHECKSUM_BYTES)))
    return entries;
  for (let at = CHECKSUM_BYTES; at < bytes.length; ) {
    const start = at + KEY_BYTES + LENGTH_BYTES;
    const end = start + bytes.readUInt32BE(at + KEY_BYTES);
    entries.set(bytes.toString("latin1", at, at + KEY_BYTES), bytes.subarray(start, end));
    at = end;
  }
  return entries;
}

function readWhole(file: string): Buffer | null {
  try {
    const bytes = readFileSync(file);
    return bytes.length >= CHECKSUM_BYTES ? bytes : null;
  } catch {
    return null; // there is none, or it cannot be read
  }
}

function writeEntries(file: string, entries: ReadonlyMap<string, Uint8Array>): void {
  const parts: Uint8Array[] = [];
  for (const [key, bytes] of entries) {
    const head = Buffer.alloc(KEY_BYTES + LENGTH_BYTES);
    head.write(key, "latin1");
    head.writeUInt32BE(bytes.length, KEY_BYTES);
    parts.push(head, bytes);
  }
  const body = Buffer.concat(parts);
  if (body.length > MAX_FILE_BYTES) return;
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const partial = `${file}.${process.pid}`;
  writeFileSync(partial, Buffer.concat([checksum(body), body]), { mode: 0o600, flag: "wx" });
  renameSync(partial, file);
}

function checksum(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}

function forgetOld(folder: string, nowMs: number): void {
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name);
    if (nowMs - statSync(file).mtimeMs > KEPT_MS) rmSync(file, { force: true });
  }
}
