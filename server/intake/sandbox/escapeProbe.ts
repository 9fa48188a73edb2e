import { readlinkSync } from "node:fs";
import { text } from "node:stream/consumers";
import { IntakeError } from "../errors.js";
import type { Capabilities } from "./capabilities.js";
import { STAGE_LIMITS, type Stage } from "./limits.js";
import { PROBE_PROGRAM } from "./probeProgram.js";
import type { Sandbox } from "./sandbox.js";
import { DENIED_SYSCALLS } from "./syscalls.js";

/** What the probe runs with and tries to get at. */
export interface ProbeOptions {
  readonly sandbox: Sandbox;
  readonly capabilities: Capabilities;
  /** Absolute paths nobody inside may read, for example the root key; the arguments are seen inside only. */
  readonly secrets: readonly string[];
  /** A loopback port on which the caller listens, so that a connection would really succeed; null for none. */
  readonly loopbackPort: number | null;
  readonly signal: AbortSignal;
}

/** What the probe got at, by stage; empty when the sandbox holds. */
export interface ProbeResult {
  readonly ok: boolean;
  /** `<stage>: <what>`, sorted. */
  readonly escapes: readonly string[];
}

/** Namespaces that a stage may not have in common with the service. */
const NAMESPACES = ["ipc", "mnt", "net", "pid", "user", "uts"];
const STAGES: readonly Stage[] = ["fetch", "read", "analyze"];
/** Longest one stage's probe may take, ms; it takes some tens. */
const PROBE_TIMEOUT_MS = 10_000;
/** setuid's number: [x86-64, arm64]; allowed by the filter, so it is not among the denied ones. */
const SETUID = [105, 146] as const;

/**
 * Tries, inside each stage's own sandbox, what a hostile program would try first. Throws IntakeError
 * `sandbox-failed` when the probe itself could not run: no answer is not a good answer.
 */
export async function probeEscape(options: ProbeOptions): Promise<ProbeResult> {
  const claim = options.sandbox.claimUid();
  try {
    const found = await Promise.all(STAGES.map((stage) => probeStage(stage, options, claim.uid)));
    const escapes = found.flat().sort();
    return { ok: escapes.length === 0, escapes };
  } finally {
    claim.release();
  }
}

async function probeStage(stage: Stage, options: ProbeOptions, uid: number | null): Promise<string[]> {
  const perl = options.capabilities.find("perl");
  if (perl === null) throw failure("perl-base is not installed");
  const column = options.capabilities.arch === "arm64" ? 1 : 0;
  const { unshare, ptrace, mount } = DENIED_SYSCALLS;
  const numbers = [unshare, ptrace, mount, SETUID].map((call) => String(call[column]));
  const target = "/run/probe";
  const probe = options.sandbox.spawn({
    stage,
    argv: [
      perl,
      target,
      stage,
      String(process.pid),
      NAMESPACES.map((kind) => readlinkSync(`/proc/self/ns/${kind}`)).join(" "),
      String(options.loopbackPort ?? 0),
      ...numbers,
      ...options.secrets,
    ],
    binds: [{ source: perl, target: perl }],
    dataFiles: [{ target, content: PROBE_PROGRAM }],
    limits: { ...STAGE_LIMITS[stage], wallClockMs: PROBE_TIMEOUT_MS },
    uid,
    signal: options.signal,
  });
  const lines = (await text(probe.stdout)).trimEnd().split("\n");
  const { code } = await probe.exited;
  if (code !== 0 || lines.at(-1) !== "done") throw failure(probe.stderrText());
  return [...new Set(lines.slice(0, -1))].map((what) => `${stage}: ${what}`);
}

function failure(detail: string): IntakeError {
  const message = "The sandbox could not be tried out. Run `sealgrade doctor` to see what is missing.";
  return new IntakeError("sandbox-failed", message, { detail });
}
