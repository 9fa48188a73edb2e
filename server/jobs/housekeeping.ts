import type { Database } from "../../db/types.js";
import type { KeyStore } from "../../keys/keyStore.js";
import { purgeFacts } from "../analysis/purgeFacts.js";
import { type Clock, DAY_MS, HOUR_MS } from "../clock.js";
import { SESSION_IDLE_MS, SESSION_MAX_MS } from "../http/sessions.js";
import type { Logger } from "../logging.js";

/** Long enough to find out why something was analysed, or was not. Dead jobs stay until somebody looks. */
const DONE_JOBS_KEPT_MS = 7 * DAY_MS;

export interface HousekeepingDeps {
  readonly database: Database;
  /** Opened as writer. */
  readonly keyStore: KeyStore;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Removes what has had its time: jobs done a week ago, sessions and owner links nobody can use any more, facts of
 * other analyzer versions, data keys that no row names. A task that fails is logged, keeps no other from running and is
 * tried again next time.
 */
export async function keepHouse(deps: HousekeepingDeps): Promise<void> {
  const { jobs, sessions, ownerLinks } = deps.database.repositories;
  const now = deps.clock.now();
  const tasks: Readonly<Record<string, () => Promise<number>>> = {
    jobs: () => jobs.purgeDone(now - DONE_JOBS_KEPT_MS),
    sessions: () =>
      sessions.deleteExpired({ idleBefore: now - SESSION_IDLE_MS, createdBefore: now - SESSION_MAX_MS }),
    ownerLinks: () => ownerLinks.deleteExpired(now),
    facts: () => purgeFacts(deps.database),
    dataKeys: () => sweepDataKeys(deps),
  };
  for (const [name, task] of Object.entries(tasks)) {
    try {
      const removed = await task();
      if (removed > 0) deps.logger.info({ task: name, removed }, "housekeeping");
    } catch (error) {
      deps.logger.warn({ err: error, task: name }, "housekeeping failed; it is tried again within the hour");
    }
  }
}

/**
 * Destroys data keys that no row names: what a connection that failed half-way left, and what removed rows
 * were sealed with. A sweep that would destroy at least as many keys as it keeps is refused: then this is
 * rather the wrong database for this key store, and destroyed keys never come back.
 */
async function sweepDataKeys({ database, keyStore, logger }: HousekeepingDeps): Promise<number> {
  const named = await database.repositories.dataKeys.named();
  const orphans = new Set<string>();
  keyStore.sweepOrphans((id) => {
    if (!named.has(id)) orphans.add(id);
    return true;
  });
  if (orphans.size === 0) return 0;
  if (orphans.size >= named.size) {
    const counts = { orphans: orphans.size, named: named.size };
    logger.warn(counts, "too many data keys belong to no row; check that database and key store match");
    return 0;
  }
  return keyStore.sweepOrphans((id) => !orphans.has(id)).length;
}

/** Keeps house now and every hour. `stop` waits for a round that is underway. */
export function scheduleHousekeeping(deps: HousekeepingDeps): { stop(): Promise<void> } {
  let round = keepHouse(deps);
  const timer = setInterval(() => {
    round = round.then(() => keepHouse(deps));
  }, HOUR_MS);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await round;
    },
  };
}
