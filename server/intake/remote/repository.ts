import path from "node:path";
import { abortError, cleanDetail, IntakeError } from "../errors.js";
import { gitConfigText, gitEnvironment, REPOSITORY_CONFIG } from "../git/gitConfig.js";
import { malformedObjects, overTime } from "../git/gitFailures.js";
import type { GitReader, ReadingGit } from "../git/gitReader.js";
import { STAGE_LIMITS } from "../sandbox/limits.js";
import type { Sandbox, SandboxedProcess, SandboxView } from "../sandbox/sandbox.js";
import type { Volume } from "../volume/volume.js";
import { CONFIG_INSIDE, type GitRepository } from "./remoteGit.js";

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

/** Starts gits that only read the repository, in the read stage. */
export function storedReader(stored: StoredRepository): GitReader {
  return {
    start: (argv, signal) => {
      const both = AbortSignal.any([stored.signal, signal]);
      if (both.aborted) throw abortError(both);
      const view = localGitView(stored, "read");
      return reading(
        stored.sandbox.spawn({ ...view, argv: ["git", ...argv], stdin: "pipe", signal: both }),
        both,
      );
    },
  };
}

function reading(git: SandboxedProcess, signal: AbortSignal): ReadingGit {
  if (git.stdin === null) throw new Error("a reading git was started without a pipe");
  git.stdin.on("error", () => undefined); // it ended early: its exit says why
  const stop = async () => {
    git.kill();
    await git.exited;
  };
  return {
    stdin: git.stdin,
    stdout: git.stdout,
    succeeded: async () => (await git.exited).code === 0,
    stop,
    failure: async () => {
      await stop();
      const exit = await git.exited;
      if (signal.aborted) return abortError(signal);
      if (exit.ended === "deadline") return overTime();
      return malformedObjects({ detail: `exit ${exit.code}: ${cleanDetail(git.stderrText())}` });
    },
  };
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
