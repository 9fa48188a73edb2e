import { type ChildProcess, spawn } from "node:child_process";
import { Readable, Writable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import type { Exit, SandboxCommand, SandboxedProcess } from "./command.js";
import { FIRST_DESCRIPTOR, type Launch } from "./launch.js";
import { MAX_STDERR_BYTES } from "./limits.js";
import { identityOf, isAlive, type ProcessIdentity } from "./processIdentity.js";

/** How often the end of a killed sandbox is looked for, ms; it usually is over at the first look. */
const LOOK_AGAIN_MS = 5;

/** Starts the launch's program and sees to it that nothing of it outlives `exited`. */
export function supervise(launch: Launch, command: SandboxCommand): SandboxedProcess {
  const [file = "", ...words] = launch.words(launch.hasInfo ? "with-info" : "without-info");
  const extra = launch.inputs.length + (launch.hasInfo ? 1 : 0);
  const child = spawn(file, [...words, ...command.argv.map(launch.translate)], {
    stdio: [
      command.stdin ?? "ignore",
      "pipe",
      "pipe",
      ...Array.from({ length: extra }, () => "pipe" as const),
    ],
    env: launch.env,
    cwd: launch.cwd,
    detached: true, // its own process group, so that one signal reaches all of it
  });
  for (const [index, content] of launch.inputs.entries())
    feed(child.stdio[FIRST_DESCRIPTOR + index], content);
  const firstInside = launch.hasInfo ? readInfo(child.stdio[FIRST_DESCRIPTOR + launch.inputs.length]) : null;
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error("a piped child has stdout and stderr");
  const tail = keepTail(stderr);
  const killer = createKiller(child, command);
  return {
    stdin: child.stdin,
    stdout,
    stderr,
    stderrText: tail,
    exited: waitForEnd(child, killer, firstInside).finally(() => launch.dispose()),
    kill: () => killer.kill("aborted"),
  };
}

function feed(stream: unknown, content: string | Uint8Array): void {
  if (!(stream instanceof Writable)) throw new Error("an input descriptor is not writable");
  stream.on("error", () => undefined); // the reader died early: its exit says why
  stream.end(content);
}

const infoSchema = z.object({ "child-pid": z.number().int().positive() });

/** Collects bwrap's report; the answer is the sandbox's first process, null until or unless it came. */
function readInfo(stream: unknown): () => ProcessIdentity | null {
  if (!(stream instanceof Readable)) throw new Error("the info descriptor is not readable");
  let text = "";
  let first: ProcessIdentity | null = null;
  stream.on("error", () => undefined); // bwrap died early: its exit says why
  stream.on("data", (chunk: Buffer) => {
    text += chunk.toString("utf8");
    try {
      const info = infoSchema.safeParse(JSON.parse(text));
      if (info.success) first ??= identityOf(info.data["child-pid"]);
    } catch {
      // half of the report: the rest follows
    }
  });
  return () => first;
}

function keepTail(stream: Readable): () => string {
  let kept: Buffer = Buffer.alloc(0);
  stream.on("error", () => undefined);
  stream.on("data", (chunk: Buffer) => {
    kept = Buffer.concat([kept, chunk]).subarray(-MAX_STDERR_BYTES);
  });
  return () => kept.toString("utf8");
}

interface Killer {
  kill(reason: Exit["ended"]): void;
  reason(): Exit["ended"];
  /** The process ended: nothing is left to watch for. */
  done(): void;
}

function createKiller(child: ChildProcess, command: SandboxCommand): Killer {
  let reason: Exit["ended"] = "exit";
  let over = false;
  const kill = (why: Exit["ended"]) => {
    if (over) return;
    if (reason === "exit") reason = why;
    killGroup(child);
  };
  const onAbort = () => kill("aborted");
  const deadline = setTimeout(() => kill("deadline"), command.limits.wallClockMs);
  command.signal.addEventListener("abort", onAbort, { once: true });
  return {
    kill,
    reason: () => reason,
    done() {
      over = true;
      clearTimeout(deadline);
      command.signal.removeEventListener("abort", onAbort);
    },
  };
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return; // never started
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    child.kill("SIGKILL"); // it has no group yet, or is gone
  }
}

async function waitForEnd(
  child: ChildProcess,
  killer: Killer,
  firstInside: (() => ProcessIdentity | null) | null,
): Promise<Exit> {
  const end = await new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once("error", () => resolve({ code: null, signal: null }));
    child.once("exit", (code, signal) => resolve({ code, signal }));
  });
  killGroup(child); // without namespaces, children may be left in the group
  killer.done();
  // A pid namespace's first process goes only after all others in it are gone.
  const first = firstInside?.() ?? null;
  while (first !== null && isAlive(first)) await delay(LOOK_AGAIN_MS);
  return { ...end, ended: killer.reason() };
}
