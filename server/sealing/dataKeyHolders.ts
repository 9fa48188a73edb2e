import type { Database, KeyHolder, Tx } from "../../db/types.js";
import { KeyDestroyed } from "../../keys/errors.js";
import { type DataKeyId, parseDataKeyId, type RecordContext } from "../../keys/types.js";
import type { Vault } from "../../keys/vault.js";
import { AppError } from "../errors.js";

/** Stands for the installation where a job names an organization. */
const NOBODY = "instance";

/** How a job names a key's holder. */
export interface HolderNames {
  readonly organizationId: string;
  readonly subjectId: string;
}

/** The names of a holder. */
export function namesOf(holder: KeyHolder): HolderNames {
  switch (holder.kind) {
    case "project":
      return { organizationId: holder.organizationId, subjectId: holder.id };
    case "organization":
      return { organizationId: holder.id, subjectId: holder.id };
    case "user":
      return { organizationId: NOBODY, subjectId: holder.id };
    case "instance":
      return { organizationId: NOBODY, subjectId: NOBODY };
  }
}

/** The holder that has these names. */
export function holderOf({ organizationId, subjectId }: HolderNames): KeyHolder {
  if (subjectId === NOBODY) return { kind: "instance" };
  if (organizationId === NOBODY) return { kind: "user", id: subjectId };
  if (organizationId === subjectId) return { kind: "organization", id: subjectId };
  return { kind: "project", organizationId, id: subjectId };
}

/**
 * The data key to seal a holder's values with, valid until `tx` ends. Every value must be sealed and written in
 * the same transaction as this call: one that was sealed earlier could be written after a rotation had looked
 * for the last time, and its key would be destroyed under it. Where nothing else has to be in that transaction,
 * {@link sealAndWrite} sees to it.
 * @throws AppError 404 when the holder is gone
 */
export async function currentDataKey(database: Database, holder: KeyHolder, tx: Tx): Promise<DataKeyId> {
  const id = await database.repositories.dataKeys.current(holder, tx);
  if (id === null) throw new AppError("not-found", 404, "What this belongs to was removed meanwhile.");
  return parseDataKeyId(id);
}

/** Seals a value for the place that `context` names. */
type Seal = (context: RecordContext, value: Uint8Array) => Buffer;

/**
 * Runs `write` in a transaction of its own, with what seals under the key that the holder has in it.
 * @throws AppError 404 when the holder is gone
 */
export function sealAndWrite(
  deps: { database: Database; vault: Vault },
  holder: KeyHolder,
  write: (seal: Seal, tx: Tx) => Promise<void>,
): Promise<void> {
  return deps.database.transaction(async (tx) => {
    const dataKeyId = await currentDataKey(deps.database, holder, tx);
    await write((context, value) => deps.vault.seal(dataKeyId, context, value), tx);
  });
}

/**
 * Reads sealed values and opens them. Between the two a rotation may have sealed them anew and destroyed the old
 * key; then they are read once more. Data that was erased still throws `KeyDestroyed`.
 */
export async function readAndOpen<Sealed, Opened>(
  read: () => Promise<Sealed>,
  open: (sealed: Sealed) => Opened,
): Promise<Opened> {
  const first = await read();
  try {
    return open(first);
  } catch (error) {
    if (!(error instanceof KeyDestroyed)) throw error;
  }
  return open(await read());
}
