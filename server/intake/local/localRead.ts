import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import path from "node:path";
import { abortError } from "../errors.js";
import { skipReasonOf } from "../git/blobs.js";
import type { IntakeLimits } from "../intakeLimits.js";
import type { Blob, TreeEntry } from "../types.js";
import { isBelowRealFolders } from "./localFiles.js";

/**
 * Reads listed files from the disk, in order. A file that went, grew over the limit or became a link since it
 * was listed is left out. The folder may be hostile but is not changed at the same time by its author: between
 * looking at the folders above a file and opening it there is a moment that this does not guard.
 */
export async function* readLocalFiles(
  folder: string,
  entries: readonly TreeEntry[],
  o: { limits: IntakeLimits; signal: AbortSignal },
): AsyncGenerator<Blob, void, undefined> {
  const parents = new Map<string, boolean>();
  for (const entry of entries) {
    if (o.signal.aborted) throw abortError(o.signal);
    if (!isBelowRealFolders(folder, entry.path, parents)) continue;
    const bytes = readPlainFile(path.join(folder, entry.path), o.limits.blobBytes);
    if (bytes !== null) yield { entry, bytes, skip: skipReasonOf(bytes) };
  }
}

/** The bytes of a plain file; null where it is none, is gone, or is larger than the limit. */
function readPlainFile(file: string, maxBytes: number): Buffer | null {
  let descriptor: number;
  try {
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch {
    return null; // gone, a link, or not ours to read
  }
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile() || stat.size > maxBytes) return null;
    const bytes = Buffer.allocUnsafeSlow(stat.size);
    let filled = 0;
    while (filled < bytes.length) {
      const read = readSync(descriptor, bytes, filled, bytes.length - filled, null);
      if (read === 0) break; // it shrank meanwhile
      filled += read;
    }
    return bytes.subarray(0, filled);
  } finally {
    closeSync(descriptor);
  }
}
