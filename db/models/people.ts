import { z } from "zod";
import { bytes, hash, id, integer, nullable, oneOf, text } from "./columns.js";

const row = z.object({ id: id(), nameSealed: bytes(), dataKeyId: text(64), createdAt: integer() });
/** Who owns projects; everything a customer has belongs to one. */
export const organizations = { name: "organizations", key: ["id"], tenant: false, row } as const;

const user = z.object({ id: id(), dataKeyId: text(64), displayNameSealed: bytes(), createdAt: integer() });
/** People; whatever names them is sealed under their own data key. */
export const users = { name: "users", key: ["id"], tenant: false, row: user } as const;

const membership = z.object({
  organizationId: id(),
  userId: id(),
  role: oneOf(["owner", "admin", "member"]),
  createdAt: integer(),
});
/** Who may enter which organization; read by user before any organization is known, so not tenant data. */
export const memberships = {
  name: "memberships",
  key: ["organizationId", "userId"],
  tenant: false,
  row: membership,
} as const;

const session = z.object({
  tokenHash: hash(),
  userId: id(),
  createdAt: integer(),
  lastUsedAt: integer(),
  userAgentSealed: nullable(bytes()),
  addressSealed: nullable(bytes()),
});
/** Signed-in browsers; only the SHA-256 of the cookie's token is stored. */
export const sessions = { name: "sessions", key: ["tokenHash"], tenant: false, row: session } as const;

const ownerLink = z.object({ tokenHash: hash(), expiresAt: integer(), usedAt: nullable(integer()) });
/** One-time sign-in links printed on the console. */
export const ownerLinks = { name: "owner_links", key: ["tokenHash"], tenant: false, row: ownerLink } as const;

const record = z.object({ name: text(64), value: bytes() });
/** Small facts about this installation, by name. */
export const instanceRecords = {
  name: "instance_records",
  key: ["name"],
  tenant: false,
  row: record,
} as const;
