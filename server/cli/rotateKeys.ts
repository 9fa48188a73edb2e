import { existsSync, rmSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { openDatabase } from "../../db/connection.js";
import { newId } from "../../db/ids.js";
import type { Database, KeyHolder } from "../../db/types.js";
import { KeysError } from "../../keys/errors.js";
import { type KeyStore, keyStoreExists, openKeyStore } from "../../keys/keyStore.js";
import { createRootKey, readRootKey } from "../../keys/rootKey.js";
import { createVault } from "../../keys/vault.js";
import { systemClock as clock, SECOND_MS } from "../clock.js";
import { requestDataKeyRotation, requestRootRotation } from "../commands/requestRotation.js";
import type { Config } from "../configuration/config.js";
import { databaseSettings } from "../configuration/databaseSettings.js";
import { StartRefused } from "../errors.js";
import { startKeyKeeper } from "../jobs/keyKeeper.js";
import { createDatabaseQueue, type JobQueue } from "../jobs/queue.js";
import { nextRootKeyFile } from "../jobs/rotateRoot.js";
import { createLogger } from "../logging.js";
import { refuseOldSchema } from "../startup/databaseReady.js";
import { EXIT_MISSED, EXIT_OK, type Terminal, UsageError } from "./command.js";
import { createProgressBar } from "./progressBar.js";

const LOOK_EVERY_MS = 250;
const DRAIN_MS = 10 * SECOND_MS;

interface Installation {
  readonly config: Config;
  readonly database: Database;
  readonly queue: JobQueue;
  readonly clock: typeof clock;
  readonly newId: () => string;
}

/** A job that has ended; `errorCode` is null when it was done. */
interface Ended {
  readonly id: string;
  readonly errorCode: string | null;
}

/** Gives one project, or everybody when `projectId` is null, a new data key. Returns the exit status. */
export async function rotateData(config: Config, projectId: string | null, io: Terminal): Promise<number> {
  return withInstallation(config, async (installation) => {
    const holders = await holdersOf(installation.database, projectId);
    const ids: string[] = [];
    for (const holder of holders) ids.push(await requestDataKeyRotation(installation, holder));
    const failed = (await untilEnded(installation, ids, io)).filter((job) => job.errorCode !== null);
    const replaced = ids.length - failed.length;
    io.stdout.write(`${replaced} of ${ids.length} data keys were replaced; the old ones are destroyed.\n`);
    for (const { id, errorCode } of failed) io.stderr.write(`sealgrade: ${explain(errorCode, id)}\n`);
    return failed.length === 0 ? EXIT_OK : EXIT_MISSED;
  });
}

/** Puts a new root key in the place of the current one. Returns the exit status. */
export async function rotateRoot(config: Config, io: Terminal): Promise<number> {
  const { rootKeyFile } = config;
  readRootKey(rootKeyFile).destroy();
  const next = nextRootKeyFile(rootKeyFile);
  return withInstallation(config, async (installation) => {
    // One that waits already is of a rotation that was interrupted before anything was changed.
    if (!existsSync(next)) writeNext(next);
    const [ended] = await untilEnded(installation, [await requestRootRotation(installation)], io);
    if (!existsSync(next)) {
      io.stdout.write(
        `The new root key is in ${rootKeyFile}; the one before opens nothing any more. Copy it, and the key store, to their backups now.\n`,
      );
      return EXIT_OK;
    }
    rmSync(next);
    const why = ended?.errorCode ?? null;
    throw new StartRefused(why === null ? elsewhere(rootKeyFile) : explain(why, ended?.id ?? ""));
  });
}

async function withInstallation<T>(config: Config, work: (on: Installation) => Promise<T>): Promise<T> {
  if (!keyStoreExists(config.keyStoreFolder)) {
    throw new StartRefused(
      `There is no key store in ${config.keyStoreFolder}, so there are no keys to rotate. Start the service once, or name its --home.`,
    );
  }
  const database = await openDatabase(databaseSettings(config), clock);
  try {
    await refuseOldSchema(database);
    return await work({
      config,
      database,
      queue: createDatabaseQueue(database),
      clock,
      newId: () => newId(clock),
    });
  } finally {
    await database.close();
  }
}

async function holdersOf(database: Database, projectId: string | null): Promise<readonly KeyHolder[]> {
  const all = await database.repositories.dataKeys.holders();
  if (projectId === null) return all;
  const asked = all.filter((holder) => holder.kind === "project" && holder.id === projectId);
  if (asked.length === 0) {
    throw new UsageError(
      `There is no project ${JSON.stringify(projectId)}. Its ID is the part after /projects/ in the address of its page.`,
    );
  }
  return asked;
}

function writeNext(next: string): void {
  try {
    createRootKey(next);
  } catch (cause) {
    if (cause instanceof KeysError) throw cause;
    throw new StartRefused(
      `The new root key cannot be written to ${next}. Run this as the service's user; a root key in a read-only place (a systemd credential, a container's secret) is rotated where it comes from: docs/operations/keys.md.`,
      { cause },
    );
  }
}

/** Waits for the service to do the jobs; does them itself whenever nobody writes the key store. */
async function untilEnded(
  installation: Installation,
  ids: readonly string[],
  io: Terminal,
): Promise<Ended[]> {
  const { database } = installation;
  const bar = createProgressBar(io.stderr, clock.now, "keys");
  let own: Keeping | null = null;
  try {
    for (;;) {
      const jobs = await Promise.all(ids.map((id) => database.repositories.jobs.find(id)));
      const ended = jobs.flatMap((job, at) => {
        // The housekeeping removes jobs a while after they were done.
        if (job === null) return [{ id: ids[at] ?? "", errorCode: null }];
        if (job.finishedAt === null) return [];
        return [{ id: job.id, errorCode: job.state === "dead" ? (job.errorCode ?? "unknown") : null }];
      });
      bar.update(ended.length, ids.length);
      if (ended.length === ids.length) return ended;
      own ??= keepKeys(installation);
      own?.wake();
      await delay(LOOK_EVERY_MS);
    }
  } finally {
    bar.clear();
    await own?.stop();
  }
}

interface Keeping {
  wake(): void;
  stop(): Promise<void>;
}

/** Becomes the key store's writer; null while another process is. */
function keepKeys({ config, database, queue }: Installation): Keeping | null {
  const keyStore = openAsWriter(config);
  if (keyStore === null) return null;
  const logger = createLogger({ level: "error" });
  const workerId = `sealgrade-keys:${process.pid}`;
  const vault = createVault({ keyStore });
  const keeper = startKeyKeeper({ config, database, queue, keyStore, vault, clock, logger, workerId });
  return {
    wake: keeper.wake,
    stop: async () => {
      await keeper.drain(DRAIN_MS);
      keyStore.close();
    },
  };
}

function openAsWriter(config: Config): KeyStore | null {
  const rootKey = readRootKey(config.rootKeyFile);
  try {
    return openKeyStore({ folder: config.keyStoreFolder, rootKey, mode: "writer", clock });
  } catch (error) {
    if (error instanceof KeysError && error.code === "key-store-locked") return null;
    throw error;
  } finally {
    rootKey.destroy();
  }
}

function elsewhere(rootKeyFile: string): string {
  return `Nothing was changed: the running service does not read its root key from ${rootKeyFile} but from a copy, as a systemd credential is. Stop the service, run this again, start it; that takes seconds.`;
}

function explain(errorCode: string | null, jobId: string): string {
  switch (errorCode) {
    case "values-damaged":
      return `Some values do not open, so their old data key was kept; everything else is under the new one. The log of job ${jobId} names the columns. Restore them, or remove what they belong to, and rotate again.`;
    case "root-key-invalid":
    case "root-key-missing":
      return "The service cannot read the new root key, so the one before stays in use. Run this as the user the service runs as.";
    case "root-key-not-replaced":
      return "The service may not replace its root key file, so the one before stays in use. Stop the service, run this again, start it.";
    default:
      return `The rotation was given up (${errorCode}); nothing is lost. The service's log says why under job ${jobId}. Run this again.`;
  }
}
