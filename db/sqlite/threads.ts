import { Worker } from "node:worker_threads";
import type { Parameters, StatementAnswer, StatementRequest, ThreadSettings } from "./protocol.js";

/** Waiting for another process's write transaction, in ms, before SQLite gives up. */
const BUSY_TIMEOUT_MS = 5_000;
/** Waiting for this process's own running write transaction, in ms. */
const WRITER_WAIT_MS = 10_000;
/** Reading connections; SQLite in WAL mode reads in parallel to the one writer. */
const READERS = 2;

/** A successful answer. */
export type StatementResult = Extract<StatementAnswer, { ok: true }>;

/** One thing to run. */
interface Statement {
  readonly sql: string;
  readonly parameters: Parameters;
  readonly want: "rows" | "changes";
}

/** The only writing connection, held by one caller until released. */
export interface WriterLease {
  run(statement: Statement): Promise<StatementResult>;
  /** Idempotent. */
  release(): void;
}

/** The threads of one database file. */
export interface SqliteThreads {
  /** Opens the file for writing, so that readers find it in its final mode; throws when that fails. */
  start(): Promise<void>;
  /** Runs a reading statement on the least busy reader; those of one turn of the event loop travel together. */
  read(statement: Statement): Promise<StatementResult>;
  /** Waits in order of arrival; throws SQLITE_BUSY after 10 s. */
  acquireWriter(): Promise<WriterLease>;
  /** Ends every thread; a statement that SQLite is in the middle of is waited for, its result is not given. */
  close(): Promise<void>;
}

/** A refusal of SQLite; `code` as in the sqlite3 package, so Sequelize understands it. */
class SqliteError extends Error {
  override readonly name = "SqliteError";
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Opens `file` in threads: one writer (SQLite allows one at a time, so writers of this process queue
 * here, in order, instead of polling for the file's lock) and two readers. Threads start when first
 * needed and end by {@link SqliteThreads.close}; an idle thread does not keep the process alive.
 */
export function openThreads(file: string): SqliteThreads {
  const writer = createSlot({ file, readOnly: false, busyTimeoutMs: BUSY_TIMEOUT_MS });
  const readers = Array.from({ length: READERS }, () =>
    createSlot({ file, readOnly: true, busyTimeoutMs: BUSY_TIMEOUT_MS }),
  );
  const queue = createQueue();
  return {
    async start() {
      await writer.thread().run({ sql: "SELECT 1", parameters: [], want: "rows" });
    },
    async read(statement) {
      const idlest = readers.reduce((best, slot) => (slot.pending() < best.pending() ? slot : best));
      const chosen = readers.find((slot) => slot.isGathering()) ?? idlest;
      return chosen.thread().run(statement);
    },
    async acquireWriter() {
      const release = await queue.enter();
      // One thread for the whole lease: were it replaced in the middle of a transaction, the rest of
      // that transaction would run, and stay, without its beginning.
      const thread = writer.thread();
      return { run: (statement) => thread.run(statement), release };
    },
    async close() {
      await Promise.all([writer, ...readers].map((slot) => slot.close()));
    },
  };
}

/** One place in the pool: starts its thread on first use and again when it ended unexpectedly. */
function createSlot(settings: ThreadSettings) {
  let thread: Thread | null = null;
  return {
    pending: () => thread?.pending() ?? 0,
    isGathering: () => thread?.isGathering() ?? false,
    thread(): Thread {
      if (thread === null || thread.ended()) thread = startThread(settings);
      return thread;
    },
    async close(): Promise<void> {
      await thread?.close();
      thread = null;
    },
  };
}

interface Thread {
  run(statement: Statement): Promise<StatementResult>;
  pending(): number;
  /** Whether statements are kept back for the rest of this turn. */
  isGathering(): boolean;
  ended(): boolean;
  close(): Promise<void>;
}

function startThread(settings: ThreadSettings): Thread {
  const worker = new Worker(new URL("./thread.js", import.meta.url), {
    workerData: settings,
    // node:sqlite still announces itself as experimental on standard error once per thread.
    execArgv: ["--disable-warning=ExperimentalWarning"],
  });
  worker.unref();
  const waiting = new Map<number, PromiseWithResolvers<StatementResult>>();
  let lastId = 0;
  let ended = false;
  // Waking the other thread costs more than a short statement does, so one message carries a turn's worth.
  let gathered: StatementRequest[] = [];
  const send = (): void => {
    worker.postMessage(gathered);
    gathered = [];
  };
  const failAll = (error: SqliteError): void => {
    ended = true;
    for (const one of waiting.values()) one.reject(error);
    waiting.clear();
  };
  worker.on("message", (replies: readonly StatementAnswer[]) => {
    for (const reply of replies) {
      const one = waiting.get(reply.id);
      waiting.delete(reply.id);
      if (reply.ok) one?.resolve(reply);
      else one?.reject(new SqliteError(reply.code, reply.message));
    }
    if (waiting.size === 0) worker.unref();
  });
  // A file that cannot be opened ends the thread; its text has no values in it.
  worker.on("error", (error) =>
    failAll(new SqliteError("SQLITE_CANTOPEN", error instanceof Error ? error.message : "unknown failure")),
  );
  worker.on("exit", () => failAll(new SqliteError("SQLITE_THREAD_ENDED", "the database was closed")));
  return {
    run({ sql, parameters, want }) {
      if (ended) return Promise.reject(new SqliteError("SQLITE_THREAD_ENDED", "the database was closed"));
      lastId += 1;
      const request: StatementRequest = { id: lastId, sql, parameters, want };
      const one = Promise.withResolvers<StatementResult>();
      waiting.set(request.id, one);
      if (waiting.size === 1) worker.ref();
      if (gathered.push(request) === 1) setImmediate(send);
      return one.promise;
    },
    pending: () => waiting.size,
    isGathering: () => gathered.length > 0,
    ended: () => ended,
    async close() {
      await worker.terminate();
    },
  };
}

/** A lock whose waiters enter in order of arrival. */
function createQueue() {
  const waiting: (() => void)[] = [];
  let held = false;
  const leave = (): void => {
    const next = waiting.shift();
    if (next) next();
    else held = false;
  };
  return {
    async enter(): Promise<() => void> {
      if (held) await waitTurn(waiting);
      held = true;
      let left = false;
      return () => {
        if (left) return;
        left = true;
        leave();
      };
    },
  };
}

function waitTurn(waiting: (() => void)[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const turn = (): void => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(() => {
      waiting.splice(waiting.indexOf(turn), 1);
      reject(new SqliteError("SQLITE_BUSY", "a running transaction did not end in time"));
    }, WRITER_WAIT_MS);
    waiting.push(turn);
  });
}
