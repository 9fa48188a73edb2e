/**
 * The key store's writer in a process of its own, for specs that kill it:
 *
 *   node rotateProcess.js HOME ORGANIZATION PROJECT [EVENT]
 *
 * Asks for a new data key of the project and rotates until that is done. It prints a line for each thing it gets
 * to, and stays for ever at the EVENTth, counted from 1.
 */
import { setTimeout as delay } from "node:timers/promises";
import { openDatabase } from "../../../../db/connection.js";
import { newId } from "../../../../db/ids.js";
import { openKeyStore } from "../../../../keys/keyStore.js";
import { readRootKey } from "../../../../keys/rootKey.js";
import { createVault } from "../../../../keys/vault.js";
import { systemClock as clock } from "../../../../server/clock.js";
import { requestDataKeyRotation } from "../../../../server/commands/requestRotation.js";
import { loadConfig } from "../../../../server/configuration/config.js";
import { databaseSettings } from "../../../../server/configuration/databaseSettings.js";
import { startKeyKeeper } from "../../../../server/jobs/keyKeeper.js";
import { createDatabaseQueue } from "../../../../server/jobs/queue.js";
import { createLogger } from "../../../../server/logging.js";

/** Short, so that a killed one's job is free again soon. */
const LEASE_MS = 1_000;
const LOOK_EVERY_MS = 50;

const [home, organizationId = "", project = "", stopAt = "0"] = process.argv.slice(2);
const config = loadConfig({ home, environment: {} });
const database = await openDatabase(databaseSettings(config), clock);
const rootKey = readRootKey(config.rootKeyFile);
const keyStore = openKeyStore({ folder: config.keyStoreFolder, rootKey, mode: "writer", clock });
const queue = createDatabaseQueue(database);
let events = 0;
const keeper = startKeyKeeper({
  database,
  queue,
  keyStore,
  vault: createVault({ keyStore }),
  clock,
  config,
  logger: createLogger({ level: "fatal" }),
  workerId: `spec:${process.pid}`,
  leaseMs: LEASE_MS,
  onStep: async (step) => {
    events += 1;
    process.stdout.write(`${events} ${step}\n`);
    if (events === Number(stopAt)) await new Promise(() => undefined);
  },
});
const deps = { database, queue, clock, newId: () => newId(clock) };
const holder = { kind: "project", organizationId, id: project } as const;
let job = await requestDataKeyRotation(deps, holder);
for (;;) {
  const found = await database.repositories.jobs.find(job);
  if (found?.state === "done") break;
  // Killed more often than a job may be tried; an operator would ask again.
  if (found?.state === "dead") job = await requestDataKeyRotation(deps, holder);
  keeper.wake();
  await delay(LOOK_EVERY_MS);
}
await keeper.drain(0);
keyStore.close();
await database.close();
process.stdout.write("done\n");
