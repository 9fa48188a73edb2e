/**
 * Entry of one SQLite thread: one connection, one statement at a time. `node:sqlite` is synchronous, so
 * waiting for another process's lock happens here and never in the thread that serves requests.
 */
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { parentPort, workerData } from "node:worker_threads";
import type { SqlRow, SqlValue, StatementAnswer, StatementRequest, ThreadSettings } from "./protocol.js";

/** Prepared statements kept per connection; the product has fewer distinct parameterised ones. */
const MAX_PREPARED = 200;
/** Longer texts are bulk statements with their values inside; they never come twice. */
const MAX_PREPARED_CHARS = 4_096;

function open(settings: ThreadSettings): DatabaseSync {
  const database = new DatabaseSync(settings.file, {
    readOnly: settings.readOnly,
    timeout: settings.busyTimeoutMs,
  });
  if (!settings.readOnly) {
    setWriteAheadLog(database, settings.busyTimeoutMs);
    // FULL, not NORMAL: a sign-out or an erased row must not come back after a power cut, and this
    // product commits a few times per analysis, so one flush per commit costs nothing noticeable.
    database.exec("PRAGMA synchronous = FULL");
    // REPLACE deletes without firing triggers otherwise; the audit log's refusing triggers count on it.
    database.exec("PRAGMA recursive_triggers = ON");
  }
  database.exec("PRAGMA foreign_keys = ON");
  return database;
}

const BUSY = 5;
const RETRY_MS = 20;

/** SQLite does not wait for another process that is switching the same new file at this moment. */
function setWriteAheadLog(database: DatabaseSync, limitMs: number): void {
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  for (let waitedMs = 0; ; waitedMs += RETRY_MS) {
    try {
      database.exec("PRAGMA journal_mode = WAL");
      return;
    } catch (error) {
      const isBusy = error instanceof Error && "errcode" in error && error.errcode === BUSY;
      if (!isBusy || waitedMs >= limitMs) throw error;
      Atomics.wait(sleeper, 0, 0, RETRY_MS);
    }
  }
}

/** Prepares statements, reusing the most recently used ones. */
function createPreparer(database: DatabaseSync): (sql: string) => StatementSync {
  const prepared = new Map<string, StatementSync>();
  return (sql) => {
    const known = prepared.get(sql);
    const statement = known ?? database.prepare(sql);
    if (sql.length > MAX_PREPARED_CHARS) return statement;
    prepared.delete(sql);
    prepared.set(sql, statement);
    for (const oldest of prepared.keys()) {
      if (prepared.size <= MAX_PREPARED) break;
      prepared.delete(oldest);
    }
    return statement;
  };
}

function answer(prepare: (sql: string) => StatementSync, request: StatementRequest): StatementAnswer {
  try {
    const statement = prepare(request.sql);
    const { id, parameters } = request;
    if (request.want === "rows") {
      const rows: SqlRow[] = Array.isArray(parameters)
        ? statement.all(...parameters)
        : statement.all(parameters);
      return { id, ok: true, rows, changes: 0, lastId: 0 };
    }
    const done = Array.isArray(parameters) ? statement.run(...parameters) : statement.run(parameters);
    return { id, ok: true, rows: [], changes: Number(done.changes), lastId: Number(done.lastInsertRowid) };
  } catch (error) {
    return { id: request.id, ok: false, ...describe(error) };
  }
}

/** Extended result codes of https://sqlite.org/rescode.html that callers tell apart. */
const EXTENDED_CODES = new Map([
  [787, "SQLITE_CONSTRAINT_FOREIGNKEY"],
  [1555, "SQLITE_CONSTRAINT_PRIMARYKEY"],
  [1811, "SQLITE_CONSTRAINT_TRIGGER"],
  [2067, "SQLITE_CONSTRAINT_UNIQUE"],
]);
const PRIMARY_CODES = new Map([
  [5, "SQLITE_BUSY"],
  [6, "SQLITE_LOCKED"],
  [8, "SQLITE_READONLY"],
  [10, "SQLITE_IOERR"],
  [13, "SQLITE_FULL"],
  [14, "SQLITE_CANTOPEN"],
  [19, "SQLITE_CONSTRAINT_OTHER"],
]);

function describe(error: unknown): { code: string; message: string } {
  const message = error instanceof Error ? error.message : "unknown failure";
  const extended = error instanceof Error && "errcode" in error ? Number(error.errcode) : 1;
  const code = EXTENDED_CODES.get(extended) ?? PRIMARY_CODES.get(extended & 0xff) ?? "SQLITE_ERROR";
  return { code, message };
}

/** The memory of every blob in the rows of `replies`, handed over instead of copied. */
function blobMemory(replies: readonly StatementAnswer[]): ArrayBuffer[] {
  const found: ArrayBuffer[] = [];
  for (const row of replies.flatMap((reply) => (reply.ok ? reply.rows : []))) {
    for (const value of Object.values<SqlValue>(row)) {
      if (value instanceof Uint8Array && value.buffer instanceof ArrayBuffer) found.push(value.buffer);
    }
  }
  return found;
}

function main(settings: ThreadSettings): void {
  const port = parentPort;
  if (port === null) throw new Error("this file is the entry of a worker thread");
  const prepare = createPreparer(open(settings));
  port.on("message", (requests: readonly StatementRequest[]) => {
    const replies = requests.map((request) => answer(prepare, request));
    port.postMessage(replies, blobMemory(replies));
  });
}

main(workerData);
