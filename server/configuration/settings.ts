import os from "node:os";
import path from "node:path";
import { z } from "zod";
import { rangesOf } from "../intake/remote/addresses.js";

const folder = z
  .string()
  .min(1)
  .transform((text) => path.resolve(text));
/** Numbers come as text from the environment; an empty value is no number, where `Number("")` would be 0. */
const number = (schema: z.ZodNumber) =>
  z.preprocess((value) => (typeof value === "string" && DECIMAL.test(value) ? Number(value) : value), schema);
const DECIMAL = /^-?\d+(?:\.\d+)?$/;
const port = number(z.number().int().min(0).max(65_535));
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
export const settings = z
  .strictObject({
    mode: z
      .enum(["embedded", "production"])
      .default("embedded")
      .describe(
        "`production` refuses to start without a root key, a certificate or a proxy, database TLS, a sandbox and an encrypted volume.",
      ),
    baseUrl: z
      .url({ protocol: /^https$/, error: "expected an https:// address" })
      .refine(isOrigin, "expected scheme, host and port alone, as https://grade.example.com")
      .transform((text) => new URL(text).origin)
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
        "Speak plain HTTP to a TLS-terminating proxy on the same machine and believe the last address in its X-Forwarded-For.",
      ),
    databaseUrl: z
      .string()
      .optional()
      .describe("`mysql://user@host:3306/name`. Without it a SQLite file in `dataFolder` is used."),
    databasePasswordFile: folder.optional().describe("File with the database password."),
    databaseCaFile: folder
      .optional()
      .describe(
        "PEM certificate authority the database's TLS certificate is checked against; databaseUrl must then hold a host name, not an IP address.",
      ),
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
      .refine(areRanges, "expected address ranges such as 10.0.0.0/8, separated by commas")
      .default([])
      .describe(
        "CIDR ranges besides public addresses that repositories may be fetched from, as `10.0.0.0/8`.",
      ),
    pollIntervalMinutes: number(z.number().min(1).max(10_080))
      .default(15)
      .describe("How often projects are looked at for a new head."),
    maxPackMib: number(z.number().int().min(1).max(65_536))
      .default(1024)
      .describe("Largest pack one analysis may fetch, in MiB."),
    analysisTimeoutMinutes: number(z.number().min(1).max(720))
      .default(30)
      .describe("An analysis longer than this is ended."),
    analyzerWorkers: number(z.number().int().min(1).max(64))
      .default(Math.max(1, Math.min(os.availableParallelism(), 8)))
      .describe("Threads of the sandboxed analyzer."),
    runWorker: flag
      .default(true)
      .describe("Whether `serve` also runs analyses; set to false where `worker` processes do."),
    metricsTokenFile: folder
      .optional()
      .describe(
        "File with the bearer token for /metrics. Without it only loopback may read them, and behind a proxy nobody.",
      ),
    logLevel: z
      .enum(["fatal", "error", "warn", "info", "debug"])
      .default("info")
      .describe("Least severe log line that is written."),
  })
  .refine((given) => (given.tlsCertFile === undefined) === (given.tlsKeyFile === undefined), {
    path: ["tlsKeyFile"],
    message: "tlsCertFile and tlsKeyFile belong together: set both or neither",
  });

/** The settings as they are given, checked and with defaults. */
export type Settings = z.infer<typeof settings>;

/** One row per setting, in the order of the schema, for `sealgrade doctor` and docs/configuration.md. */
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

/** The environment variable of a setting. */
export function variableOf(name: string): string {
  return `SEALGRADE_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

/** Whether an address names a server and nothing on it. */
function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  return url === null || url.href === `${url.origin}/`;
}

function areRanges(ranges: readonly string[]): boolean {
  try {
    rangesOf(ranges);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
