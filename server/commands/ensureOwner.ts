import type { Database } from "../../db/types.js";
import type { KeyStore } from "../../keys/keyStore.js";
import type { Vault } from "../../keys/vault.js";
import type { Clock } from "../clock.js";
import { sealedColumns } from "../sealing/sealedColumns.js";

const FIRST_ORGANIZATION = "My team";
const FIRST_OWNER = "Owner";

interface EnsureOwnerDeps {
  readonly database: Database;
  readonly keyStore: KeyStore;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly newId: () => string;
}

/** Makes the organisation and its owner at the very first start; later starts find them. */
export async function ensureOwner(
  deps: EnsureOwnerDeps,
): Promise<{ userId: string; organizationId: string }> {
  const { organizations, users, memberships } = deps.database.repositories;
  const existing = await organizations.findFirst();
  if (existing !== null) {
    const owner = (await memberships.list(existing.id)).find((member) => member.role === "owner");
    if (owner === undefined) throw new Error("the organisation has no owner");
    return { userId: owner.userId, organizationId: existing.id };
  }
  const organizationId = deps.newId();
  const userId = deps.newId();
  const createdAt = deps.clock.now();
  // Keys come before the rows that need them: an orphan key is swept, a row without its key is lost.
  const organizationKey = deps.keyStore.createDataKey();
  const userKey = deps.keyStore.createDataKey();
  const nameSealed = deps.vault.seal(
    organizationKey,
    sealedColumns.organizationName(organizationId),
    Buffer.from(FIRST_ORGANIZATION),
  );
  const displayNameSealed = deps.vault.seal(
    userKey,
    sealedColumns.userDisplayName(userId),
    Buffer.from(FIRST_OWNER),
  );
  await deps.database.transaction(async (tx) => {
    await organizations.create({ id: organizationId, dataKeyId: organizationKey, nameSealed, createdAt }, tx);
    await users.create({ id: userId, dataKeyId: userKey, displayNameSealed, createdAt }, tx);
    await memberships.add(userId, organizationId, "owner", tx);
  });
  return { userId, organizationId };
}
