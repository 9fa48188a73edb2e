import { lstatSync } from "node:fs";
import path from "node:path";
import { IntakeError } from "../errors.js";
import { readBlobs } from "../git/blobs.js";
import { readTree } from "../git/readTree.js";
import { DEFAULT_INTAKE_LIMITS, type IntakeLimits } from "../intakeLimits.js";
import type { Blob, TreeEntry, TreeListing } from "../types.js";
import { folderFiles, workTreeFiles } from "./localFiles.js";
import { readLocalFiles } from "./localRead.js";
import { localReader, runLocalGit } from "./localReader.js";

/** Code of this machine, listed and read like a fetched revision. */
export interface LocalSource {
  readonly kind: "folder" | "work-tree" | "revision";
  /** Lower-case hex; null for files as they are on the disk. */
  readonly commit: string | null;
  list(o: { signal: AbortSignal }): Promise<TreeListing>;
  /** The bytes of `entries` in their order, read as the caller goes on. */
  readBlobs(entries: readonly TreeEntry[], o: { signal: AbortSignal }): AsyncIterable<Blob>;
}

/**
 * Opens a folder, a git work tree (tracked and untracked-but-not-ignored files as on disk) or one revision of a
 * repository. Paths are relative to `folder`. The repository's configuration, hooks, filters and links have
 * no effect: the folder may come from anywhere. Throws IntakeError `local-input`.
 */
export async function openLocalSource(o: {
  folder: string;
  /** What git calls a revision; null reads the files on the disk. */
  revision: string | null;
  limits?: IntakeLimits;
  signal: AbortSignal;
  /** Clock, ms since 1970, by which files on the disk get ids; without one they have none. */
  now?: () => number;
}): Promise<LocalSource> {
  const limits = o.limits ?? DEFAULT_INTAKE_LIMITS;
  const folder = path.resolve(o.folder);
  if (!lstatSync(folder, { throwIfNoEntry: false }))
    throw input("This folder does not exist. Check the path.");
  if (!isFolder(folder)) throw input("This is a file. Name the folder or repository it belongs to.");
  if (o.revision !== null) return revisionSource({ folder, revision: o.revision, limits, signal: o.signal });
  const inside = await runLocalGit(folder, ["rev-parse", "--is-inside-work-tree"], o.signal);
  if (inside.trim() !== "true") {
    if (await isRepository(folder, o.signal)) {
      throw input(
        "This repository has no work tree. Name what to read with --revision, for example --revision HEAD.",
      );
    }
    return {
      kind: "folder",
      ...diskSource(folder, limits, async () => folderFiles(folder, { limits, now: o.now })),
    };
  }
  const list = (signal: AbortSignal) => workTreeFiles(folder, { limits, now: o.now }, signal);
  return { kind: "work-tree", ...diskSource(folder, limits, list) };
}

function diskSource(
  folder: string,
  limits: IntakeLimits,
  list: (signal: AbortSignal) => Promise<TreeListing>,
): Pick<LocalSource, "commit" | "list" | "readBlobs"> {
  return {
    commit: null,
    list: ({ signal }) => list(signal),
    readBlobs: (entries, { signal }) => readLocalFiles(folder, entries, { limits, signal }),
  };
}

async function revisionSource(o: {
  folder: string;
  revision: string;
  limits: IntakeLimits;
  signal: AbortSignal;
}): Promise<LocalSource> {
  if (!(await isRepository(o.folder, o.signal)))
    throw input("This folder is in no git repository, so it has no revisions.");
  const commit = await commitOf(o);
  // In a folder of a work tree the revision is read from that folder down, as without --revision.
  const prefix = (await runLocalGit(o.folder, ["rev-parse", "--show-prefix"], o.signal)).replace(/\n$/, "");
  const tree = prefix === "" ? commit : `${commit}:${prefix.replace(/\/$/, "")}`;
  const reader = localReader(o.folder);
  return {
    kind: "revision",
    commit,
    list: ({ signal }) => readTree(reader, { tree, limits: o.limits, signal }),
    readBlobs: (entries, { signal }) => readBlobs(reader, entries, { limits: o.limits, signal }),
  };
}

async function commitOf(o: { folder: string; revision: string; signal: AbortSignal }): Promise<string> {
  const name = o.revision.startsWith("-") ? "" : o.revision;
  const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`];
  const commit = /^([0-9a-f]{40})$/m.exec(await runLocalGit(o.folder, args, o.signal))?.[1];
  if (commit === undefined)
    throw input("The repository has no such revision. Name a branch, a tag or a commit.");
  return commit;
}

async function isRepository(folder: string, signal: AbortSignal): Promise<boolean> {
  return (await runLocalGit(folder, ["rev-parse", "--git-dir"], signal)) !== "";
}

function isFolder(folder: string): boolean {
  try {
    return lstatSync(path.join(folder, ".")).isDirectory(); // also where the path itself is a link to a folder
  } catch {
    return false;
  }
}

function input(message: string): IntakeError {
  return new IntakeError("local-input", message);
}
