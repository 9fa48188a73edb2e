import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync } from "node:fs";
import { readBlobs } from "./git/blobs.js";
import { readTree } from "./git/readTree.js";
import { DEFAULT_INTAKE_LIMITS, type IntakeLimits } from "./intakeLimits.js";
import { sweepAccesses } from "./remote/access.js";
import { fetchRevision } from "./remote/fetchRevision.js";
import { offeredHostKeys } from "./remote/offeredHostKeys.js";
import type { RemoteGitDeps } from "./remote/remoteGit.js";
import { type StoredRepository, storedReader } from "./remote/repository.js";
import { resolveHead } from "./remote/resolveHead.js";
import type { AnalysisUid, Sandbox } from "./sandbox/sandbox.js";
import { sweepStrandedSandboxes } from "./sandbox/strandedSandboxes.js";
import { sweepTemporaryFolders } from "./sandbox/temporaryFolder.js";
import type { FetchedRevision, Intake } from "./types.js";
import type { Volume, VolumeDriver } from "./volume/volume.js";

export type {
  AgentKey,
  Blob,
  FetchedRevision,
  Head,
  Intake,
  RemoteAccess,
  TreeEntry,
} from "./types.js";

export interface IntakeDeps extends RemoteGitDeps {
  readonly volumes: VolumeDriver;
  readonly limits?: IntakeLimits;
}

/** The real intake: sandbox, volumes, relay and git put together. */
export function createIntake(deps: IntakeDeps): Intake {
  // Others pass through by name but cannot list: what lies inside has random names and owners of its own.
  mkdirSync(deps.folder, { recursive: true, mode: 0o711 });
  chmodSync(deps.folder, 0o711);
  return {
    offeredHostKeys: (remote, signal) =>
      withUid(deps, (uid) => offeredHostKeys(deps, { remote, uid, signal })),
    resolveHead: (o) => withUid(deps, (uid) => resolveHead(deps, { ...o, uid })),
    openRevision: (o) => openRevision(deps, o),
    sweep: async () => {
      await sweepAccesses(deps.folder);
      sweepTemporaryFolders();
      sweepStrandedSandboxes();
      return deps.volumes.sweep();
    },
  };
}

async function withUid<T>(deps: IntakeDeps, work: (uid: number | null) => Promise<T>): Promise<T> {
  const claim = deps.sandbox.claimUid();
  try {
    return await work(claim.uid);
  } finally {
    claim.release();
  }
}

async function openRevision(
  deps: IntakeDeps,
  o: Parameters<Intake["openRevision"]>[0],
): Promise<FetchedRevision> {
  const limits = deps.limits ?? DEFAULT_INTAKE_LIMITS;
  const claim = deps.sandbox.claimUid();
  let volume: Volume | null = null;
  try {
    o.onProgress?.("volume");
    const id = `fetch-${randomBytes(8).toString("hex")}`;
    volume = await deps.volumes.create({ id, uid: claim.uid, sizeBytes: limits.volumeBytes });
    o.onProgress?.("fetch");
    const signal = AbortSignal.any([o.signal, volume.failed]);
    const stored: StoredRepository = { sandbox: deps.sandbox, volume, uid: claim.uid, signal };
    const head = await fetchRevision(deps, { ...o, signal, stored, limits });
    return { ...head, ...revisionOf({ stored, volume, claim, limits, commit: head.commit }) };
  } catch (error) {
    await volume?.destroy();
    claim.release();
    throw error;
  }
}

function revisionOf(o: {
  stored: StoredRepository;
  volume: Volume;
  claim: AnalysisUid;
  limits: IntakeLimits;
  commit: string;
}): Pick<FetchedRevision, "list" | "readBlobs" | "destroy"> {
  const closing = new AbortController();
  const processes = trackProcesses(o.stored.sandbox);
  const signal = AbortSignal.any([o.stored.signal, closing.signal]);
  const reader = storedReader({ ...o.stored, sandbox: processes.sandbox, signal });
  return {
    list: ({ signal }) => readTree(reader, { tree: o.commit, limits: o.limits, signal }),
    readBlobs: (entries, { signal }) => readBlobs(reader, entries, { limits: o.limits, signal }),
    destroy: async () => {
      closing.abort();
      await processes.ended();
      await o.volume.destroy();
      o.claim.release();
    },
  };
}

/** The same sandbox, and a way to wait for all it started: a volume goes only after its last reader. */
function trackProcesses(sandbox: Sandbox): { sandbox: Sandbox; ended(): Promise<unknown> } {
  const running = new Set<Promise<unknown>>();
  const spawn: Sandbox["spawn"] = (command) => {
    const started = sandbox.spawn(command);
    const over = started.exited.finally(() => running.delete(over));
    running.add(over);
    return started;
  };
  return { sandbox: { ...sandbox, spawn }, ended: () => Promise.all(running) };
}
