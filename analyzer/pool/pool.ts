import { Worker } from "node:worker_threads";
import { decodeResult, encodeResult } from "../facts/codec.js";
import type { LanguageId, MapResult, MapSettings } from "../types.js";
import { type EngineFlag, LATE_TURBOFAN, setFlags } from "./engineFlags.js";
import type { WorkerData, WorkerMessage, WorkerTask } from "./worker.js";

/** Tasks a worker holds at once: the one it works on and the next, so that it never waits for the pool. */
const TASKS_PER_WORKER = 2;

/** Files that wait in the pool, per worker, before `room` makes callers wait. */
const WAITING_PER_WORKER = 4;

/**
 * Source for each further thread. Starting one, with its grammar, takes about as long as measuring this much,
 * so a small repository is done sooner, and with half the processor time, by fewer threads than it may have.
 */
const BYTES_PER_WORKER = 1 << 19;

/** Time for one file. The slowest honest file takes a fraction of it; a parser killer ends here. */
const FILE_TIMEOUT_MS = 20_000;

/** JavaScript heap of one worker; WebAssembly memory comes on top and is limited to 4 GiB by itself. */
const WORKER_HEAP_MIB = 1024;

/** Runs the map step in worker threads or in a process of its own. */
export interface Pool extends PoolOf<MapResult> {}

/** A pool whose results are of one form: read, or still encoded to be passed on. */
export interface PoolOf<Result> {
  /**
   * The map step for one file. A file on which a fresh worker crashes, or any takes too long, is
   * `{ kind: "skipped", reason: "failed" }`, and costs no other file anything. The bytes are copied.
   * Rejects when the workers cannot start at all, or when the pool is closed first. `id` and `path` name
   * the file for implementations in another process.
   */
  analyze(
    id: number,
    path: string,
    bytes: Uint8Array,
    language: LanguageId,
    settings: MapSettings,
  ): Promise<Result>;
  /** Resolves when the first worker is ready; rejects when none can start. */
  ready(): Promise<void>;
  /** Resolves as soon as another file may be given; callers that wait for it hold few files in memory. */
  room(): Promise<void>;
  /** Ends the workers; files that were not finished reject. */
  close(): Promise<void>;
}

/** What a pool is made of; the numbers have defaults for production. */
export interface PoolOptions {
  readonly grammarFolder: string;
  /** Most threads; the first starts at once, others as files come. */
  readonly workers: number;
  /** The module a worker thread runs: `pool/thread.js` or the bundle made of it. */
  readonly workerFile: URL | string;
  readonly fileTimeoutMs?: number;
  readonly workerHeapMib?: number;
  readonly bytesPerWorker?: number;
  /** Flags of V8 that are set while no thread starts. */
  readonly flags?: readonly EngineFlag[];
}

interface Job extends WorkerTask {
  readonly settle: PromiseWithResolvers<Uint8Array>;
}

const FAILED = { kind: "skipped", reason: "failed" } as const;

/** One worker thread with the jobs it holds, the one it works on first. */
interface Seat {
  readonly worker: Worker;
  readonly jobs: Job[];
  ready: boolean;
  /** Whether it has finished a file: its memory is no longer as it was at the start. */
  isUsed: boolean;
  /** Whether it was ended because a file took too long. */
  isLate: boolean;
  timer: NodeJS.Timeout | null;
}

/** Starts the first worker thread; others follow when there is enough to do. */
export function createPool(options: PoolOptions): Pool {
  const pool = createEncodedPool(options);
  return {
    analyze: async (...file) => decodeResult(await pool.analyze(...file)),
    ready: () => pool.ready(),
    room: () => pool.room(),
    close: () => pool.close(),
  };
}

/** Starts the worker threads for somebody who passes their results on. */
export function createEncodedPool(options: PoolOptions): PoolOf<Uint8Array> {
  return new ThreadPool(options);
}

class ThreadPool implements PoolOf<Uint8Array> {
  readonly #options: PoolOptions;
  readonly #flags: readonly EngineFlag[];
  readonly #seats = new Set<Seat>();
  readonly #waiting: Job[] = [];
  readonly #roomWanted: (() => void)[] = [];
  readonly #started = Promise.withResolvers<void>();
  /** Source given to the pool so far. */
  #bytes = 0;
  /** Why no more files are taken; `null` while the pool works. */
  #over: Error | null = null;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#flags = options.flags ?? [LATE_TURBOFAN];
    // Whoever does not ask for `ready` learns of the failure from `analyze`.
    this.#started.promise.catch(() => undefined);
    this.#startWorker();
  }

  analyze(
    _id: number,
    _path: string,
    bytes: Uint8Array,
    language: LanguageId,
    settings: MapSettings,
  ): Promise<Uint8Array> {
    if (this.#over !== null) return Promise.reject(this.#over);
    this.#bytes += bytes.length;
    if (this.#wantsWorker()) this.#startWorker();
    const settle = Promise.withResolvers<Uint8Array>();
    // A copy of its own: it can be moved to the thread, and a slice of a large buffer would carry all of it.
    this.#waiting.push({ bytes: Uint8Array.from(bytes), language, settings, settle });
    this.#distribute();
    return settle.promise;
  }

  ready(): Promise<void> {
    return this.#started.promise;
  }

  room(): Promise<void> {
    if (this.#over !== null || this.#hasRoom()) return Promise.resolve();
    return new Promise((resolve) => this.#roomWanted.push(resolve));
  }

  async close(): Promise<void> {
    await this.#finish(new Error("the analyzer pool was closed before this file was done"));
  }

  #hasRoom(): boolean {
    return this.#waiting.length < WAITING_PER_WORKER * Math.max(1, this.#options.workers);
  }

  #wantsWorker(): boolean {
    const { workers, bytesPerWorker = BYTES_PER_WORKER } = this.#options;
    return this.#seats.size < workers && this.#bytes > this.#seats.size * bytesPerWorker;
  }

  /** @param jobs what it gets before anything else */
  #startWorker(jobs: Job[] = []): void {
    setFlags(this.#flags, "usual");
    const workerData: WorkerData = { grammarFolder: this.#options.grammarFolder };
    const worker = new Worker(this.#options.workerFile, {
      workerData,
      // What a library prints must not get between the answers on standard output.
      stdout: true,
      resourceLimits: { maxOldGenerationSizeMb: this.#options.workerHeapMib ?? WORKER_HEAP_MIB },
    });
    const seat: Seat = { worker, jobs, ready: false, isUsed: false, isLate: false, timer: null };
    this.#seats.add(seat);
    let cause: unknown;
    worker.on("message", (message: WorkerMessage) => this.#hear(seat, message));
    worker.on("error", (error) => {
      cause = error;
    });
    worker.on("exit", () => this.#replace(seat, cause));
  }

  #hear(seat: Seat, message: WorkerMessage): void {
    if (message.kind === "ready") {
      seat.ready = true;
      if ([...this.#seats].every(({ ready }) => ready)) setFlags(this.#flags, "wanted");
      this.#started.resolve();
      for (const job of seat.jobs.splice(0)) this.#give(seat, job);
    } else {
      seat.isUsed = true;
      seat.jobs.shift()?.settle.resolve(message.result);
      this.#watch(seat);
    }
    this.#distribute();
  }

  /** A thread ended: a new one starts, the next file goes back, and the file it worked on is given up. */
  #replace(seat: Seat, cause: unknown): void {
    if (seat.timer !== null) clearTimeout(seat.timer);
    this.#seats.delete(seat);
    if (this.#over !== null) return;
    const [failed, ...others] = seat.ready ? seat.jobs : [];
    this.#waiting.unshift(...(seat.ready ? others : seat.jobs));
    if (!seat.ready) {
      void this.#finish(new Error("the analyzer could not start in a worker thread", { cause }));
      return;
    }
    // A fresh thread may read what one whose memory is full of holes could not: a file's bytes alone decide.
    const isTriedAgain = seat.isUsed && !seat.isLate;
    if (!isTriedAgain) failed?.settle.resolve(encodeResult(FAILED));
    this.#startWorker(isTriedAgain && failed !== undefined ? [failed] : []);
  }

  /** Gives waiting files to the threads that hold fewest, then lets callers in that wait for room. */
  #distribute(): void {
    for (let held = 0; held < TASKS_PER_WORKER; held++) {
      for (const seat of this.#seats) {
        if (!seat.ready || seat.jobs.length > held) continue;
        const job = this.#waiting.shift();
        if (job === undefined) break;
        this.#give(seat, job);
      }
    }
    while (this.#hasRoom() && this.#roomWanted.length > 0) this.#roomWanted.shift()?.();
  }

  #give(seat: Seat, job: Job): void {
    const { bytes, language, settings } = job;
    // Copied again instead of moved: if the thread ends, the job must still have its bytes.
    const task: WorkerTask = { bytes, language, settings };
    seat.jobs.push(job);
    if (seat.jobs.length === 1) this.#watch(seat);
    seat.worker.postMessage(task);
  }

  /** Starts the clock for the file the thread works on now. */
  #watch(seat: Seat): void {
    if (seat.timer !== null) clearTimeout(seat.timer);
    seat.timer = null;
    if (seat.jobs.length === 0) return;
    const limitMs = this.#options.fileTimeoutMs ?? FILE_TIMEOUT_MS;
    seat.timer = setTimeout(() => {
      seat.isLate = true;
      void seat.worker.terminate();
    }, limitMs);
  }

  async #finish(reason: Error): Promise<void> {
    this.#over ??= reason;
    this.#started.reject(reason);
    const seats = [...this.#seats];
    for (const job of [...seats.flatMap(({ jobs }) => jobs.splice(0)), ...this.#waiting.splice(0)]) {
      job.settle.reject(reason);
    }
    for (const wanted of this.#roomWanted.splice(0)) wanted();
    for (const { timer } of seats) if (timer !== null) clearTimeout(timer);
    await Promise.all(seats.map(({ worker }) => worker.terminate()));
    setFlags(this.#flags, "wanted");
  }
}
