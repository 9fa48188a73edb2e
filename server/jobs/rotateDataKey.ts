import type { Database, KeyHolder, SealedColumn, SealedValue } from "../../db/types.js";
import { KeyUnknown, SealBroken } from "../../keys/errors.js";
import type { KeyStore } from "../../keys/keyStore.js";
import { type DataKeyId, parseDataKeyId } from "../../keys/types.js";
import type { Vault } from "../../keys/vault.js";
import type { Clock } from "../clock.js";
import { holderOf } from "../sealing/dataKeyHolders.js";
import { contextOfColumn } from "../sealing/sealedColumns.js";
import type { JobQueue } from "./queue.js";
import { JobAborted, type JobHandler } from "./worker.js";

/** Values sealed anew in one transaction; a kept file is at most 1 MiB, most values are a few KiB. */
const VALUES_PER_TRANSACTION = 50;

/** Where a rotation is; specs stop the process there. */
export type RotationStep = "key-made" | "key-moved" | "page-rewritten" | "values-rewritten" | "key-destroyed";

export interface RotateDeps {
  readonly database: Database;
  readonly queue: JobQueue;
  readonly keyStore: KeyStore;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly onStep?: (step: RotationStep) => Promise<void> | void;
}

/**
 * Gives a project, user, organisation or the installation a new data key while the service runs: the new key
 * seals from the first moment, the old one only opens, every value is sealed anew, and when none names the old
 * key it is destroyed. Cut short anywhere, the next attempt goes on. Runs in the key store's writer, one at a
 * time.
 */
export function createRotateDataKey(deps: RotateDeps): JobHandler {
  return {
    async run(job, context) {
      const { dataKeys } = deps.database.repositories;
      const holder = holderOf(job);
      const before = await dataKeys.retiredOf(holder);
      // One that this very job retired: an earlier attempt got further than that.
      if (!before.some((row) => row.rotationId === job.id)) await moveToNewKey(deps, holder, job.id);
      const retired = (await dataKeys.retiredOf(holder)).map((row) => parseDataKeyId(row.dataKeyId));
      const damaged = await rewriteAll(deps, holder, retired, context.signal);
      await deps.onStep?.("values-rewritten");
      const unused = retired.filter((id) => !damaged.some(({ from }) => from === id));
      for (const id of unused) destroy(deps.keyStore, id);
      await deps.onStep?.("key-destroyed");
      const isWhole = damaged.length === 0;
      await deps.database.transaction(async (tx) => {
        await dataKeys.forget(unused, tx);
        if (isWhole && !(await deps.queue.complete(context.claim, tx))) throw new JobAborted("lease-lost");
      });
      if (isWhole) return { end: "completed" };
      context.logger.error(
        { damaged },
        "values that do not open keep their old data key from being destroyed",
      );
      return { end: "bury", errorCode: "values-damaged" };
    },
    async abandon(_job, claim, failure) {
      await deps.queue.bury(claim, failure.errorCode);
    },
  };
}

/** From this transaction's end nothing new is sealed under the old key: see `currentDataKey`. */
async function moveToNewKey(deps: RotateDeps, holder: KeyHolder, rotationId: string): Promise<void> {
  // Before the row that names it. Should the transaction fail, the key stays unused: it may have failed only for us.
  const to = deps.keyStore.createDataKey();
  await deps.onStep?.("key-made");
  await deps.database.transaction((tx) =>
    deps.database.repositories.dataKeys.replace(holder, { to, rotationId, at: deps.clock.now() }, tx),
  );
  await deps.onStep?.("key-moved");
}

/** Values of one column that do not open, and the key that they name. */
interface Damage {
  readonly column: string;
  readonly from: DataKeyId;
  readonly values: number;
}

/** Looks over all columns until a look finds nothing left that opens; returns what does not. */
async function rewriteAll(
  deps: RotateDeps,
  holder: KeyHolder,
  retired: readonly DataKeyId[],
  signal: AbortSignal,
): Promise<Damage[]> {
  const { dataKeys } = deps.database.repositories;
  const current = await dataKeys.current(holder);
  // The holder was removed, and with it all its values.
  if (current === null) return [];
  const to = parseDataKeyId(current);
  const columns = dataKeys.sealedColumns(holder);
  for (;;) {
    let rewritten = 0;
    const damaged: Damage[] = [];
    for (const column of columns) {
      for (const from of retired) {
        const look = await rewriteColumn(deps, { holder, column, from, to, signal });
        rewritten += look.rewritten;
        if (look.damaged > 0) damaged.push({ column: column.name, from, values: look.damaged });
      }
    }
    if (rewritten === 0) return damaged;
  }
}

interface Rewriting {
  readonly holder: KeyHolder;
  readonly column: SealedColumn;
  readonly from: DataKeyId;
  readonly to: DataKeyId;
  readonly signal: AbortSignal;
}

/** One look over a column. A value that somebody changed since it was read is left for the next look. */
async function rewriteColumn(
  deps: RotateDeps,
  rewriting: Rewriting,
): Promise<{ rewritten: number; damaged: number }> {
  const { column, from, signal } = rewriting;
  let [rewritten, damaged] = [0, 0];
  let after: string | Buffer | null = null;
  for (;;) {
    signal.throwIfAborted();
    const values: SealedValue[] = await column.sealedUnder(from, { after, limit: VALUES_PER_TRANSACTION });
    const last = values.at(-1);
    if (last === undefined) return { rewritten, damaged };
    after = last.rowKey;
    const resealed = values.flatMap((value) => reseal(deps.vault, rewriting, value));
    rewritten += resealed.length;
    damaged += values.length - resealed.length;
    await deps.database.transaction(async (tx) => {
      for (const { value, to } of resealed) await column.replace(value, to, tx);
    });
    await deps.onStep?.("page-rewritten");
  }
}

/** Nothing when the value does not open: it must not stop the others, and its key must not go. */
function reseal(
  vault: Vault,
  { holder, column, to }: Rewriting,
  value: SealedValue,
): { value: SealedValue; to: Buffer }[] {
  const context = contextOfColumn(holder, column.name, value.rowKey);
  try {
    return [{ value, to: vault.reseal(to, context, value.sealed) }];
  } catch (error) {
    if (error instanceof SealBroken) return [];
    throw error;
  }
}

function destroy(keyStore: KeyStore, id: DataKeyId): void {
  try {
    keyStore.destroyDataKey(id);
  } catch (error) {
    // An older copy of the key store was put back, from before this key: it is gone already.
    if (!(error instanceof KeyUnknown)) throw error;
  }
}
