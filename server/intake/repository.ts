import path from "node:path";
import { cleanDetail, IntakeError } from "./errors.js";
import { gitConfigText, gitEnvironment, REPOSITORY_CONFIG } from "./gitConfig.js";
import { STAGE_LIMITS } from "./limits.js";
import { malformedObjects, overTime } from "./remoteFailures.js";
import { CONFIG_INSIDE, type GitRepository } from "./remoteGit.js";
import type { Sandbox, SandboxedProcess, SandboxView } from "./sandbox.js";
import { abortError } from "./sandboxedGit.js";
import type { Volume } from "./volume/volume.js";

/** The ref under which the one fetched revision lies. */
export const FETCHED_REF = "refs/sealgrade/head";

const VOLUME_INSIDE = "/job";
const REPOSITORY_NAME = "repo.git";

/** One bare repository in a volume and how its stages see it. */
export interface StoredRepository {
  readonly sandbox: Sandbox;
  readonly volume: Pick<Volume, "path" | "holderPid">;
  readonly uid: number | null;
  /** Aborts when somebody cancels or the volume fails. */
  readonly signal: AbortSignal;
}

/** The repository as the fetch stage sees it: writable. */
export function gitRepositoryOf(stored: StoredRepository): GitRepository {
  return {
    source: path.join(stored.volume.path, REPOSITORY_NAME),
    target: `${VOLUME_INSIDE}/${REPOSITORY_NAME}`,
    binds: [{ source: stored.volume.path, target: VOLUME_INSIDE, writable: true }],
    holderPid: stored.volume.holderPid,
  };
}

/** The view of a git that has the repository and no network, connection or key. */
export function localGitView(stored: StoredRepository, stage: "fetch" | "read"): SandboxView {
  const repository = gitRepositoryOf(stored);
  const place = stored.sandbox.place(repository.source, repository.target);
  return {
    stage,
    binds: repository.binds.map((bind) => ({ ...bind, writable: stage === "fetch" })),
    dataFiles: [{ target: CONFIG_INSIDE, content: gitConfigText(place) }],
    env: {
      ...gitEnvironment({ configFile: CONFIG_INSIDE, repository: repository.target }),
      GIT_ALLOW_PROTOCOL: "",
    },
    limits: STAGE_LIMITS[stage],
    uid: stored.uid,
    holderPid: repository.holderPid,
  };
}

/** Starts a git that only reads the repository. */
export function spawnRead(
  stored: StoredRepository,
  argv: readonly string[],
  signal: AbortSignal,
): SandboxedProcess {
  const both = AbortSignal.any([stored.signal, signal]);
  if (both.aborted) throw abortError(both);
  return stored.sandbox.spawn({
    ...localGitView(stored, "read"),
    argv: ["git", ...argv],
    stdin: "pipe",
    signal: both,
  });
}

/**
 * Replaces the repository's own configuration by the fixed one. A process inside writes it: the service
 * itself never touches the volume.
 */
export async function fixRepositoryConfig(stored: StoredRepository): Promise<void> {
  const file = `${gitRepositoryOf(stored).target}/config`;
  const written = stored.sandbox.spawn({
    ...localGitView(stored, "fetch"),
    argv: ["/bin/sh", "-c", 'printf %s "$2" >"$1"', "sh", file, REPOSITORY_CONFIG],
    signal: stored.signal,
  });
  written.stdout.resume();
  const exit = await written.exited;
  if (exit.code === 0) return;
  if (stored.signal.aborted) throw abortError(stored.signal);
  throw new IntakeError("sandbox-failed", "The fetched repository could not be prepared for reading.", {
    detail: `exit ${exit.code}: ${cleanDetail(written.stderrText())}`,
  });
}

/** Ends a reading git and gives the reason why its answer cannot be used. */
export async function readFailure(reading: SandboxedProcess, signal: AbortSignal): Promise<IntakeError> {
  reading.kill();
  const exit = await reading.exited;
  if (signal.aborted) return abortError(signal);
  if (exit.ended === "deadline") return overTime();
  return malformedObjects({ detail: `exit ${exit.code}: ${cleanDetail(reading.stderrText())}` });
}
