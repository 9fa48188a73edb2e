import { readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { StartRefused } from "./errors.js";

const folder = z
  .string()
  .min(1)
  .transform((text) => path.resolve(text));
const port = z.coerce.number().int().min(0).max(65_535);
const list = z.preprocess(
  (value) =>
    typeof value === "string"
      ? value
          .split(",")
          .map((part) => part.trim())
          .filter(Boolean)
      : value,
  z.array(z.string()),
);
const flag = z.preprocess(
  (value) => (value === "true" ? true : value === "false" ? false : value),
  z.boolean(),
);

/**
 * Every setting there is. The key is its name in the settings file; in the environment it is
 * `SEALGRADE_` and the name in upper snake case. The environment wins over the file. No setting holds a
 * secret: secrets are named by file.
 */
const settings = z.strictObject({
  mode: z
    .enum(["embedded", "production"])
    .default("embedded")
    .describe("`production` refuses to start without database TLS, a sandbox and an encrypted volume."),
  baseUrl: z
    .url({ protocol: /^https$/ })
    .default("https://localhost:8443")
    .describe("The address people use. Requests that change something must come from this origin."),
  listenHost: z.string().default("127.0.0.1").describe("Address to listen on."),
  listenPort: port.default(8443).describe("Port for HTTPS; 0 takes a free one."),
  redirectPort: port
    .optional()
    .describe("Port for plain HTTP that only redirects to `baseUrl`. Off unless set."),
  tlsCertFile: folder
    .optional()
    .describe("PEM certificate chain. Without it a self-signed one is made on first start."),
  tlsKeyFile: folder.optional().describe("PEM private key that belongs to `tlsCertFile`."),
  tlsMinVersion: z
    .enum(["TLSv1.3", "TLSv1.2"])
    .default("TLSv1.3")
    .describe("Oldest TLS version that is accepted."),
  behindProxy: flag
    .default(false)
    .describe(
      "Speak plain HTTP to a TLS-terminating proxy on the same machine and believe its X-Forwarded-For.",
    ),
  databaseUrl: z
    .string()
    .optional()
    .describe("`mysql://user@host:3306/name`. Without it a SQLite file in `dataFolder` is used."),
  databasePasswordFile: folder.optional().describe("File with the database password."),
  databaseCaFile: folder
    .optional()
    .describe("PEM certificate authority the database's TLS certificate is checked against."),
  rootKeyFile: folder
    .optional()
    .describe("The 32-byte root key. Default: `root.key` in the configuration folder."),
  dataFolder: folder.optional().describe("Database file and other data that may be backed up as it is."),
  keyStoreFolder: folder
    .optional()
    .describe("Wrapped keys; apart from data and root key, with its own backups."),
  workFolder: folder.optional().describe("Short-lived encrypted volumes and sockets of running analyses."),
  volume: z
    .enum(["auto", "gocryptfs", "memory"])
    .default("auto")
    .describe("Where a clone lives while it is analysed."),
  allowedAddressRanges: list
    .default([])
    .describe("CIDR ranges besides public addresses that repositories may be fetched from, as `10.0.0.0/8`."),
  pollIntervalMinutes: z.coerce
    .number()
    .min(1)
    .max(10_080)
    .default(15)
    .describe("How often projects are looked at for a new head."),
  maxPackMib: z.coerce
    .number()
    .int()
    .min(1)
    .max(65_536)
    .default(1024)
    .describe("Largest pack one analysis may fetch, in MiB."),
  analysisTimeoutMinutes: z.coerce
    .number()
    .min(1)
    .max(720)
    .default(30)
    .describe("An analysis longer than this is ended."),
  analyzerWorkers: z.coerce
    .number()
    .int()
    .min(1)
    .max(64)
    .default(Math.max(1, Math.min(os.availableParallelism(), 8)))
    .describe("Threads of the sandboxed analyzer."),
  runWorker: flag
    .default(true)
    .describe("Whether `serve` also runs analyses; set to false where `worker` processes do."),
  metricsToken: z
    .string()
    .min(16)
    .optional()
    .describe("Bearer token for /metrics; without it only loopback may read them."),
  logLevel: z
    .enum(["fatal", "error", "warn", "info", "debug"])
    .default("info")
    .describe("Least severe log line that is written."),
});

type Settings = z.infer<typeof settings>;

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
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly overrides?: Partial<Record<keyof Settings, unknown>>;
}

/**
 * Reads the settings file (`SEALGRADE_CONFIG`, else `sealgrade.yml` in the configuration folder when it is
 * there), the environment and `overrides`, in rising order of weight.
 * @throws StartRefused naming every wrong setting, where it came from and what is expected
 */
export function loadConfig(options: ConfigOptions = {}): Config {
  const environment = options.environment ?? process.env;
  const places = defaultPlaces(options.home, environment);
  const source = environment["SEALGRADE_CONFIG"] ?? path.join(places.config, "sealgrade.yml");
  const fromFile = readSettingsFile(source, environment["SEALGRADE_CONFIG"] !== undefined);
  const fromEnvironment = readEnvironment(environment);
  const parsed = settings.safeParse({ ...fromFile, ...fromEnvironment, ...options.overrides });
  if (!parsed.success) throw new StartRefused(describeProblems(parsed.error, fromEnvironment, source));
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

/** One row per setting for `sealgrade doctor` and docs/configuration.md. */
export function describeSettings(): readonly {
  name: string;
  variable: string;
  description: string;
  fallback: string;
}[] {
  return Object.entries(settings.shape).map(([name, schema]) => ({
    name,
    variable: variableOf(name),
    description: schema.description ?? "",
    fallback: name === "analyzerWorkers" ? "number of processors, at most 8" : fallbackOf(schema),
  }));
}

function fallbackOf(schema: z.ZodType): string {
  const parsed = schema.safeParse(undefined);
  return parsed.success && parsed.data !== undefined ? JSON.stringify(parsed.data) : "";
}

function variableOf(name: string): string {
  return `SEALGRADE_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

function readEnvironment(environment: NonNullable<ConfigOptions["environment"]>): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of Object.keys(settings.shape)) {
    const value = environment[variableOf(name)];
    if (value !== undefined && value !== "") found[name] = value;
  }
  return found;
}

function readSettingsFile(file: string, required: boolean): Record<string, unknown> | null {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    if (!required && isMissing(cause)) return null;
    throw new StartRefused(
      `The settings file ${file} cannot be read. Check the path in SEALGRADE_CONFIG and its mode.`,
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

function describeProblems(
  error: z.ZodError,
  fromEnvironment: Record<string, string>,
  source: string,
): string {
  const lines = error.issues.map((issue) => {
    const name = String(issue.path[0] ?? "");
    if (issue.code === "unrecognized_keys")
      return `  ${source}: there is no setting called ${issue.keys.join(", ")}`;
    const origin = name in fromEnvironment ? variableOf(name) : `${source}: ${name}`;
    return `  ${origin}: ${issue.message}`;
  });
  return `The configuration is not usable:\n${lines.join("\n")}\nRun \`sealgrade doctor\` for what every setting means.`;
}

/** systemd's LoadCredential=sealgrade-root-key:… puts the key in a folder only this service can read. */
function credentialFile(environment: NonNullable<ConfigOptions["environment"]>): string | undefined {
  const credentials = environment["CREDENTIALS_DIRECTORY"];
  return credentials === undefined ? undefined : path.join(credentials, "sealgrade-root-key");
}

interface Places {
  config: string;
  data: string;
  keys: string;
  work: string;
}

function defaultPlaces(
  home: string | undefined,
  environment: NonNullable<ConfigOptions["environment"]>,
): Places {
  if (home !== undefined) {
    const at = (name: string) => path.resolve(home, name);
    return { config: at("config"), data: at("data"), keys: at("keys"), work: at("work") };
  }
  if (process.getuid?.() === 0) {
    return {
      config: "/etc/sealgrade",
      data: "/var/lib/sealgrade",
      keys: "/var/lib/sealgrade-keys",
      work: "/var/lib/sealgrade-work",
    };
  }
  const user = os.homedir();
  const below = (variable: string, fallback: string, name: string) =>
    path.join(environment[variable] ?? path.join(user, fallback), name);
  return {
    config: below("XDG_CONFIG_HOME", ".config", "sealgrade"),
    data: below("XDG_DATA_HOME", ".local/share", "sealgrade"),
    keys: below("XDG_DATA_HOME", ".local/share", "sealgrade-keys"),
    work: below("XDG_STATE_HOME", ".local/state", "sealgrade-work"),
  };
}
