import { createServer, type Server } from "node:net";
import path from "node:path";
import type { Config } from "../configuration/config.js";
import { StartRefused } from "../errors.js";
import { IntakeError } from "../intake/errors.js";
import type { Capabilities } from "../intake/sandbox/capabilities.js";
import { probeEscape } from "../intake/sandbox/escapeProbe.js";
import type { Sandbox } from "../intake/sandbox/sandbox.js";
import type { Logger } from "../logging.js";

/** What trying the sandbox showed: it held, let something through, could not be tried, or there is none. */
export type SandboxTrial =
  | { readonly outcome: "held" }
  | { readonly outcome: "escaped"; readonly escapes: readonly string[] }
  | { readonly outcome: "untried"; readonly detail: string }
  | { readonly outcome: "absent" };

interface Tried {
  readonly config: Pick<Config, "rootKeyFile" | "keyStoreFolder" | "dataFolder">;
  readonly capabilities: Capabilities;
  readonly sandbox: Sandbox;
  readonly logger: Pick<Logger, "error">;
}

/** Longest the whole trial may take, ms; it takes some hundreds. */
const TRIAL_TIMEOUT_MS = 20_000;

/**
 * Runs the escape probe in the sandbox of every stage (P09), with this installation's root key, key store and
 * data as what must stay out of reach, and logs loudly what got out. Changes nothing on the disk.
 */
export async function trySandbox(tried: Tried): Promise<SandboxTrial> {
  if (!tried.sandbox.confined) return { outcome: "absent" };
  const trial = await probe(tried);
  if (trial.outcome !== "held")
    tried.logger.error({ trial }, `THE SANDBOX DID NOT HOLD WHEN IT WAS TRIED: ${describeTrial(trial)}`);
  return trial;
}

async function probe({ config, capabilities, sandbox }: Tried): Promise<SandboxTrial> {
  const target = await listenOnLoopback();
  try {
    const { ok, escapes } = await probeEscape({
      sandbox,
      capabilities,
      secrets: [config.rootKeyFile, insideOf(config.keyStoreFolder), insideOf(config.dataFolder)],
      loopbackPort: target.port,
      signal: AbortSignal.timeout(TRIAL_TIMEOUT_MS),
    });
    return ok ? { outcome: "held" } : { outcome: "escaped", escapes };
  } catch (error) {
    if (!(error instanceof IntakeError)) throw error;
    return { outcome: "untried", detail: error.detail ?? error.publicMessage };
  } finally {
    target.server.close();
  }
}

/** @throws StartRefused unless the sandbox was tried and held: no answer is not a good answer */
export function refuseEscape(trial: SandboxTrial): void {
  if (trial.outcome === "held") return;
  throw new StartRefused(
    `Production cannot start: the sandbox was tried out and ${describeTrial(trial)}. Analyses of hostile code would not be separated from this machine. Run \`sealgrade doctor\` for details.`,
  );
}

/** Public text for the head of every page; null where the sandbox held. */
export function trialConcession(trial: SandboxTrial): string | null {
  switch (trial.outcome) {
    case "held":
      return null;
    case "absent":
      return "The sandbox is not available on this machine: analyses run with resource limits alone. Run `sealgrade doctor`.";
    case "escaped":
      return "The sandbox does not hold on this machine: hostile code could reach more than its own analysis. Run `sealgrade doctor`.";
    case "untried":
      return "Whether the sandbox holds could not be tried out at start-up. Run `sealgrade doctor`.";
  }
}

/** What was seen, for the operator: never more than names of what was reached. */
export function describeTrial(trial: SandboxTrial): string {
  switch (trial.outcome) {
    case "held":
      return "nothing got out";
    case "absent":
      return "there is none";
    case "escaped":
      return `these got out: ${trial.escapes.join(", ")}`;
    case "untried":
      return `the trial itself could not run: ${trial.detail}`;
  }
}

/** The probe looks at a path and at the folder it lies in; of a folder the second must be itself. */
function insideOf(folder: string): string {
  return `${path.join(folder, "/")}.`;
}

/** Something that would really answer: a port nobody listens on refuses also those who got out. */
function listenOnLoopback(): Promise<{ server: Server; port: number }> {
  const server = createServer((socket) => socket.destroy());
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve({ server, port: typeof address === "object" && address !== null ? address.port : 0 });
    });
  });
}
