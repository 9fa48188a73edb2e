import { readObjects } from "../git/blobs.js";
import { malformedObjects } from "../git/gitFailures.js";
import type { GitReader } from "../git/gitReader.js";
import { FETCHED_REF } from "./repository.js";

/** A commit of more is no message but a way to fill memory; the largest seen in public is below 100 KiB. */
const MAX_COMMIT_BYTES = 1024 * 1024;
/** The last instant a Date can hold, in seconds (ECMA-262, section "Time Values and Time Range"). */
const MAX_SECONDS = 8_640_000_000_000;

/** Reads the fetched commit: its id and its committer's time, ms since the epoch. Throws IntakeError. */
export async function readCommit(
  reader: GitReader,
  signal: AbortSignal,
): Promise<{ oid: string; committedAtMs: number }> {
  // `^{commit}` goes through tags, and makes a ref that points at a blob or a tree an error.
  const objects = readObjects(reader, [`${FETCHED_REF}^{commit}`], { signal, maxBytes: MAX_COMMIT_BYTES });
  for await (const { oid, type, bytes } of objects) {
    if (type !== "commit") break;
    return { oid, committedAtMs: committerTime(bytes.toString("latin1")) };
  }
  throw malformedObjects({ detail: "the fetched revision is not a commit" });
}

function committerTime(text: string): number {
  const headers = text.slice(0, text.indexOf("\n\n") + 1);
  const seconds = Number(/^committer .*> (-?\d{1,20}) /m.exec(headers)?.[1] ?? Number.NaN);
  if (Number.isNaN(seconds)) throw malformedObjects({ detail: "the commit has no committer's time" });
  return Math.max(0, Math.min(seconds, MAX_SECONDS)) * 1000;
}
