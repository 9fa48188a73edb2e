import { type BigIntStats, type Dirent, lstatSync, readdirSync } from "node:fs";
import path from "node:path";
import type { SkippedFile } from "../../../analyzer/types.js";
import { ByteReader } from "../git/byteReader.js";
import { malformedObjects } from "../git/gitFailures.js";
import { plainPath, shownPath, sortedByPath, tooManyEntries } from "../git/readTree.js";
import type { IntakeLimits } from "../intakeLimits.js";
import type { TreeEntry, TreeListing } from "../types.js";
import { localReader } from "./localReader.js";

const MAX_LINE_BYTES = 1024 * 1024;
const NUL = 0;
const TAB = 9;

/** All files below a folder that is in no repository; folders named `.git` are left out. */
export function folderFiles(folder: string, o: ListOptions): TreeListing {
  // No link is ever gone through on the way down.
  const listing = createListing(folder, { ...o, isBelowLink: () => false });
  const walk = (below: Buffer) => {
    for (const entry of entriesOf(folder, below)) {
      const name = below.length === 0 ? entry.name : Buffer.concat([below, Buffer.from("/"), entry.name]);
      if (!entry.isDirectory()) listing.add(name, null);
      else if (entry.name.toString("latin1") !== ".git") walk(name);
    }
  };
  walk(Buffer.alloc(0));
  return listing.done();
}

/** What git tracks below a folder and what it would let one add, as it is on the disk. */
export async function workTreeFiles(
  folder: string,
  o: ListOptions,
  signal: AbortSignal,
): Promise<TreeListing> {
  const parents = new Map<string, boolean>();
  const isBelowLink = (file: string) => !isBelowRealFolders(folder, file, parents);
  const listing = createListing(folder, { ...o, isBelowLink });
  for await (const line of lines(folder, ["ls-files", "-z", "--stage"], signal)) {
    const tab = line.indexOf(TAB);
    const mode = line.subarray(0, 6).toString("latin1");
    if (tab === -1) throw malformedObjects({ detail: "an unreadable line of ls-files" });
    listing.add(line.subarray(tab + 1), mode);
  }
  for await (const line of lines(folder, ["ls-files", "-z", "--others", "--exclude-standard"], signal)) {
    listing.add(line, null);
  }
  return listing.done();
}

async function* lines(folder: string, argv: readonly string[], signal: AbortSignal): AsyncGenerator<Buffer> {
  const git = localReader(folder).start(argv, signal);
  git.stdin.end();
  const reader = new ByteReader(git.stdout);
  try {
    for (let line = await reader.line(NUL, MAX_LINE_BYTES); line !== null; ) {
      yield line;
      line = await reader.line(NUL, MAX_LINE_BYTES);
    }
    if (!(await git.succeeded())) throw await git.failure();
  } finally {
    await git.stop();
  }
}

function entriesOf(folder: string, below: Buffer): Dirent<Buffer>[] {
  const at = Buffer.concat([Buffer.from(`${folder}/`), below]);
  return readdirSync(at, { withFileTypes: true, encoding: "buffer" });
}

/** Collects names once each, looks at what they are on the disk and never through a link. */
function createListing(folder: string, { limits, now, isBelowLink }: ListingOptions) {
  const entries: TreeEntry[] = [];
  const skipped: SkippedFile[] = [];
  const seen = new Set<string>();
  const add = (name: Buffer, mode: string | null) => {
    // Git ends an untracked repository inside this one with a slash.
    const nested = name.at(-1) === "/".charCodeAt(0);
    const bytes = nested ? name.subarray(0, -1) : name;
    const key = bytes.toString("latin1");
    if (seen.has(key)) return; // an unresolved merge lists a path up to three times
    seen.add(key);
    if (seen.size > limits.entries) throw tooManyEntries(limits.entries);
    const plain = plainPath(bytes, limits);
    if (plain === null) {
      skipped.push({ path: shownPath(bytes), reason: "path" });
      return;
    }
    const found =
      nested || mode === "160000" ? "submodule" : look(folder, plain, { mode, limits, now, isBelowLink });
    if (typeof found === "string") skipped.push({ path: plain, reason: found });
    else if (found !== null) entries.push(found);
  };
  return {
    add,
    done: (): TreeListing => ({ entries: sortedByPath(entries), skipped: sortedByPath(skipped) }),
  };
}

/** How files are listed; without a clock they get no ids. */
export interface ListOptions {
  readonly limits: IntakeLimits;
  readonly now: (() => number) | undefined;
}

interface ListingOptions extends ListOptions {
  /** Whether a folder above a file is a link. */
  readonly isBelowLink: (file: string) => boolean;
}

interface LookOptions extends ListingOptions {
  readonly mode: string | null;
}

/** The file as an entry, the reason it is skipped, or null where it is not (any more) on the disk. */
function look(folder: string, file: string, o: LookOptions): TreeEntry | SkippedFile["reason"] | null {
  if (o.mode === "120000" || o.isBelowLink(file)) return "symlink";
  const stat = lstatSync(path.join(folder, file), { throwIfNoEntry: false, bigint: true });
  if (stat === undefined) return null;
  if (stat.isSymbolicLink()) return "symlink";
  if (stat.isDirectory()) return "submodule";
  if (!stat.isFile()) return "path"; // a pipe, socket or device would block or never end
  if (stat.size > o.limits.blobBytes) return "too-large";
  return { path: file, oid: o.now === undefined ? "" : diskId(stat, o.now()), sizeBytes: Number(stat.size) };
}

/** A file that changed this short a time ago may change again without its times telling. */
const SETTLED_MS = 2_000;

/**
 * What tells a file on the disk from every other content it ever had: as git does, its number, size and times. One that
 * has just changed gets an id that never comes again.
 */
function diskId(stat: BigIntStats, nowMs: number): string {
  const changedMs = Number(stat.ctimeNs > stat.mtimeNs ? stat.ctimeNs : stat.mtimeNs) / 1e6;
  const id = `disk-${stat.dev}-${stat.ino}-${stat.size}-${stat.mtimeNs}-${stat.ctimeNs}`;
  return nowMs - changedMs < SETTLED_MS ? `${id}-seen-${nowMs}` : id;
}

/** Whether no folder above the file is a link; a missing one is for lstat of the file to find. */
export function isBelowRealFolders(folder: string, file: string, parents: Map<string, boolean>): boolean {
  const slash = file.lastIndexOf("/");
  if (slash === -1) return true;
  const parent = file.slice(0, slash);
  const known = parents.get(parent);
  if (known !== undefined) return known;
  const stat = lstatSync(path.join(folder, parent), { throwIfNoEntry: false });
  const real = isBelowRealFolders(folder, parent, parents) && !(stat?.isSymbolicLink() ?? false);
  parents.set(parent, real);
  return real;
}
