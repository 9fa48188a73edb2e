import type { Database } from "../db/types.js";
import type { KeyStore } from "../keys/keyStore.js";
import { type DataKeyId, parseDataKeyId } from "../keys/types.js";
import type { Vault } from "../keys/vault.js";
import { sealedColumns } from "./sealedColumns.js";

const DATA_KEY_ID = "data-key-id";

interface InstanceDeps {
  readonly database: Database;
  readonly keyStore: KeyStore;
  readonly vault: Vault;
}

/** Small sealed records that belong to the installation itself. */
export interface InstanceRecords {
  find(name: string): Promise<Buffer | null>;
  put(name: string, value: Uint8Array): Promise<void>;
}

/** Opens the installation's records, with a data key of their own made at the first start. */
export async function openInstanceRecords(deps: InstanceDeps): Promise<InstanceRecords> {
  const { instance } = deps.database.repositories;
  const dataKeyId = await instanceKey(deps);
  return {
    find: async (name) => {
      const sealed = await instance.get(name);
      return sealed === null ? null : deps.vault.open(sealedColumns.instanceRecord(name), sealed);
    },
    put: async (name, value) => {
      await instance.set(name, deps.vault.seal(dataKeyId, sealedColumns.instanceRecord(name), value));
    },
  };
}

/** Name of the data key the installation's records are sealed with; null until it has any. */
export async function findInstanceKey({
  database,
}: Pick<InstanceDeps, "database">): Promise<DataKeyId | null> {
  const stored = await database.repositories.instance.get(DATA_KEY_ID);
  return stored === null ? null : parseDataKeyId(stored.toString("latin1"));
}

async function instanceKey(deps: InstanceDeps): Promise<DataKeyId> {
  const stored = await findInstanceKey(deps);
  if (stored !== null) return stored;
  const id = deps.keyStore.createDataKey();
  await deps.database.repositories.instance.set(DATA_KEY_ID, Buffer.from(id, "latin1"));
  return id;
}
