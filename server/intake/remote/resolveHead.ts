import { IntakeError } from "../errors.js";
import { runGit } from "../git/sandboxedGit.js";
import { STAGE_LIMITS } from "../sandbox/limits.js";
import type { Head, RemoteAccess } from "../types.js";
import { openAccess } from "./access.js";
import { formatRemote } from "./remote.js";
import { branchMissing, failureOf } from "./remoteFailures.js";
import { type RemoteGitDeps, remoteGitView } from "./remoteGit.js";

/** What asking for refs may bring, bytes: some 30,000 refs from a server that ignores what was asked for. */
const MAX_REFS_BYTES = 4 * 1024 * 1024;
/** Longest a server may take to list one ref, ms. */
const REFS_TIMEOUT_MS = 60_000;
const MAX_BRANCH_LENGTH = 200;

/**
 * Where a branch points, by `ls-remote` with the deploy key; `branch` null asks for the remote's HEAD.
 * Throws IntakeError, `empty-repository` where there is no branch at all.
 */
export async function resolveHead(
  deps: RemoteGitDeps,
  o: RemoteAccess & { branch: string | null; uid: number | null },
): Promise<Head> {
  if (o.branch !== null && !isBranchName(o.branch)) throw branchMissing({ branch: "?" });
  const wanted = o.branch === null ? ["HEAD"] : [`refs/heads/${o.branch}`];
  const refs = await listRefs(deps, o, wanted);
  const branch = o.branch ?? refs.symbolicHead;
  const commit =
    branch === null ? undefined : refs.ids.get(o.branch === null ? "HEAD" : `refs/heads/${branch}`);
  if (branch !== null && commit !== undefined && isBranchName(branch)) return { branch, commit };
  const any = await listRefs(deps, o, ["refs/heads/*"]);
  if (any.ids.size === 0) {
    throw new IntakeError(
      "empty-repository",
      "The repository has no commits yet. Push a first commit, then analyse it.",
    );
  }
  throw branchMissing({ branch: o.branch });
}

/**
 * Whether a text can be a branch here: git's own rules (git-check-ref-format) and, because it is shown to
 * people, no control or bidirectional characters and at most 200 UTF-16 units.
 */
export function isBranchName(text: string): boolean {
  if (text === "" || text.length > MAX_BRANCH_LENGTH || text === "@" || text === "HEAD") return false;
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}\s~^:?*[\\]|\.\.|@\{|\/\/|\.$/u.test(text)) return false;
  return text.split("/").every((part) => part !== "" && !/^[.-]|\.lock$/.test(part));
}

interface Refs {
  /** Full ref name → object id. */
  readonly ids: ReadonlyMap<string, string>;
  /** Branch that HEAD names, without "refs/heads/". */
  readonly symbolicHead: string | null;
}

async function listRefs(
  deps: RemoteGitDeps,
  o: RemoteAccess & { uid: number | null; branch: string | null },
  patterns: readonly string[],
): Promise<Refs> {
  const access = await openAccess(deps, { ...o, maxReceivedBytes: MAX_REFS_BYTES });
  try {
    const limits = { ...STAGE_LIMITS.fetch, fileSizeBytes: MAX_REFS_BYTES, wallClockMs: REFS_TIMEOUT_MS };
    const view = remoteGitView(deps.sandbox, o, { access, repository: null, limits });
    const args = ["ls-remote", "--symref", "--end-of-options", formatRemote(o.remote), ...patterns];
    const outcome = await runGit({ sandbox: deps.sandbox, view, args, signal: o.signal });
    if (outcome.code === 0) return parseRefs(outcome.stdout);
    throw failureOf({ ...o, outcome, signatures: access.signatures(), relayFailure: access.relay.failure() });
  } finally {
    await access.close();
  }
}

function parseRefs(stdout: string): Refs {
  const ids = new Map<string, string>();
  let symbolicHead: string | null = null;
  for (const line of stdout.split("\n")) {
    const symref = /^ref: refs\/heads\/(\S.*)\tHEAD$/.exec(line);
    if (symref?.[1] !== undefined) symbolicHead = symref[1];
    const ref = /^([0-9a-f]{40})\t(.+)$/.exec(line);
    if (ref?.[1] !== undefined && ref[2] !== undefined) ids.set(ref[2], ref[1]);
  }
  return { ids, symbolicHead };
}
