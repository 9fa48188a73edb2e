import type { Database } from "../../db/types.js";
import type { Clock } from "../clock.js";
import { AppError } from "../errors.js";
import { hashToken, type SessionOrigin, type Sessions } from "../http/sessions.js";

interface SignInDeps {
  readonly database: Database;
  readonly sessions: Sessions;
  readonly clock: Clock;
  readonly ownerId: string;
}

/**
 * Trades a one-time owner link for a session token.
 * @throws AppError 403 when the link was used before, has expired or never existed
 */
export async function signInByOwnerLink(
  deps: SignInDeps,
  linkToken: string,
  origin: SessionOrigin,
): Promise<string> {
  const used = await deps.database.repositories.ownerLinks.consume(hashToken(linkToken), deps.clock.now());
  if (!used) {
    throw new AppError(
      "owner-link-invalid",
      403,
      "This sign-in link was used already or is older than 15 minutes. Run `sealgrade link` on the server for a new one.",
    );
  }
  return deps.sessions.start(deps.ownerId, origin);
}
