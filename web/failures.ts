/** Headings for the ways an analysis or an access check can fail; the message itself comes with the failure. */
const TITLES: Readonly<Record<string, string>> = {
  "host-unresolvable": "The Git host’s name could not be resolved",
  "address-forbidden": "The Git host’s address is not allowed",
  "host-unreachable": "The Git host could not be reached",
  "host-key-unknown": "The Git host’s key is not confirmed yet",
  "host-key-changed": "The Git host’s key has changed",
  "key-rejected": "The Git host refused the deploy key",
  "repository-not-found": "The repository was not found",
  "empty-repository": "The repository is empty",
  "branch-missing": "The branch does not exist",
  "commit-missing": "The commit does not exist any more",
  "over-limit-size": "The repository is larger than allowed",
  "over-limit-entries": "The repository has more files than allowed",
  "over-limit-time": "It took longer than allowed",
  "malformed-objects": "The repository holds malformed objects",
  "sandbox-failed": "The sandbox could not be started",
  "volume-failed": "The volume for the clone could not be created",
  cancelled: "The analysis was cancelled",
};

/** Heading for a failure code; `fallback` for codes that have none. */
export function failureTitle(code: string | null, fallback: string): string {
  return TITLES[code ?? ""] ?? fallback;
}
