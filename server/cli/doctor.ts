import { parseArgs } from "node:util";
import { type Config, loadConfig } from "../configuration/config.js";
import { describeSettings } from "../configuration/settings.js";
import { type Capabilities, detectCapabilities, type Finding } from "../intake/sandbox/capabilities.js";
import { createSandbox } from "../intake/sandbox/sandbox.js";
import { createUidPool } from "../intake/sandbox/uidPool.js";
import { missingForProduction } from "../startup/production.js";
import { describeTrial, trySandbox } from "../startup/sandboxTrial.js";
import { type Command, EXIT_MISSED, EXIT_OK, HOME_OPTION, type Terminal } from "./command.js";
import { CANNOT_START, installationFindings } from "./installationFindings.js";

/** `sealgrade doctor`: what is configured, what the machine has, and what follows from what is missing. */
export const doctorCommand: Command = {
  usage: `sealgrade doctor [--home FOLDER] [--settings]

  --settings   First list every setting with its meaning, default and variable.

Changes nothing; tries the sandbox out. Exit status 1 when something is missing that this mode needs.`,
  async run(args, io) {
    const options = { ...HOME_OPTION, settings: { type: "boolean", default: false } } as const;
    const { values } = parseArgs({ args: [...args], options });
    // First, since a configuration that cannot be used is when one looks them up.
    if (values.settings) printSettings(io);
    const config = loadConfig({ home: values.home });
    const capabilities = await detectCapabilities();
    printConfiguration(io, config);
    const installation = await installationFindings(config);
    const probe = await escapeFinding(config, capabilities);
    printFindings(io, [...installation, ...capabilities.findings, probe], capabilities);
    if (config.mode === "embedded") return EXIT_OK;
    const missing = missingForProduction(config, capabilities);
    printMissing(io, missing);
    const starts = installation.every((part) => part.ok || part.consequence !== CANNOT_START);
    return starts && probe.ok && missing.length === 0 ? EXIT_OK : EXIT_MISSED;
  },
};

function printMissing(io: Terminal, missing: readonly string[]): void {
  if (missing.length === 0) io.stdout.write("\nThe configuration is complete for production.\n");
  else
    io.stdout.write(`\nProduction cannot start without:\n${missing.map((line) => `  ${line}\n`).join("")}`);
}

/** What start-up tries as well: whether anything gets out of the sandbox. */
async function escapeFinding(config: Config, capabilities: Capabilities): Promise<Finding> {
  const quiet = { warn: () => undefined, error: () => undefined };
  const uidPool = createUidPool();
  const sandbox = createSandbox({ capabilities, uidPool, required: false, logger: quiet });
  const trial = await trySandbox({ config, capabilities, sandbox, logger: quiet });
  const ok = trial.outcome === "held";
  const consequence = "hostile code is not separated from this machine; production refuses to start";
  return { name: "escape probe", ok, detail: describeTrial(trial), consequence: ok ? null : consequence };
}

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
  io.stdout.write("Settings\n");
  for (const setting of describeSettings()) {
    const fallback = setting.fallback === "" ? "no default" : `default ${setting.fallback}`;
    io.stdout.write(`  ${setting.name}  (${setting.variable}, ${fallback})\n      ${setting.description}\n`);
  }
  io.stdout.write("\n");
}
