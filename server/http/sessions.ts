import { createHash, randomBytes } from "node:crypto";
import type { Database } from "../../db/types.js";
import type { Vault } from "../../keys/vault.js";
import { type Clock, DAY_MS, MINUTE_MS } from "../clock.js";
import { readAndOpen, sealAndWrite } from "../sealing/dataKeyHolders.js";
import { sealedColumns } from "../sealing/sealedColumns.js";
import type { Actor } from "./requestState.js";

/** P19: a session ends after this long without use, and after this long in any case. */
export const SESSION_IDLE_MS = 14 * DAY_MS;
export const SESSION_MAX_MS = 90 * DAY_MS;
/** Last use is noted at most this often: a write per page view would cost more than it tells. */
const TOUCH_EVERY_MS = 5 * MINUTE_MS;
const TOKEN_BYTES = 32;
const MAX_USER_AGENT_LENGTH = 300;

export interface SessionOrigin {
  readonly userAgent: string;
  readonly address: string;
}

export interface Sessions {
  /** Starts a session and returns its token; only the token's SHA-256 is stored. */
  start(userId: string, origin: SessionOrigin): Promise<string>;
  /** Who the token belongs to, or null when it is unknown, ended or too old. */
  findActor(token: string): Promise<{ actor: Actor; tokenHash: Buffer } | null>;
  /** Ends a session at once. */
  end(tokenHash: Buffer): Promise<void>;
}

/** A random URL-safe token of 256 bits. */
export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString("base64url");
}

/** What is stored of a token. */
export function hashToken(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

/** Sessions in the database, so that they survive a restart and end everywhere at once. */
export function createSessions(deps: { database: Database; vault: Vault; clock: Clock }): Sessions {
  const { sessions, users, memberships } = deps.database.repositories;

  return {
    async start(userId, origin) {
      const token = newToken();
      const tokenHash = hashToken(token);
      const now = deps.clock.now();
      const agentAt = sealedColumns.sessionUserAgent(userId, tokenHash);
      const addressAt = sealedColumns.sessionAddress(userId, tokenHash);
      const userAgent = Buffer.from(origin.userAgent.slice(0, MAX_USER_AGENT_LENGTH));
      await sealAndWrite(deps, { kind: "user", id: userId }, async (seal, tx) => {
        const userAgentSealed = seal(agentAt, userAgent);
        const addressSealed = seal(addressAt, Buffer.from(origin.address));
        const session = { tokenHash, userId, createdAt: now, lastUsedAt: now };
        await sessions.create({ ...session, userAgentSealed, addressSealed }, tx);
      });
      return token;
    },

    async findActor(token) {
      const tokenHash = hashToken(token);
      const session = await sessions.findByTokenHash(tokenHash);
      if (session === null) return null;
      const now = deps.clock.now();
      if (now - session.lastUsedAt > SESSION_IDLE_MS || now - session.createdAt > SESSION_MAX_MS) {
        await sessions.delete(tokenHash);
        return null;
      }
      if (now - session.lastUsedAt > TOUCH_EVERY_MS) await sessions.touch(tokenHash, now);
      const { userId } = session;
      const [[first], displayName] = await Promise.all([
        memberships.forUser(userId),
        readAndOpen(
          () => users.load(userId),
          ({ displayNameSealed }) =>
            deps.vault.open(sealedColumns.userDisplayName(userId), displayNameSealed).toString("utf8"),
        ),
      ]);
      if (first === undefined) return null;
      const { organizationId, role } = first;
      return { tokenHash, actor: { userId, displayName, organizationId, role } };
    },

    end: async (tokenHash) => {
      await sessions.delete(tokenHash);
    },
  };
}
