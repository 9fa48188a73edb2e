import { INSTANCE_KEY_RECORD } from "../../db/repositories/dataKeys.js";
import type { Database } from "../../db/types.js";
import type { KeyStore } from "../../keys/keyStore.js";
import { type DataKeyId, parseDataKeyId } from "../../keys/types.js";
import type { Vault } from "../../keys/vault.js";
import { readAndOpen, sealAndWrite } from "./dataKeyHolders.js";
import { sealedColumns } from "./sealedColumns.js";

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
  const { database, vault } = deps;
  const { instance } = database.repositories;
  await ensureInstanceKey(deps);
  return {
    find: (name) =>
      readAndOpen(
        () => instance.get(name),
        (sealed) => (sealed === null ? null : vault.open(sealedColumns.instanceRecord(name), sealed)),
      ),
    put: (name, value) =>
      sealAndWrite(deps, { kind: "instance" }, (seal, tx) =>
        instance.set(name, seal(sealedColumns.instanceRecord(name), value), tx),
      ),
  };
}

/** Name of the data key the installation's records are sealed with; null until it has some. */
export async function findInstanceKey({
  database,
}: Pick<InstanceDeps, "database">): Promise<DataKeyId | null> {
  const stored = await database.repositories.dataKeys.current({ kind: "instance" });
  return stored === null ? null : parseDataKeyId(stored);
}

async function ensureInstanceKey(deps: InstanceDeps): Promise<void> {
  if ((await findInstanceKey(deps)) !== null) return;
  const id = deps.keyStore.createDataKey();
  await deps.database.repositories.instance.set(INSTANCE_KEY_RECORD, Buffer.from(id, "latin1"));
}
