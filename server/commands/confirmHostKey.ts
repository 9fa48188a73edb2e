import type { Database, Project } from "../../db/types.js";
import type { Clock } from "../clock.js";
import { AppError } from "../errors.js";
import type { Intake } from "../intake/intake.js";
import { remoteOf } from "../projects/projectRemote.js";

interface ConfirmDeps {
  readonly database: Database;
  readonly intake: Intake;
  readonly clock: Clock;
}

interface Confirmation {
  readonly project: Project;
  /** What the owner saw and compared. */
  readonly fingerprints: readonly string[];
  readonly userId: string;
}

/**
 * Pins the host keys whose fingerprints an owner has compared (P03). The host is asked once more: only what
 * it offers now and the owner saw is pinned, and it replaces whatever was pinned before.
 * @throws AppError 409 when the host offers another key by now
 */
export async function confirmHostKey(
  deps: ConfirmDeps,
  confirmation: Confirmation,
  signal: AbortSignal,
): Promise<void> {
  const { project, fingerprints, userId } = confirmation;
  const remote = remoteOf(project);
  const offered = await deps.intake.offeredHostKeys(remote, signal);
  const keys = offered.filter((key) => fingerprints.includes(key.fingerprint));
  if (keys.length === 0) {
    throw new AppError(
      "host-key-moved",
      409,
      "The host offers another key than the one you compared. Open the connect page again and compare the fingerprint shown there.",
    );
  }
  const { hostKeys } = deps.database.repositories.forOrganization(project.organizationId);
  const confirmedAt = deps.clock.now();
  await deps.database.transaction(async (tx) => {
    await hostKeys.unpin(remote.host, remote.port, tx);
    for (const key of keys)
      await hostKeys.pin(
        { ...key, host: remote.host, port: remote.port, confirmedBy: userId, confirmedAt },
        tx,
      );
  });
}
