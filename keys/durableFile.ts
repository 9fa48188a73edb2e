import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import path from "node:path";
import type { RandomBytes } from "./types.js";

interface ReplaceInput {
  readonly folder: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly random: RandomBytes;
}

/**
 * Replaces `folder/name` so that a crash at any moment leaves either the old or the new content, whole, and the
 * new content is on the disk when this returns. The old content is overwritten afterwards where the file system
 * writes in place; on others (copy-on-write, flash) it merely becomes free space.
 */
export function replaceFile({ folder, name, bytes, random }: ReplaceInput): void {
  const file = path.join(folder, name);
  const temporary = path.join(folder, `${temporaryPrefix(name)}${random(8).toString("hex")}`);
  const old = openExisting(file);
  try {
    writeNew(temporary, bytes);
    renameSync(temporary, file);
    syncFolder(folder);
    if (old !== null) wipe(old);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  } finally {
    if (old !== null) closeSync(old);
  }
}

/** Removes what a crash inside `replaceFile` left beside `folder/name`. */
export function removeLeftovers(folder: string, name: string): void {
  for (const entry of readdirSync(folder)) {
    if (entry.startsWith(temporaryPrefix(name))) rmSync(path.join(folder, entry));
  }
}

/** Creates `file` with `bytes`, readable and writable by its owner alone; on the disk when this returns. */
export function writeNew(file: string, bytes: Uint8Array, mode = 0o600): void {
  const descriptor = openSync(file, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, mode);
  try {
    writeAll(descriptor, bytes);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Makes names created, renamed or removed in `folder` survive a power cut. */
export function syncFolder(folder: string): void {
  const descriptor = openSync(folder, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

const temporaryPrefix = (name: string) => `.${name}.new-`;

function openExisting(file: string): number | null {
  try {
    return openSync(file, constants.O_WRONLY | constants.O_NOFOLLOW);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  let at = 0;
  while (at < bytes.byteLength) at += writeSync(descriptor, bytes, at, bytes.byteLength - at, at);
}

function wipe(descriptor: number): void {
  const { size, nlink } = fstatSync(descriptor);
  // A second name means somebody keeps this version on purpose (a hard-linked backup): leave it whole.
  if (nlink > 0) return;
  writeAll(descriptor, Buffer.alloc(size));
  fsyncSync(descriptor);
}
