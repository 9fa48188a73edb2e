import type { SkippedFile, SkipReason } from "../../../analyzer/types.js";
import { IntakeError } from "../errors.js";
import type { IntakeLimits } from "../intakeLimits.js";
import type { TreeEntry, TreeListing } from "../types.js";
import { ByteReader, LineTooLong } from "./byteReader.js";
import { malformedObjects } from "./gitFailures.js";
import type { GitReader } from "./gitReader.js";

/** Git itself keeps whole paths in memory; a line of more comes from a tree made to hurt. */
const MAX_LINE_BYTES = 1024 * 1024;
const NUL = 0;
const TAB = 9;
/** How much of an unusual path is shown beside the reason for skipping it, UTF-16 units. */
const MAX_SHOWN_LENGTH = 200;

/**
 * Lists a fetched revision: its plain files and, with a reason each, what is left out. Both lists are sorted
 * by path bytes. Throws IntakeError: `over-limit-entries` as soon as the limit is passed, so that a tree whose
 * listing would never end costs no more than one that is just too long.
 */
export async function readTree(
  reader: GitReader,
  o: { tree: string; limits: IntakeLimits; signal: AbortSignal },
): Promise<TreeListing> {
  const git = reader.start(["ls-tree", "-r", "-l", "-z", "--full-tree", o.tree], o.signal);
  git.stdin.end();
  try {
    const listing = await collect(new ByteReader(git.stdout), o.limits);
    if (!(await git.succeeded())) throw await git.failure();
    return listing;
  } finally {
    await git.stop();
  }
}

async function collect(reader: ByteReader, limits: IntakeLimits): Promise<TreeListing> {
  const entries: TreeEntry[] = [];
  const skipped: SkippedFile[] = [];
  for (;;) {
    const line = await treeLine(reader);
    if (line === null) return { entries: sortedByPath(entries), skipped: sortedByPath(skipped) };
    if (entries.length + skipped.length >= limits.entries) throw tooManyEntries(limits.entries);
    const parsed = parseTreeLine(line, limits);
    if ("reason" in parsed) skipped.push(parsed);
    else entries.push(parsed);
  }
}

async function treeLine(reader: ByteReader): Promise<Buffer | null> {
  try {
    return await reader.line(NUL, MAX_LINE_BYTES);
  } catch (cause) {
    if (cause instanceof LineTooLong) throw malformedObjects({ cause, detail: "a path of more than 1 MiB" });
    throw cause;
  }
}

/** One line of `ls-tree -r -l -z`: "mode type oid size TAB path". Throws IntakeError where it is none. */
export function parseTreeLine(line: Buffer, limits: IntakeLimits): TreeEntry | SkippedFile {
  const tab = line.indexOf(TAB);
  const [mode = "", type, oid = "", size = ""] = line.subarray(0, tab).toString("latin1").split(/ +/);
  if (tab === -1 || !/^[0-9a-f]{40}$/.test(oid))
    throw malformedObjects({ detail: "an unreadable line of ls-tree" });
  const bytes = line.subarray(tab + 1);
  const path = plainPath(bytes, limits);
  if (path === null) return { path: shownPath(bytes), reason: "path" };
  const reason = skipReason({ mode, type, size }, limits);
  return reason === null ? { path, oid, sizeBytes: Number(size) } : { path, reason };
}

function skipReason(
  o: { mode: string; type: string | undefined; size: string },
  limits: IntakeLimits,
): SkipReason | null {
  if (o.mode === "120000") return "symlink";
  if (o.type === "commit" || o.mode === "160000") return "submodule";
  if (o.type !== "blob") return "path";
  // "BAD" stands for a blob that is not there: the server left it out because it is over the limit.
  return /^\d+$/.test(o.size) && Number(o.size) <= limits.blobBytes ? null : "too-large";
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
/** What hides or reorders text (Trojan Source), splits lines or is no character at all. */
const DECEPTIVE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}\p{Zl}\p{Zp}]/u;
/** Names that some file system takes for git's own folder; git's fsck refuses the plain ones already. */
const GIT_FOLDER = /^(\.git|git~\d+)[\s.]*(:.*)?$/i;

/** The path as text; null where it is too long or deep, not UTF-8, deceptive, or no plain relative path. */
export function plainPath(bytes: Buffer, limits: Pick<IntakeLimits, "pathBytes" | "depth">): string | null {
  if (bytes.length === 0 || bytes.length > limits.pathBytes) return null;
  let path: string;
  try {
    path = decoder.decode(bytes);
  } catch {
    return null; // not UTF-8
  }
  if (DECEPTIVE.test(path)) return null;
  const parts = path.split("/");
  if (parts.length > limits.depth) return null;
  return parts.some((part) => part === "" || part === "." || part === ".." || GIT_FOLDER.test(part))
    ? null
    : path;
}

/** An unusual path made fit for a report: what could deceive is written as "\u{…}", the rest is cut off. */
export function shownPath(bytes: Buffer): string {
  const text = bytes.subarray(0, MAX_SHOWN_LENGTH * 4).toString("utf8");
  const shown = text.replace(
    new RegExp(DECEPTIVE, "gu"),
    (char) => `\\u{${char.codePointAt(0)?.toString(16) ?? ""}}`,
  );
  return shown.length > MAX_SHOWN_LENGTH ? `${shown.slice(0, MAX_SHOWN_LENGTH - 1)}…` : shown;
}

/** Sorts in place by path bytes; git's order already is so, hence this looks once and seldom sorts. */
export function sortedByPath<T extends { readonly path: string }>(items: T[]): T[] {
  const compare = (a: T, b: T) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path));
  const isSorted = items.every((item, at) => {
    const before = items[at - 1];
    return before === undefined || compare(before, item) <= 0;
  });
  return isSorted ? items : items.sort(compare);
}

/** More entries than the limit. */
export function tooManyEntries(limit: number): IntakeError {
  return new IntakeError(
    "over-limit-entries",
    `The revision holds more than ${limit.toLocaleString("en")} files. Sealgrade reads no more than that; split the repository, or ask the operator to raise the limit.`,
  );
}
