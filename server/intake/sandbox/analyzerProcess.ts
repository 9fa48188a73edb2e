import path from "node:path";
import type { Pool } from "../../../analyzer/pool/pool.js";
import { encodeFrame } from "../../../analyzer/pool/protocol.js";
import type { LanguageId, MapResult, MapSettings } from "../../../analyzer/types.js";
import { IntakeError } from "../errors.js";
import { type AnalyzerRun, startAnalyzerRun } from "./analyzerRun.js";
import { type Limits, STAGE_LIMITS } from "./limits.js";
import type { AnalysisUid, Sandbox } from "./sandbox.js";

/** What an analyzer process is started from. */
export interface AnalyzerProcessOptions {
  readonly sandbox: Sandbox;
  /** Worker threads inside. */
  readonly workers: number;
  /** Ends it, and rejects every unfinished file. */
  readonly signal: AbortSignal;
  readonly limits?: Limits;
  /** Folder with `analyzer.mjs` and `grammars/`; the built one unless given. */
  readonly programFolder?: string;
  /** Longest silence while files are open, ms; the pool inside gives one file 20 s. */
  readonly silenceMs?: number;
}

const PROGRAM_FOLDER = path.resolve(import.meta.dirname, "../../../sandboxed");
const SILENCE_MS = 60_000;
/** Crashes one analysis may cause, each costing one file, before it is given up. */
const MAX_CRASHES = 20;
/**
 * Starts the analyzer in the "analyze" stage, under a uid of its own; resolves when it is ready for files.
 *
 * A crash costs the file that caused it and nothing else: the files that were open are tried again, one at
 * a time, and the one that is open alone at the next crash is `skipped: failed`. An answer that is malformed
 * or that nobody asked for ends the analysis with IntakeError `sandbox-failed`, since the process that gave
 * it no longer does what it was started for.
 */
export async function startAnalyzerProcess(options: AnalyzerProcessOptions): Promise<Pool> {
  const pool = new ProcessPool(options);
  try {
    await pool.ready();
  } catch (error) {
    await pool.close();
    throw error;
  }
  return pool;
}

type Numbered = readonly [id: number, task: Task];

interface Task {
  readonly frame: Buffer;
  readonly settle: PromiseWithResolvers<MapResult>;
}

class ProcessPool implements Pool {
  readonly #options: AnalyzerProcessOptions;
  readonly #uid: AnalysisUid;
  /** Given to the process and not yet answered. */
  readonly #open = new Map<number, Task>();
  /** Files that were open at a crash and wait to be tried one at a time. */
  readonly #suspects: Numbered[] = [];
  /** Files that came in meanwhile. */
  readonly #waiting: Numbered[] = [];
  readonly #roomWanted: (() => void)[] = [];
  #run: AnalyzerRun;
  #isolated = false;
  #crashes = 0;
  #nextId = 0;
  #over: Error | null = null;

  constructor(options: AnalyzerProcessOptions) {
    this.#options = options;
    this.#uid = options.sandbox.claimUid();
    try {
      this.#run = this.#start();
    } catch (error) {
      this.#uid.release();
      throw error;
    }
  }

  ready(): Promise<void> {
    return this.#run.ready;
  }

  /** Frames carry numbers of this pool's own, so that no caller's mistake can make two files one. */
  analyze(
    _id: number,
    filePath: string,
    bytes: Uint8Array,
    language: LanguageId,
    settings: MapSettings,
  ): Promise<MapResult> {
    if (this.#over !== null) return Promise.reject(this.#over);
    const id = this.#nextId++;
    const frame = encodeFrame({ id, path: filePath, language, settings }, bytes);
    const settle = Promise.withResolvers<MapResult>();
    this.#waiting.push([id, { frame, settle }]);
    this.#send();
    return settle.promise;
  }

  async room(): Promise<void> {
    if (this.#over !== null) return;
    if (this.#waiting.length > 0) await new Promise<void>((resolve) => this.#roomWanted.push(resolve));
    await this.#run.room();
  }

  async close(): Promise<void> {
    this.#finish(new IntakeError("cancelled", "The analysis was ended before this file was done."));
    await this.#run.ended;
    this.#uid.release();
  }

  #start(): AnalyzerRun {
    const { sandbox, workers, signal, limits = STAGE_LIMITS.analyze, silenceMs = SILENCE_MS } = this.#options;
    const programFolder = this.#options.programFolder ?? PROGRAM_FOLDER;
    const { uid } = this.#uid;
    return startAnalyzerRun(
      { sandbox, workers, signal, limits, silenceMs, programFolder, uid },
      {
        onResult: (id, result) => this.#hear(id, result),
        onEnd: (fatal) => this.#afterEnd(fatal),
      },
    );
  }

  #hear(id: number, result: MapResult): boolean {
    const task = this.#open.get(id);
    if (task === undefined) return false;
    this.#open.delete(id);
    task.settle.resolve(result);
    this.#send();
    return true;
  }

  /** Suspects go one at a time and alone; once there are none, everything that came in goes at once. */
  #send(): void {
    if (this.#isolated && this.#open.size > 0) return;
    const suspect = this.#suspects.shift();
    this.#isolated = suspect !== undefined;
    for (const [id, task] of suspect === undefined ? this.#waiting.splice(0) : [suspect]) {
      this.#open.set(id, task);
      this.#run.write(task.frame);
    }
    if (this.#waiting.length === 0) for (const wanted of this.#roomWanted.splice(0)) wanted();
  }

  #afterEnd(fatal: IntakeError | null): void {
    if (this.#over !== null) return;
    this.#crashes++;
    if (fatal !== null || this.#crashes > MAX_CRASHES) {
      this.#finish(
        fatal ?? new IntakeError("sandbox-failed", "Too many files of this repository crashed the analyzer."),
      );
      return;
    }
    const open = [...this.#open];
    this.#open.clear();
    const [only] = open;
    if (open.length === 1 && only !== undefined)
      only[1].settle.resolve({ kind: "skipped", reason: "failed" });
    else this.#suspects.unshift(...open);
    try {
      this.#run = this.#start();
      this.#send();
    } catch (cause) {
      this.#finish(new IntakeError("sandbox-failed", "The analyzer could not be started again.", { cause }));
    }
  }

  #finish(reason: Error): void {
    this.#over ??= reason;
    this.#run.kill();
    const rest = [...this.#open, ...this.#suspects.splice(0), ...this.#waiting.splice(0)];
    this.#open.clear();
    for (const [, task] of rest) task.settle.reject(this.#over);
    for (const wanted of this.#roomWanted.splice(0)) wanted();
  }
}
