import type { Services } from "./services.js";

/**
 * What this installation lacks against the promises, one public sentence or two each; empty when nothing. It
 * stands at the head of every page and is printed when the service starts.
 */
export function concessionsOf(
  services: Pick<Services, "capabilities" | "sandboxConcession" | "volume">,
): readonly string[] {
  const ownAccount = services.capabilities.root ? null : OWN_ACCOUNT;
  return [services.sandboxConcession, services.volume.concession, ownAccount].filter((text) => text !== null);
}

const OWN_ACCOUNT =
  "Sealgrade was not started as root, so analyses run under the account that started it: other programs of that account could read a running one.";
