import { z } from "zod";
import { bytes, id, integer, nullable, oneOf, text } from "./columns.js";

const project = z.object({
  id: id(),
  organizationId: id(),
  name: text(200),
  remoteUser: text(64),
  remoteHost: text(253),
  remotePort: integer(),
  remotePath: text(1_024),
  branch: nullable(text(255)),
  retention: oneOf(["full", "snippets", "none"]),
  /** Seals; changes when the key is rotated. */
  dataKeyId: text(64),
  /** Keyed hashes of facts and sources; the same for the project's whole life. */
  lookupKeyId: text(64),
  state: oneOf(["connecting", "ready"]),
  createdAt: integer(),
  pollIntervalMs: nullable(integer()),
  nextPollAt: nullable(integer()),
  pollFailures: integer(),
  headCommit: nullable(text(64)),
});
/** Repositories under analysis. `branch` null means the remote's HEAD; `nextPollAt` null means never. */
export const projects = {
  name: "projects",
  key: ["organizationId", "id"],
  tenant: true,
  row: project,
} as const;

const deployKey = z.object({
  id: id(),
  organizationId: id(),
  projectId: id(),
  publicKey: text(255),
  fingerprint: text(64),
  privateKeySealed: bytes(),
  createdAt: integer(),
  retiredAt: nullable(integer()),
});
/** A project's SSH keys. The private half is emptied when a key is retired. */
export const deployKeys = {
  name: "deploy_keys",
  key: ["organizationId", "id"],
  tenant: true,
  row: deployKey,
} as const;

const hostKey = z.object({
  organizationId: id(),
  host: text(253),
  port: integer(),
  keyType: text(64),
  publicKey: text(2_048),
  fingerprint: text(64),
  confirmedBy: nullable(id()),
  confirmedAt: integer(),
});
/** Host keys an owner confirmed; one per host, port and key type. */
export const hostKeys = {
  name: "host_keys",
  key: ["organizationId", "host", "port", "keyType"],
  tenant: true,
  row: hostKey,
} as const;
