import { readFileSync } from "node:fs";
import path from "node:path";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { StartRefused } from "../errors.js";
import { credentialFile, defaultPlaces, type Environment } from "./defaultPlaces.js";
import { type Settings, settings, variableOf } from "./settings.js";

/** The checked configuration: every default filled in, every path absolute. */
export interface Config
  extends Omit<Settings, "databaseUrl" | "dataFolder" | "keyStoreFolder" | "workFolder" | "rootKeyFile"> {
  readonly databaseUrl: string | undefined;
  readonly rootKeyFile: string;
  readonly dataFolder: string;
  readonly keyStoreFolder: string;
  readonly workFolder: string;
  /** The settings file that was read, if any. */
  readonly source: string | null;
}

export interface ConfigOptions {
  /** One folder for everything (`--home`): the demo and trials; replaces the system's own places. */
  readonly home?: string | undefined;
  readonly environment?: Environment;
  readonly overrides?: Partial<Record<keyof Settings, unknown>>;
}

const PREFIX = "SEALGRADE_";
const CONFIG_VARIABLE = "SEALGRADE_CONFIG";
/** Read by the build, and left in the environment of an image. */
const OTHER_VARIABLES = new Set([CONFIG_VARIABLE, "SEALGRADE_COMMIT", "SEALGRADE_IMAGE_DIGEST"]);

/**
 * Reads the settings file (`SEALGRADE_CONFIG`, else `sealgrade.yml` in the configuration folder when it is
 * there), the environment and `overrides`, in rising order of weight.
 * @throws StartRefused naming every wrong setting, where it came from and what is expected
 */
export function loadConfig(options: ConfigOptions = {}): Config {
  const environment = options.environment ?? process.env;
  const places = defaultPlaces(options.home, environment);
  const source = environment[CONFIG_VARIABLE] ?? path.join(places.config, "sealgrade.yml");
  const fromFile = readSettingsFile(source, environment[CONFIG_VARIABLE] !== undefined);
  const fromEnvironment = readEnvironment(environment);
  const overrides = options.overrides ?? {};
  const parsed = settings.safeParse({ ...fromFile, ...fromEnvironment, ...overrides });
  const unknown = unknownVariables(environment);
  if (!parsed.success || unknown.length > 0) {
    const issues = parsed.success ? [] : parsed.error.issues;
    const problems = issues.map((issue) => describe(issue, { fromEnvironment, overrides, source }));
    throw new StartRefused(
      `The configuration is not usable:\n${[...unknown, ...problems].map((line) => `  ${line}`).join("\n")}\n\`sealgrade doctor --settings\` says what every setting means.`,
    );
  }
  const given = parsed.data;
  return {
    ...given,
    databaseUrl: given.databaseUrl,
    rootKeyFile: given.rootKeyFile ?? credentialFile(environment) ?? path.join(places.config, "root.key"),
    dataFolder: given.dataFolder ?? places.data,
    keyStoreFolder: given.keyStoreFolder ?? places.keys,
    workFolder: given.workFolder ?? places.work,
    source: fromFile === null ? null : source,
  };
}

function readEnvironment(environment: Environment): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of Object.keys(settings.shape)) {
    const value = environment[variableOf(name)];
    if (value !== undefined && value !== "") found[name] = value;
  }
  return found;
}

/** A misspelt variable would otherwise be a setting that silently does not hold. */
function unknownVariables(environment: Environment): string[] {
  const known = new Set([...Object.keys(settings.shape).map(variableOf), ...OTHER_VARIABLES]);
  return Object.keys(environment)
    .filter((name) => name.startsWith(PREFIX) && !known.has(name))
    .sort()
    .map((name) => `${name}: there is no such setting`);
}

function readSettingsFile(file: string, required: boolean): Record<string, unknown> | null {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    if (!required && isMissing(cause)) return null;
    throw new StartRefused(
      `The settings file ${file} cannot be read. Check the path in ${CONFIG_VARIABLE} and the file's mode.`,
      { cause },
    );
  }
  try {
    return z.record(z.string(), z.unknown()).parse(parseYaml(text) ?? {});
  } catch (cause) {
    throw new StartRefused(`The settings file ${file} is not a YAML mapping of setting: value.`, { cause });
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

interface Origins {
  readonly fromEnvironment: Readonly<Record<string, unknown>>;
  readonly overrides: Readonly<Record<string, unknown>>;
  readonly source: string;
}

/** Where a wrong value came from and what is expected instead; never the value, which might be a secret. */
function describe(issue: z.core.$ZodIssue, origins: Origins): string {
  if (issue.code === "unrecognized_keys") {
    return `${origins.source}: there is no setting called ${issue.keys.join(", ")}`;
  }
  const name = String(issue.path[0] ?? "");
  return `${originOf(name, origins)}: ${issue.message}`;
}

function originOf(name: string, { overrides, fromEnvironment, source }: Origins): string {
  if (name in overrides) return `command line: ${name}`;
  return name in fromEnvironment ? variableOf(name) : `${source}: ${name}`;
}
