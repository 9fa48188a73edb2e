import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { type Capabilities, detectCapabilities } from "../../../../server/intake/sandbox/capabilities.js";
import { STAGE_LIMITS } from "../../../../server/intake/sandbox/limits.js";
import {
  createSandbox,
  type Sandbox,
  type SandboxCommand,
} from "../../../../server/intake/sandbox/sandbox.js";
import { createUidPool } from "../../../../server/intake/sandbox/uidPool.js";
import { unavailable } from "../../../support/unavailable.js";

/** A sandbox with claims of its own, and what else the specs of intake start from. */
export interface Ground {
  readonly folder: string;
  readonly capabilities: Capabilities;
  readonly sandbox: Sandbox;
  remove(): void;
}

/** A real sandbox of this machine in a folder that uids of the pool can pass through. */
export async function prepareGround(change: Partial<Capabilities> = {}): Promise<Ground> {
  const folder = mkdtempSync(path.join(tmpdir(), "sealgrade-spec-"));
  chmodSync(folder, 0o755);
  const capabilities = { ...(await detectCapabilities()), ...change };
  // Machine-wide, as in production: specs that run at once must not share a uid.
  const uidPool = createUidPool();
  const sandbox = createSandbox({
    capabilities,
    uidPool,
    required: false,
    logger: { warn: () => undefined },
  });
  return { folder, capabilities, sandbox, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** As {@link prepareGround}; without a sandbox that confines, the specs of `context` cannot run. */
export async function prepareConfined(context: Mocha.Context): Promise<Ground> {
  const ground = await prepareGround();
  if (ground.sandbox.confined) return ground;
  ground.remove();
  return unavailable(context, "bubblewrap or user namespaces are missing");
}

/** What a finished program said and how it ended. */
export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
  readonly ended: string;
}

type Changes = Partial<Omit<SandboxCommand, "limits">> & {
  readonly limits?: Partial<SandboxCommand["limits"]>;
};

/** Runs a Perl program (every system call is at hand there) in a stage to its end. */
export async function runPerl(ground: Ground, program: string, changes: Changes = {}): Promise<Outcome> {
  const claim = changes.uid === undefined ? ground.sandbox.claimUid() : null;
  const running = ground.sandbox.spawn(perlCommand(ground, program, { uid: claim?.uid ?? null, ...changes }));
  const stdout = await text(running.stdout);
  const { code, ended } = await running.exited;
  claim?.release();
  return { stdout, stderr: running.stderrText(), code, ended };
}

/** The command behind {@link runPerl}, for specs that look at the running program. */
export function perlCommand(
  ground: Ground,
  program: string,
  changes: Changes & { uid: number | null },
): SandboxCommand {
  const perl = ground.capabilities.find("perl") ?? "/usr/bin/perl";
  const stage = changes.stage ?? "read";
  return {
    stage,
    argv: [perl, "-e", program],
    signal: new AbortController().signal,
    ...changes,
    binds: [{ source: perl, target: perl }, ...(changes.binds ?? [])],
    limits: { ...STAGE_LIMITS[stage], ...changes.limits },
  };
}

/** Pids of running processes whose arguments contain the marker; zombies have none. */
export function processesWith(marker: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && argumentsOf(name).includes(marker))
    .map(Number);
}

function argumentsOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return ""; // ended meanwhile
  }
}

/** Waits until the condition holds; the spec's own time limit ends the waiting. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await delay(10);
}
