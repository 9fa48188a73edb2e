import type { Database } from "../../db/types.js";
import { StartRefused } from "../errors.js";

/**
 * For every process that does not migrate itself.
 * @throws StartRefused when `serve` has not made this database's tables yet, or made older ones
 */
export async function refuseOldSchema(database: Database): Promise<void> {
  if ((await database.pendingMigrations()).length === 0) return;
  throw neverStarted();
}

/** What to say about a database that `serve` has not made, or not brought up to date. */
export function neverStarted(): StartRefused {
  return new StartRefused(
    "The service has not been started on this database yet, or not since it was updated. Start it with `sealgrade serve` first.",
  );
}
