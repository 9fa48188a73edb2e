/**
 * A worker in a process of its own, for specs that kill it:
 *
 *   node workerProcess.js HOME [STEP]
 *
 * Opens the installation below HOME as `sealgrade worker` does, and prints each step an analysis enters. At
 * STEP it stays for ever, until somebody ends it. SIGTERM drains it.
 */
import { systemClock } from "../../../server/clock.js";
import { loadConfig } from "../../../server/configuration/config.js";
import { createLogger } from "../../../server/logging.js";
import { createServices } from "../../../server/services.js";
import { runWorker } from "../../../server/work.js";

/** Short, so that a killed worker's job is free again soon. */
const LEASE_MS = 3_000;
const DRAIN_MS = 20_000;

const [home, stopAt] = process.argv.slice(2);
const config = loadConfig({
  home,
  environment: {},
  overrides: { allowedAddressRanges: ["127.0.0.0/8"], pollIntervalMinutes: 10_000, analyzerWorkers: 1 },
});
const logger = createLogger({ level: "warn" });
const services = await createServices({ config, clock: systemClock, logger, role: "reader" });
const worker = await runWorker(services, {
  leaseMs: LEASE_MS,
  onStep: async (step) => {
    process.stdout.write(`${step}\n`);
    if (step === stopAt) await new Promise(() => undefined);
  },
});
process.stdout.write("ready\n");
process.once("SIGTERM", async () => {
  await worker.drain(DRAIN_MS);
  await services.close();
});
