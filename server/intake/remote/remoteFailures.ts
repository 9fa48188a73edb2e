import { cleanDetail, IntakeError } from "../errors.js";
import { malformedObjects, overTime } from "../git/gitFailures.js";
import type { GitOutcome } from "../git/sandboxedGit.js";
import type { HostKey } from "./hostKeys.js";
import type { Remote } from "./remote.js";

/** What is known about an attempt that failed, beside what git and ssh said. */
export interface FailedAttempt {
  readonly outcome: Pick<GitOutcome, "code" | "stderr">;
  readonly remote: Remote;
  readonly branch: string | null;
  readonly hostKeys: readonly HostKey[];
  /** Signatures of the deploy key: above 0 the host key had been accepted. */
  readonly signatures: number;
  /** Why the relay ended the connection, if it did. */
  readonly relayFailure: IntakeError | null;
}

interface Rule {
  readonly pattern: RegExp;
  readonly error: (attempt: FailedAttempt, options: { detail: string }) => IntakeError;
}

/** Said by ssh before anybody signed in: a server cannot say it in ssh's place unless it signs with the pinned key. */
const BEFORE_SIGN_IN: readonly Rule[] = [
  {
    pattern: /Host key verification failed|no matching host key type found/,
    error: hostKeyChanged,
  },
  {
    pattern: /Permission denied \(|Too many authentication failures/,
    error: keyRejected,
  },
  {
    pattern:
      /kex_exchange_identification|banner exchange|protocol (major )?version|Unable to negotiate|Connection (closed|reset)/i,
    error: ({ remote }, options) =>
      new IntakeError(
        "host-unreachable",
        `${remote.host} answered on port ${remote.port} but did not speak SSH as expected. Check host and port; if both are right, try again later.`,
        options,
      ),
  },
];

/** Said by git, by the sandbox or by the server once signed in; the first rule that matches counts. */
const AFTERWARDS: readonly Rule[] = [
  { pattern: /^(bwrap|setpriv|prlimit|nsenter|timeout|env): /m, error: sandboxFailed },
  { pattern: /Permission denied \(publickey/, error: keyRejected },
  {
    pattern: /couldn't find remote ref|Remote branch .* not found/i,
    error: branchMissing,
  },
  {
    pattern: /not our ref|unadvertised object|upload-pack: not our ref/i,
    error: (_attempt, options) =>
      new IntakeError(
        "commit-missing",
        "The commit is no longer on the Git host, perhaps after a forced push. Analyse the branch again.",
        options,
      ),
  },
  {
    pattern:
      /File too large|maximum allowed size|No space left|Disk quota|Input\/output error|out of memory|mmap failed|File size limit/i,
    error: (_attempt, options) =>
      new IntakeError(
        "over-limit-size",
        "The repository is larger than this installation allows; ask its operator to raise the limit.",
        options,
      ),
  },
  {
    pattern: /mismatched algorithms|unknown object format/i,
    error: (_attempt, options) =>
      new IntakeError(
        "malformed-objects",
        "The repository names its objects with SHA-256, which Sealgrade does not read yet.",
        options,
      ),
  },
  {
    pattern:
      /fsck error|index-pack|unpack-objects|inflate|corrupt|bad object|bad pack|pack (has|signature|version|is)|missing (blob|tree|commit|necessary)|all necessary objects|unresolved delta|unexpected type|not a valid object|invalid (object|sha1)|loose object|SHA1 COLLISION|unable to parse|shallow|could not parse|object .* (is a|missing)|non-commit/i,
    error: (_attempt, options) => malformedObjects(options),
  },
  {
    pattern:
      /repository.*(not|could not be) found|not found|not appear to be a git repository|does not exist|could not be found|access denied|don't have (permission|access)|not authori[sz]ed/i,
    error: ({ remote }, options) =>
      new IntakeError(
        "repository-not-found",
        `${remote.host} accepted the deploy key but shows no such repository to it. Check the path, and that the key was added to this very repository.`,
        options,
      ),
  },
];

/** Git says this whenever a connection ends early, whatever the reason was. */
const GENERAL_ADVICE =
  /fatal: Could not read from remote repository\.\s+Please make sure you have the correct access rights\s+and the repository exists\./g;

/** Exit codes of a program that SIGKILL ended, by the sandbox's wall clock or the kernel's. */
const KILLED_CODES: readonly number[] = [124, 137];

/** The reason behind a git that failed: from the relay, from ssh's words, from git's, from its exit code. */
export function failureOf(attempt: FailedAttempt): IntakeError {
  if (attempt.relayFailure) return attempt.relayFailure;
  const { code } = attempt.outcome;
  const stderr = attempt.outcome.stderr.replaceAll(GENERAL_ADVICE, "");
  const options = { detail: `exit ${code}: ${cleanDetail(stderr)}` };
  const rules = attempt.signatures === 0 ? [...BEFORE_SIGN_IN, ...AFTERWARDS] : AFTERWARDS;
  const rule = rules.find(({ pattern }) => pattern.test(stderr));
  if (rule) return rule.error(attempt, options);
  if (KILLED_CODES.includes(code)) return overTime(options);
  // A signal that git raised itself: a crash over hostile objects (128 + 11 is a stack overflow).
  if (code > 128 && code < 160) return malformedObjects(options);
  return new IntakeError(
    "remote-failed",
    `${attempt.remote.host} ended the connection before everything had arrived. It is tried again; if it keeps failing, see the operator's log.`,
    options,
  );
}

/** A branch that is not there, or whose name is no name. */
export function branchMissing(
  attempt: Pick<FailedAttempt, "branch">,
  options: { detail?: string } = {},
): IntakeError {
  const message =
    attempt.branch === null
      ? "The Git host does not say which branch is the default one. Name a branch in the project's settings."
      : `The branch "${attempt.branch}" does not exist on the Git host. Choose another branch in the project's settings.`;
  return new IntakeError("branch-missing", message, options);
}

function sandboxFailed(_attempt: FailedAttempt, options: { detail: string }): IntakeError {
  return new IntakeError(
    "sandbox-failed",
    "The sandbox could not be set up on this machine. Run `sealgrade doctor` to see why.",
    options,
  );
}

function keyRejected({ remote }: FailedAttempt, options: { detail: string }): IntakeError {
  return new IntakeError(
    "key-rejected",
    `${remote.host} refused the project's deploy key. Add the public key shown on the project page to the repository there; if it was there before, it has been removed.`,
    options,
  );
}

function hostKeyChanged(
  { remote, outcome, hostKeys }: FailedAttempt,
  options: { detail: string },
): IntakeError {
  const pinned = hostKeys.map((key) => key.fingerprint);
  const seen = /SHA256:[A-Za-z0-9+/]{43}/.exec(outcome.stderr)?.[0];
  const offered = seen ?? "a key of another type";
  return new IntakeError(
    "host-key-changed",
    `${remote.host} shows another host key than the confirmed one: expected ${pinned.join(" or ")}, got ${offered}. Nothing was sent. Ask whoever runs the host whether the key was changed, and confirm the new fingerprint only then.`,
    { ...options, hostKeys: { pinned, offered } },
  );
}

/** No key of this host was confirmed yet. */
export function hostKeyUnknown(remote: Remote, options: { detail?: string } = {}): IntakeError {
  return new IntakeError(
    "host-key-unknown",
    `The host key of ${remote.host} has not been confirmed yet. Compare its fingerprint with the one the host publishes and confirm it first.`,
    options,
  );
}
