import { randomUUID } from "node:crypto";
import os from "node:os";
import path from "node:path";
import { type Database, openDatabase } from "../db/connection.js";
import { newId as newRowId } from "../db/ids.js";
import { type KeyStore, openKeyStore } from "../keys/keyStore.js";
import { readRootKey } from "../keys/rootKey.js";
import { createVault, type Vault } from "../keys/vault.js";
import type { Clock } from "./clock.js";
import type { Config } from "./configuration/config.js";
import { databaseSettings } from "./configuration/databaseSettings.js";
import { createIntake, type Intake } from "./intake/intake.js";
import { DEFAULT_INTAKE_LIMITS, type IntakeLimits } from "./intake/intakeLimits.js";
import { systemLookup } from "./intake/remote/addresses.js";
import { startAnalyzerProcess } from "./intake/sandbox/analyzerProcess.js";
import { type Capabilities, detectCapabilities } from "./intake/sandbox/capabilities.js";
import { createSandbox, type Sandbox, type SandboxDeps } from "./intake/sandbox/sandbox.js";
import { createUidPool } from "./intake/sandbox/uidPool.js";
import { createDatabaseQueue, type JobQueue } from "./jobs/queue.js";
import type { Logger } from "./logging.js";
import { createMetrics, type Metrics } from "./metrics.js";
import { refuseOldSchema } from "./startup/databaseReady.js";
import { checkPlaces, createPlaces } from "./startup/places.js";
import { refuseUnfit } from "./startup/production.js";
import { ensureRootKey } from "./startup/rootKey.js";
import { refuseEscape, trialConcession, trySandbox } from "./startup/sandboxTrial.js";
import { type ChosenVolume, chooseVolume } from "./startup/volumeChoice.js";

const MIB = 1 << 20;

/** Everything a running process is made of; built once, closed once. */
export interface Services {
  readonly config: Config;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly capabilities: Capabilities;
  readonly sandbox: Sandbox;
  /** Public text when the sandbox is missing or did not hold when it was tried; null otherwise. */
  readonly sandboxConcession: string | null;
  readonly volume: ChosenVolume;
  readonly intake: Intake;
  readonly database: Database;
  readonly queue: JobQueue;
  readonly keyStore: KeyStore;
  readonly vault: Vault;
  readonly newId: () => string;
  readonly startAnalyzer: (signal: AbortSignal) => ReturnType<typeof startAnalyzerProcess>;
  /** Names this process in the jobs it holds. */
  readonly workerId: string;
  close(): Promise<void>;
}

export interface ServiceOptions {
  readonly config: Config;
  readonly clock: Clock;
  readonly logger: Logger;
  /** `writer` is the one process that makes keys and migrates (serve); all others read. */
  readonly role: "writer" | "reader";
  /** Builds the sandbox; the real one unless given. */
  readonly buildSandbox?: (deps: SandboxDeps) => Sandbox;
}

/**
 * The composition root: checks the machine and the configuration, then builds every part.
 * @throws StartRefused naming what production needs and this machine or configuration lacks
 */
export async function createServices(options: ServiceOptions): Promise<Services> {
  const { config, clock, logger, role } = options;
  checkPlaces(config);
  const capabilities = await detectCapabilities();
  const production = config.mode === "production";
  if (production) refuseUnfit(config, capabilities);
  const settings = databaseSettings(config);
  const sandbox = (options.buildSandbox ?? createSandbox)({
    capabilities,
    uidPool: createUidPool(),
    required: production,
    logger,
  });
  const tryHere = () => trySandbox({ config, capabilities, sandbox, logger });
  // Production refuses before anything is created; elsewhere the keys come first, so that there is something to
  // reach for.
  if (production) refuseEscape(await tryHere());
  createPlaces(config);
  const database = await openDatabase(settings, clock);
  const opened: (() => unknown)[] = [() => database.close()];
  const close = async () => {
    for (const closeOne of opened.splice(0).reverse()) await closeOne();
  };
  try {
    if (role === "writer")
      await database.migrate((name) => logger.info({ migration: name }, "database migrated"));
    else await refuseOldSchema(database);
    await ensureRootKey({ config, database, mayCreate: role === "writer" && !production });
    const rootKey = readRootKey(config.rootKeyFile);
    const keyStore = openKeyStore({
      folder: config.keyStoreFolder,
      rootKey,
      mode: role,
      clock,
      reloadRootKey: () => readRootKey(config.rootKeyFile),
    });
    opened.push(() => keyStore.close());
    rootKey.destroy();
    const sandboxConcession = production ? null : trialConcession(await tryHere());
    const volume = await chooseVolume({ config, capabilities, logger });
    const newId = () => newRowId(clock);
    return {
      config,
      clock,
      logger,
      metrics: createMetrics(),
      capabilities,
      sandbox,
      sandboxConcession,
      volume,
      intake: createIntake({
        sandbox,
        volumes: volume.driver,
        folder: path.join(config.workFolder, "access"),
        lookup: systemLookup,
        allowedRanges: config.allowedAddressRanges,
        limits: intakeLimits(config),
      }),
      database,
      queue: createDatabaseQueue(database),
      keyStore,
      vault: createVault({ keyStore }),
      newId,
      startAnalyzer: (signal) => startAnalyzerProcess({ sandbox, workers: config.analyzerWorkers, signal }),
      workerId: `${os.hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The operator's pack limit; the volume holds the pack twice while it is written. */
function intakeLimits(config: Config): IntakeLimits {
  const receivedBytes = config.maxPackMib * MIB;
  return { ...DEFAULT_INTAKE_LIMITS, receivedBytes, volumeBytes: 2 * receivedBytes };
}
