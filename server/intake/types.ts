import type { SkippedFile } from "../../analyzer/types.js";
import type { Secret } from "../../keys/secret.js";
import type { HostKey } from "./remote/hostKeys.js";
import type { Remote } from "./remote/remote.js";

/** A project's deploy key: the private half stays in this process, git asks an agent for signatures. */
export interface AgentKey {
  readonly privateKey: Secret;
  /** OpenSSH one-line text, "ssh-ed25519 AAAA… comment". */
  readonly publicKey: string;
}

/** Who to reach and how to be sure of it; `hostKeys` are the pinned ones and may not be empty. */
export interface RemoteAccess {
  readonly remote: Remote;
  readonly key: AgentKey;
  readonly hostKeys: readonly HostKey[];
  readonly signal: AbortSignal;
}

/** A branch and the commit it points at. */
export interface Head {
  /** Without "refs/heads/". */
  readonly branch: string;
  /** Lower-case hex, 40 digits. */
  readonly commit: string;
}

/** One plain file of a revision. */
export interface TreeEntry {
  readonly path: string;
  /** Git's object id, lower-case hex; empty for files of the disk. Derived from source: never stored in clear. */
  readonly oid: string;
  readonly sizeBytes: number;
}

/** The plain files of a revision and why the rest is left out; both sorted by path bytes. */
export interface TreeListing {
  readonly entries: readonly TreeEntry[];
  readonly skipped: readonly SkippedFile[];
}

/** A blob read from a revision. */
export interface Blob {
  readonly entry: TreeEntry;
  readonly bytes: Buffer;
  /** Why its content is not measured, as far as the bytes alone tell; null: it may be. */
  readonly skip: "binary" | "lfs-pointer" | null;
}

/** A fetched revision in its own encrypted volume; `destroy` must be called whatever happened. */
export interface FetchedRevision extends Head {
  /** Committer date in ms since the epoch, as the commit says. */
  readonly committedAtMs: number;
  list(o: { signal: AbortSignal }): Promise<TreeListing>;
  /**
   * Streams the blobs of `entries` in their order, one at a time: reading goes on as the caller goes on.
   * An oid that stands twice in `entries` is read twice.
   */
  readBlobs(entries: readonly TreeEntry[], o: { signal: AbortSignal }): AsyncIterable<Blob>;
  /** Removes volume, repository and sockets; may be called more than once. */
  destroy(): Promise<void>;
}

/** Everything that touches a Git host. All methods throw IntakeError. */
export interface Intake {
  /** The host keys a server offers, for a person to compare; nothing is trusted by asking. */
  offeredHostKeys(remote: Remote, signal: AbortSignal): Promise<readonly HostKey[]>;
  /** Where a branch (null: the remote's HEAD) points: the check of access, and polling. */
  resolveHead(o: RemoteAccess & { branch: string | null }): Promise<Head>;
  /** Fetches one revision into a fresh volume: `commit` where given, else what the branch points at. */
  openRevision(
    o: RemoteAccess & { branch: string; commit?: string; onProgress?: (step: "volume" | "fetch") => void },
  ): Promise<FetchedRevision>;
  /** Removes what dead processes left: volumes, sockets, pipes. Answers the volumes' ids. Safe beside living ones. */
  sweep(): Promise<readonly string[]>;
}
