import path from "node:path";
import { ANALYZER_VERSION } from "../../../analyzer/index.js";
import { type Answer, AnswerDecoder } from "../../../analyzer/pool/protocol.js";
import type { MapResult } from "../../../analyzer/types.js";
import { cleanDetail, IntakeError } from "../errors.js";
import type { Exit, SandboxedProcess } from "./command.js";
import type { Limits } from "./limits.js";
import { publishForEveryUid } from "./publishRuntime.js";
import type { Sandbox } from "./sandbox.js";

/** Heap of the process's main thread, MiB; it holds frames and answers, its workers have their own. */
const MAIN_HEAP_MIB = 1_024;

/** What one analyzer process is started from; see AnalyzerProcessOptions. */
export interface AnalyzerRunOptions {
  readonly sandbox: Sandbox;
  readonly workers: number;
  readonly signal: AbortSignal;
  readonly limits: Limits;
  readonly programFolder: string;
  readonly silenceMs: number;
  readonly uid: number | null;
}

/** What one process tells its pool. */
export interface AnalyzerRunEvents {
  /** Whether the id was open; when it was not, the process is ended as broken. */
  onResult(id: number, result: MapResult): boolean;
  /** Called once, when nothing of it runs any more: null for a crash that another process may outlive. */
  onEnd(fatal: IntakeError | null): void;
}

/** One analyzer process in the sandbox. */
export interface AnalyzerRun {
  /** Resolves at its first line; rejects with IntakeError when it ends before. */
  readonly ready: Promise<void>;
  readonly ended: Promise<void>;
  write(frame: Buffer): void;
  /** Resolves when the process has kept up with what was written. */
  room(): Promise<void>;
  kill(): void;
}

/** Starts one process. Throws IntakeError when the sandbox cannot. */
export function startAnalyzerRun(options: AnalyzerRunOptions, events: AnalyzerRunEvents): AnalyzerRun {
  const child = spawnAnalyzer(options);
  const { stdin } = child;
  if (stdin === null) throw new Error("the analyzer was started without an input");
  const ready = Promise.withResolvers<void>();
  ready.promise.catch(() => undefined); // whoever does not wait for it learns of it from onEnd
  const silence = createSilenceWatch(options.silenceMs, () => child.kill());
  let isReady = false;
  let broken: IntakeError | null = null;
  const hear = (answer: Answer) => {
    if (answer.kind === "ready") {
      if (isReady || answer.version !== ANALYZER_VERSION)
        throw new Error("the analyzer is another one than expected");
      isReady = true;
      silence.close();
      ready.resolve();
      return;
    }
    if (!isReady || !events.onResult(answer.id, answer.result))
      throw new Error("an answer that nobody asked for");
    silence.close();
  };
  listen(child, hear, (cause) => {
    broken = failure("The analyzer answered what it may not; the analysis was ended.", child, cause);
    child.kill();
  });
  stdin.on("error", () => undefined); // it died: `exited` says why
  silence.open(); // the first line is owed from the start
  const ended = child.exited.then((exit) => {
    silence.stop();
    const fatal = broken ?? fatalEnd(exit, child, { isReady, isCancelled: options.signal.aborted });
    ready.reject(fatal ?? failure("The analyzer ended at its start.", child));
    events.onEnd(fatal);
  });
  return {
    ready: ready.promise,
    ended,
    write(frame) {
      silence.open();
      stdin.write(frame);
    },
    room: async () => {
      if (stdin.writableNeedDrain)
        await Promise.race([new Promise((resolve) => stdin.once("drain", resolve)), ended]);
    },
    kill: () => child.kill(),
  };
}

function spawnAnalyzer(options: AnalyzerRunOptions): SandboxedProcess {
  const node = options.uid === null ? process.execPath : publishForEveryUid(process.execPath);
  const program = options.uid === null ? options.programFolder : publishForEveryUid(options.programFolder);
  return options.sandbox.spawn({
    stage: "analyze",
    argv: [
      "/app/node",
      `--max-old-space-size=${MAIN_HEAP_MIB}`,
      "/app/program/analyzer.mjs",
      "--grammars",
      "/app/program/grammars",
      "--workers",
      String(options.workers),
    ],
    binds: [
      { source: node, target: "/app/node" },
      { source: path.resolve(program), target: "/app/program" },
    ],
    limits: options.limits,
    uid: options.uid,
    signal: options.signal,
    stdin: "pipe",
  });
}

function listen(
  child: SandboxedProcess,
  hear: (answer: Answer) => void,
  refuse: (cause: unknown) => void,
): void {
  const decoder = new AnswerDecoder();
  let refused = false;
  child.stdout.on("error", () => undefined); // it died: `exited` says why
  child.stdout.on("data", (chunk: Buffer) => {
    if (refused) return;
    try {
      for (const answer of decoder.push(chunk)) hear(answer);
    } catch (cause) {
      refused = true;
      refuse(cause);
    }
  });
}

/** Ends that another process would only repeat; a crash once it worked is none of them. */
function fatalEnd(
  exit: Exit,
  child: SandboxedProcess,
  state: { isReady: boolean; isCancelled: boolean },
): IntakeError | null {
  if (state.isCancelled) return new IntakeError("cancelled", "The analysis was cancelled.");
  if (exit.ended === "deadline")
    return new IntakeError("over-limit-time", "The analysis took too long and was ended.");
  if (!state.isReady)
    return failure("The analyzer could not be started. Run `sealgrade doctor` to see why.", child);
  return null;
}

function failure(publicMessage: string, child: SandboxedProcess, cause?: unknown): IntakeError {
  return new IntakeError("sandbox-failed", publicMessage, { detail: cleanDetail(child.stderrText()), cause });
}

/** Calls back when something is owed and nothing was heard for so long. */
function createSilenceWatch(silenceMs: number, onSilence: () => void) {
  let owed = 0;
  let timer: NodeJS.Timeout | null = null;
  const restart = () => {
    if (timer !== null) clearTimeout(timer);
    timer = owed > 0 ? setTimeout(onSilence, silenceMs) : null;
  };
  return {
    open() {
      owed++;
      if (timer === null) restart();
    },
    close() {
      owed--;
      restart();
    },
    stop() {
      owed = 0;
      restart();
    },
  };
}
