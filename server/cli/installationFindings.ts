import { access, constants, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { createAnalyzer, LANGUAGE_IDS } from "../../analyzer/index.js";
import { openDatabase } from "../../db/connection.js";
import { DatabaseFailure } from "../../db/errors.js";
import type { Database } from "../../db/types.js";
import { readRootKey } from "../../keys/rootKey.js";
import { systemClock } from "../clock.js";
import type { Config } from "../configuration/config.js";
import { databaseSettings } from "../configuration/databaseSettings.js";
import { StartRefused } from "../errors.js";
import type { Finding } from "../intake/sandbox/capabilities.js";

/** A clock before this cannot be right: TLS, leases and key epochs depend on it. Ms since the epoch. */
const EARLIEST_PLAUSIBLE_MS = Date.UTC(2026, 0, 1);
const GRAMMARS = new URL("../../sandboxed/grammars", import.meta.url);
const NAMED_JOBS = 5;
/** Consequence of what neither mode can do without. */
export const CANNOT_START = "the service cannot start";

/** What this installation has of its own: keys, folders, database, jobs, analyzer, clock. Changes nothing. */
export async function installationFindings(config: Config): Promise<Finding[]> {
  return [
    rootKeyFinding(config),
    await folderFinding("data folder", config.dataFolder),
    await folderFinding("key store", config.keyStoreFolder),
    ...(await databaseFindings(config)),
    await analyzerFinding(),
    clockFinding(),
  ];
}

function rootKeyFinding(config: Config): Finding {
  const name = "root key";
  try {
    readRootKey(config.rootKeyFile).destroy();
    return fine(name, "valid, readable by its owner alone");
  } catch (error) {
    const detail = error instanceof Error ? error.message : "not usable";
    const production = config.mode === "production";
    return lacking(name, detail, production ? "production refuses to start" : "the first start makes one");
  }
}

async function folderFinding(name: string, folder: string): Promise<Finding> {
  try {
    await access(folder, constants.W_OK);
    const open = ((await stat(folder)).mode & 0o077) !== 0;
    return open
      ? lacking(name, folder, "others can look into it; the next start closes it")
      : fine(name, folder);
  } catch {
    return lacking(name, `${folder} is not there yet`, "the first start makes it");
  }
}

async function databaseFindings(config: Config): Promise<Finding[]> {
  const name = "database";
  try {
    const settings = databaseSettings(config);
    if (settings.kind === "sqlite" && !(await exists(settings.file))) {
      return [lacking(name, `${settings.file} is not there yet`, "the first start makes it")];
    }
    const database = await openDatabase(settings, systemClock);
    try {
      const pending = await database.pendingMigrations();
      if (pending.length > 0) return [fine(name, `reachable, ${pending.length} migrations to run`)];
      return [fine(name, "reachable, up to date"), await jobsFinding(database)];
    } finally {
      await database.close();
    }
  } catch (error) {
    return [lacking(name, whyNoDatabase(error), CANNOT_START)];
  }
}

function whyNoDatabase(error: unknown): string {
  if (error instanceof DatabaseFailure) return `refuses: ${error.code}`;
  return error instanceof StartRefused ? error.message : "does not answer";
}

/** Jobs that were given up stay visible until somebody has looked into why. */
async function jobsFinding(database: Database): Promise<Finding> {
  const name = "jobs";
  const dead = await database.repositories.jobs.listDead();
  const { queued, running } = await database.repositories.jobs.counts();
  if (dead.length === 0) return fine(name, `${queued} waiting, ${running} running, none given up`);
  const named = dead
    .slice(0, NAMED_JOBS)
    .map((job) => `${job.kind} ${job.id} (${job.errorCode ?? "no reason"})`);
  const more = dead.length > NAMED_JOBS ? ` and ${dead.length - NAMED_JOBS} more` : "";
  return lacking(name, `given up: ${named.join(", ")}${more}`, "the log names the reason under the job's id");
}

/** Loads every grammar, which checks the fast tree decoder against the parser's own cursor. */
async function analyzerFinding(): Promise<Finding> {
  const name = "analyzer";
  try {
    const analyzer = await createAnalyzer({ grammarFolder: fileURLToPath(GRAMMARS) });
    for (const language of LANGUAGE_IDS) await analyzer.loadGrammars(language);
    const slow = Object.entries(analyzer.decoders()).filter(([, decoder]) => decoder === "cursor");
    if (slow.length === 0) return fine(name, `${LANGUAGE_IDS.length} languages, fast tree decoder checked`);
    const grammars = slow.map(([file]) => file).join(", ");
    return lacking(name, `slow tree decoder for ${grammars}`, "results are the same; analyses take longer");
  } catch {
    return lacking(name, "the grammars cannot be loaded", "no analysis can run: build or install anew");
  }
}

function clockFinding(): Finding {
  const now = systemClock.now();
  const text = new Date(now).toISOString();
  if (now >= EARLIEST_PLAUSIBLE_MS) return fine("clock", text);
  return lacking(
    "clock",
    text,
    "certificates, leases and key epochs go by the clock: set it before starting",
  );
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

function fine(name: string, detail: string): Finding {
  return { name, ok: true, detail, consequence: null };
}

function lacking(name: string, detail: string, consequence: string): Finding {
  return { name, ok: false, detail, consequence };
}
