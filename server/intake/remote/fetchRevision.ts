import { cleanDetail, IntakeError } from "../errors.js";
import { TOLERATED_FSCK_IDS } from "../git/gitConfig.js";
import { type GitOutcome, runGit } from "../git/sandboxedGit.js";
import type { IntakeLimits } from "../intakeLimits.js";
import { STAGE_LIMITS } from "../sandbox/limits.js";
import type { Head, RemoteAccess } from "../types.js";
import { openAccess } from "./access.js";
import { readCommit } from "./commit.js";
import { formatRemote } from "./remote.js";
import { branchMissing, failureOf } from "./remoteFailures.js";
import { type RemoteGitDeps, remoteGitView } from "./remoteGit.js";
import {
  FETCHED_REF,
  fixRepositoryConfig,
  gitRepositoryOf,
  localGitView,
  type StoredRepository,
  storedReader,
} from "./repository.js";
import { isBranchName } from "./resolveHead.js";

export interface FetchRequest extends RemoteAccess {
  readonly branch: string;
  /** Lower-case hex of the commit to fetch; without it, what the branch points at. */
  readonly commit?: string;
  readonly stored: StoredRepository;
  readonly limits: IntakeLimits;
}

/** Fixed for every fetch: one revision, no tags, no submodules, nothing else touched. Never a checkout. */
const FETCH_OPTIONS = [
  "--depth=1",
  "--no-tags",
  "--no-recurse-submodules",
  "--no-write-fetch-head",
  "--no-auto-maintenance",
  "--no-progress",
] as const;

/**
 * Fetches one revision into a new bare repository in the volume, and reads its commit. The server is asked
 * to leave out blobs that are over the limit anyway. Throws IntakeError.
 */
export async function fetchRevision(
  deps: RemoteGitDeps,
  request: FetchRequest,
): Promise<Head & { committedAtMs: number }> {
  if (!isBranchName(request.branch)) throw branchMissing({ branch: "?" });
  if (request.commit !== undefined && !/^[0-9a-f]{40}$/.test(request.commit)) {
    throw new IntakeError("commit-missing", "A commit is named by 40 hexadecimal digits.");
  }
  await initRepository(request.stored);
  // `blob:limit=n` leaves out blobs of n bytes and more; exactly the limit is still read.
  const filtered = await attempt(deps, request, [`--filter=blob:limit=${request.limits.blobBytes + 1}`]);
  await fixRepositoryConfig(request.stored);
  if (filtered !== null) {
    // Git up to 2.39 at least forgets which old mistakes to tolerate as soon as a filter is given.
    if (!isToleratedAlone(filtered.outcome)) throw failureOf(filtered);
    const whole = await attempt(deps, request, []);
    if (whole !== null) throw failureOf(whole);
  }
  const commit = await readCommit(storedReader(request.stored), request.stored.signal);
  return { branch: request.branch, commit: commit.oid, committedAtMs: commit.committedAtMs };
}

async function initRepository(stored: StoredRepository): Promise<void> {
  const view = localGitView(stored, "fetch");
  const outcome = await runGit({
    sandbox: stored.sandbox,
    view,
    args: ["init", "--bare"],
    signal: stored.signal,
  });
  if (outcome.code === 0) return;
  throw new IntakeError(
    "sandbox-failed",
    "No repository could be made in the encrypted volume. Run `sealgrade doctor` to see why.",
    { detail: `exit ${outcome.code}: ${cleanDetail(outcome.stderr)}` },
  );
}

/** One fetch over one connection; null when it succeeded. */
async function attempt(deps: RemoteGitDeps, request: FetchRequest, options: readonly string[]) {
  const { stored, limits } = request;
  const access = await openAccess(deps, {
    ...request,
    uid: stored.uid,
    maxReceivedBytes: limits.receivedBytes,
    signal: stored.signal,
  });
  try {
    const view = remoteGitView(
      deps.sandbox,
      { ...request, uid: stored.uid },
      {
        access,
        repository: gitRepositoryOf(stored),
        limits: { ...STAGE_LIMITS.fetch, fileSizeBytes: limits.receivedBytes, wallClockMs: limits.fetchMs },
      },
    );
    const source = request.commit ?? `refs/heads/${request.branch}`;
    const place = ["--end-of-options", formatRemote(request.remote), `+${source}:${FETCHED_REF}`];
    const args = ["fetch", ...FETCH_OPTIONS, ...options, ...place];
    const outcome = await runGit({ sandbox: deps.sandbox, view, args, signal: stored.signal });
    const relayFailure = access.relay.failure();
    if (outcome.code === 0 && relayFailure === null) return null;
    return { ...request, outcome, signatures: access.signatures(), relayFailure };
  } finally {
    await access.close();
  }
}

/** Whether fsck refused nothing but the old mistakes that the configuration lets pass. */
function isToleratedAlone(outcome: GitOutcome): boolean {
  const ids = [...outcome.stderr.matchAll(/error: object [0-9a-f]+: ([A-Za-z0-9]+):/g)].map(
    ([, id]) => id ?? "",
  );
  return ids.length > 0 && ids.every((id) => TOLERATED_FSCK_IDS.includes(id));
}
