import type { KeyHolder, SealedColumnName } from "../../db/types.js";
import type { RecordContext } from "../../keys/types.js";

/** Tenant of records that belong to the installation, not to an organisation. */
const INSTANCE = "instance";

/**
 * Where each sealed value lives. A ciphertext opens only under the context it was sealed with, so a value
 * copied to another row, column or tenant is refused. Every seal and open in the service takes its context
 * from here.
 */
export const sealedColumns = {
  deployKeyPrivateKey: (tenantId: string, rowId: string) =>
    at("deploy_keys", "private_key_sealed", rowId, tenantId),
  revisionOverview: (tenantId: string, rowId: string) => at("revisions", "overview_sealed", rowId, tenantId),
  revisionIndex: (tenantId: string, rowId: string) => at("revisions", "index_sealed", rowId, tenantId),
  factsBody: (tenantId: string, projectId: string, key: Buffer) =>
    at("facts", "body_sealed", keyed(projectId, key), tenantId),
  sourceBody: (tenantId: string, projectId: string, key: Buffer) =>
    at("sources", "body_sealed", keyed(projectId, key), tenantId),
  organizationName: (rowId: string) => at("organizations", "name_sealed", rowId, rowId),
  userDisplayName: (rowId: string) => at("users", "display_name_sealed", rowId, rowId),
  sessionUserAgent: (userId: string, tokenHash: Buffer) =>
    at("sessions", "user_agent_sealed", tokenHash.toString("hex"), userId),
  sessionAddress: (userId: string, tokenHash: Buffer) =>
    at("sessions", "address_sealed", tokenHash.toString("hex"), userId),
  instanceRecord: (name: string) => at("instance", "value", name, INSTANCE),
} as const;

/**
 * Where a value of a holder's sealed column lives, from the row's key as the database gives it. The union of
 * column names makes a new sealed column without a place here an error of types.
 */
export function contextOfColumn(
  holder: KeyHolder,
  name: SealedColumnName,
  rowKey: string | Buffer,
): RecordContext {
  const id = rowKey.toString();
  const hash = Buffer.from(rowKey);
  const [tenantId, holderId] =
    holder.kind === "project"
      ? [holder.organizationId, holder.id]
      : holder.kind === "instance"
        ? [INSTANCE, INSTANCE]
        : [holder.id, holder.id];
  switch (name) {
    case "deployKeys.privateKeySealed":
      return sealedColumns.deployKeyPrivateKey(tenantId, id);
    case "revisions.overviewSealed":
      return sealedColumns.revisionOverview(tenantId, id);
    case "revisions.indexSealed":
      return sealedColumns.revisionIndex(tenantId, id);
    case "facts.bodySealed":
      return sealedColumns.factsBody(tenantId, holderId, hash);
    case "sources.bodySealed":
      return sealedColumns.sourceBody(tenantId, holderId, hash);
    case "organizations.nameSealed":
      return sealedColumns.organizationName(id);
    case "users.displayNameSealed":
      return sealedColumns.userDisplayName(id);
    case "sessions.userAgentSealed":
      return sealedColumns.sessionUserAgent(holderId, hash);
    case "sessions.addressSealed":
      return sealedColumns.sessionAddress(holderId, hash);
    case "instanceRecords.value":
      return sealedColumns.instanceRecord(id);
  }
}

function at(table: string, column: string, rowId: string, tenantId: string): RecordContext {
  return { table, column, rowId, tenantId };
}

function keyed(projectId: string, key: Buffer): string {
  return `${projectId}/${key.toString("hex")}`;
}
