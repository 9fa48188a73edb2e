import type { KeyHolder } from "../../../../db/types.js";
import { contextOfColumn } from "../../../../server/sealing/sealedColumns.js";
import type { Services } from "../../../../server/services.js";

const ALL = 10_000;

type Opening = Pick<Services, "database" | "vault">;

/** Opens every value of a holder that names one of `keys`; returns how many each column has. */
export async function openedUnder(
  { database, vault }: Opening,
  holder: KeyHolder,
  keys: readonly string[],
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const column of database.repositories.dataKeys.sealedColumns(holder)) {
    for (const key of keys) {
      const values = await column.sealedUnder(key, { after: null, limit: ALL });
      for (const { rowKey, sealed } of values)
        vault.open(contextOfColumn(holder, column.name, rowKey), sealed);
      counts[column.name] = (counts[column.name] ?? 0) + values.length;
    }
  }
  return counts;
}

/** The key a holder's values are sealed under now. */
export async function keyOf({ database }: Pick<Services, "database">, holder: KeyHolder): Promise<string> {
  const key = await database.repositories.dataKeys.current(holder);
  if (key === null) throw new Error(`nobody holds a key as ${JSON.stringify(holder)}`);
  return key;
}
