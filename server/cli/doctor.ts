import { access, constants, stat } from "node:fs/promises";
import { parseArgs } from "node:util";
import { openDatabase } from "../../db/connection.js";
import { readRootKey } from "../../keys/rootKey.js";
import { systemClock } from "../clock.js";
import { type Config, loadConfig } from "../config.js";
import { databaseSettings } from "../databaseSettings.js";
import { type Capabilities, detectCapabilities, type Finding } from "../intake/capabilities.js";
import { describeSettings } from "../settings.js";
import { type Command, EXIT_MISSED, EXIT_OK, HOME_OPTION, type Terminal } from "./command.js";

/** A clock before this cannot be right: TLS, leases and key epochs depend on it. Ms since the epoch. */
const EARLIEST_PLAUSIBLE_MS = Date.UTC(2026, 0, 1);

/** `sealgrade doctor`: what is configured, what the machine has, and what follows from what is missing. */
export const doctorCommand: Command = {
  name: "doctor",
  summary: "Show the configuration, what this machine has, and what follows from what is missing.",
  usage: `sealgrade doctor [--home FOLDER] [--settings]

  --settings   Also list every setting with its meaning, default and variable.

Changes nothing. Exit status 1 when something is missing that this mode needs.`,
  async run(args, io) {
    const options = { ...HOME_OPTION, settings: { type: "boolean", default: false } } as const;
    const { values } = parseArgs({ args: [...args], options });
    const config = loadConfig({ home: values.home });
    const capabilities = await detectCapabilities();
    printConfiguration(io, config);
    const parts = [...(await installationFindings(config)), clockFinding(), ...capabilities.findings];
    printFindings(io, parts, capabilities);
    if (values.settings) printSettings(io);
    const fit = config.mode === "embedded" || (capabilities.namespaces && capabilities.seccomp !== null);
    return fit && parts.every((part) => part.ok || part.consequence === null || config.mode === "embedded")
      ? EXIT_OK
      : EXIT_MISSED;
  },
};

function printConfiguration(io: Terminal, config: Config): void {
  const rows: [string, string][] = [
    ["mode", config.mode],
    ["settings file", config.source ?? "none"],
    ["address", config.baseUrl],
    ["database", config.databaseUrl ?? `SQLite in ${config.dataFolder}`],
    ["root key", config.rootKeyFile],
    ["data", config.dataFolder],
    ["key store", config.keyStoreFolder],
    ["work", config.workFolder],
    ["volume", config.volume],
    ["analyzer", `${config.analyzerWorkers} threads`],
    ["polling", `every ${config.pollIntervalMinutes} minutes`],
  ];
  io.stdout.write("Configuration\n");
  for (const [name, value] of rows) io.stdout.write(`  ${name.padEnd(14)} ${value}\n`);
}

function printFindings(io: Terminal, findings: readonly Finding[], capabilities: Capabilities): void {
  io.stdout.write("\nThis machine\n");
  const width = Math.max(...findings.map((finding) => finding.name.length));
  for (const finding of findings) {
    io.stdout.write(`  ${finding.ok ? "✓" : "✗"} ${finding.name.padEnd(width)}  ${finding.detail}\n`);
    if (!finding.ok && finding.consequence !== null)
      io.stdout.write(`    ${" ".repeat(width)}  → ${finding.consequence}\n`);
  }
  if (capabilities.installLine !== null)
    io.stdout.write(`\nTo install what is missing:\n  ${capabilities.installLine}\n`);
}

function printSettings(io: Terminal): void {
  io.stdout.write("\nSettings\n");
  for (const setting of describeSettings()) {
    const fallback = setting.fallback === "" ? "no default" : `default ${setting.fallback}`;
    io.stdout.write(`  ${setting.name}  (${setting.variable}, ${fallback})\n      ${setting.description}\n`);
  }
}

async function installationFindings(config: Config): Promise<Finding[]> {
  return [
    rootKeyFinding(config),
    await folderFinding("data folder", config.dataFolder),
    await folderFinding("key store", config.keyStoreFolder),
    await databaseFinding(config),
  ];
}

function rootKeyFinding(config: Config): Finding {
  const name = "root key";
  try {
    readRootKey(config.rootKeyFile).destroy();
    return { name, ok: true, detail: "valid, readable by its owner alone", consequence: null };
  } catch (error) {
    const detail = error instanceof Error ? error.message : "not usable";
    const consequence =
      config.mode === "production" ? "production refuses to start" : "the first start makes one";
    return { name, ok: false, detail, consequence };
  }
}

async function folderFinding(name: string, folder: string): Promise<Finding> {
  try {
    await access(folder, constants.W_OK);
    const open = ((await stat(folder)).mode & 0o077) !== 0;
    return {
      name,
      ok: !open,
      detail: folder,
      consequence: open ? "others can look into it; the next start closes it" : null,
    };
  } catch {
    return { name, ok: false, detail: `${folder} is not there yet`, consequence: "the first start makes it" };
  }
}

async function databaseFinding(config: Config): Promise<Finding> {
  const name = "database";
  const settings = databaseSettings(config);
  if (settings.kind === "sqlite") {
    const there = await stat(settings.file).then(
      () => true,
      () => false,
    );
    if (!there)
      return {
        name,
        ok: false,
        detail: `${settings.file} is not there yet`,
        consequence: "the first start makes it",
      };
  }
  const database = await openDatabase(settings, systemClock);
  try {
    const pending = await database.pendingMigrations();
    const detail =
      pending.length === 0 ? "reachable, up to date" : `reachable, ${pending.length} migrations to run`;
    return { name, ok: true, detail, consequence: null };
  } catch {
    return { name, ok: false, detail: "does not answer", consequence: "the service cannot start" };
  } finally {
    await database.close();
  }
}

function clockFinding(): Finding {
  const now = systemClock.now();
  const ok = now >= EARLIEST_PLAUSIBLE_MS;
  const consequence = "certificates, leases and key epochs go by the clock: set it before starting";
  return { name: "clock", ok, detail: new Date(now).toISOString(), consequence: ok ? null : consequence };
}
