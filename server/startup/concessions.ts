import type { Capabilities } from "../intake/sandbox/capabilities.js";
import type { ChosenVolume } from "./volumeChoice.js";

/** What the checks of this start found. */
export interface StartFindings {
  readonly capabilities: Capabilities;
  /** Public text; null where the sandbox held. */
  readonly sandboxConcession: string | null;
  readonly volume: ChosenVolume;
}

/**
 * What this installation lacks against the promises, one public sentence or two each; empty when nothing. It
 * stands at the head of every page and is printed when the service starts.
 */
export function concessionsOf(findings: StartFindings): readonly string[] {
  const ownAccount = findings.capabilities.root ? null : OWN_ACCOUNT;
  return [findings.sandboxConcession, findings.volume.concession, ownAccount].filter((text) => text !== null);
}

const OWN_ACCOUNT =
  "Sealgrade was not started as root, so analyses run under the account that started it: other programs of that account could read a running one.";
