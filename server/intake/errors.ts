/** What can end an attempt to reach, fetch or read a repository. */
export type IntakeCode =
  | "host-unresolvable"
  | "address-forbidden"
  | "host-unreachable"
  | "host-key-unknown"
  | "host-key-changed"
  | "key-rejected"
  | "repository-not-found"
  | "empty-repository"
  | "branch-missing"
  | "commit-missing"
  | "remote-failed"
  | "over-limit-size"
  | "over-limit-entries"
  | "over-limit-time"
  | "malformed-objects"
  | "sandbox-failed"
  | "volume-failed"
  /** A folder or revision named on the command line that cannot be read. */
  | "local-input"
  | "cancelled";

/** Codes that may go away by themselves: the queue tries these again, all others need a person. */
const RETRYABLE: ReadonlySet<IntakeCode> = new Set<IntakeCode>([
  "host-unresolvable",
  "host-unreachable",
  "remote-failed",
  "over-limit-time",
  "sandbox-failed",
  "volume-failed",
]);

/** Fingerprints ("SHA256:…") of a host key that is not the pinned one. */
export interface HostKeyMismatch {
  readonly pinned: readonly string[];
  readonly offered: string;
}

export interface IntakeErrorOptions extends ErrorOptions {
  /** Cleaned and bounded text for the private log; never shown to a user. */
  readonly detail?: string;
  readonly hostKeys?: HostKeyMismatch;
}

/**
 * An attempt to reach, fetch or read a repository that ended. `publicMessage` says what happened and what
 * to do next and holds nothing a remote could have written; `detail` is for the log alone.
 */
export class IntakeError extends Error {
  override readonly name = "IntakeError";
  readonly code: IntakeCode;
  readonly publicMessage: string;
  readonly retryable: boolean;
  readonly detail: string | null;
  readonly hostKeys: HostKeyMismatch | null;

  constructor(code: IntakeCode, publicMessage: string, options: IntakeErrorOptions = {}) {
    super(`${code}: ${publicMessage}`, "cause" in options ? { cause: options.cause } : {});
    this.code = code;
    this.publicMessage = publicMessage;
    this.retryable = RETRYABLE.has(code);
    this.detail = options.detail ?? null;
    this.hostKeys = options.hostKeys ?? null;
  }
}

/** Longest text of git or ssh that the log keeps, in UTF-16 units. */
const MAX_DETAIL_LENGTH = 500;

/** What could forge log lines or hide text: control, bidirectional, zero-width and private characters. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]+/gu;

/**
 * Makes the error output of git or ssh fit for the private log. A hostile server writes part of it, so
 * lines are joined, unprintable characters become spaces and only the end, where the reason stands, is kept.
 */
export function cleanDetail(text: string): string {
  const printable = text.replace(UNPRINTABLE, " ").replace(/ {2,}/g, " ").trim();
  return printable.length <= MAX_DETAIL_LENGTH ? printable : `…${printable.slice(1 - MAX_DETAIL_LENGTH)}`;
}

/** What an aborted signal means: its reason where that is an IntakeError, else that somebody cancelled. */
export function abortError(signal: AbortSignal, cause?: unknown): IntakeError {
  if (signal.reason instanceof IntakeError) return signal.reason;
  return new IntakeError("cancelled", "The work was cancelled.", { cause });
}
