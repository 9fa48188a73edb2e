import type { Database } from "../../db/types.js";
import { type Clock, MINUTE_MS } from "../clock.js";
import { hashToken, newToken } from "../http/sessions.js";

/** P18: an owner link works once and for this long. */
export const OWNER_LINK_MS = 15 * MINUTE_MS;

/** Makes a one-time sign-in link for the owner; only the token's SHA-256 is stored. */
export async function createOwnerLink(deps: {
  database: Database;
  clock: Clock;
  baseUrl: string;
}): Promise<string> {
  const token = newToken();
  const now = deps.clock.now();
  await deps.database.repositories.ownerLinks.deleteExpired(now);
  await deps.database.repositories.ownerLinks.create({
    tokenHash: hashToken(token),
    expiresAt: now + OWNER_LINK_MS,
  });
  return new URL(`/sign-in/${token}`, deps.baseUrl).href;
}
