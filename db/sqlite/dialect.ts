import type { Parameters, SqlRow, SqlValue } from "./protocol.js";
import type { SqliteThreads, StatementResult, WriterLease } from "./threads.js";

/** Called as the sqlite3 package calls it: the counts in `this`, then the error or the rows. */
type Callback = (this: Counts, error: unknown, rows?: object[]) => void;

interface Counts {
  readonly lastID: number;
  readonly changes: number;
}

/**
 * What Sequelize's SQLite dialect expects of the `sqlite3` package, kept by threads that run
 * `node:sqlite`. A connection is only a name here: reading statements go to any reader, and
 * `BEGIN` binds the connection to the writer until `COMMIT` or `ROLLBACK`.
 */
export function createSqliteModule(threads: SqliteThreads): object {
  class Database {
    readonly filename: string;
    readonly #connection = createConnection(threads);

    constructor(filename: string, _mode: number, opened: (error: null) => void) {
      this.filename = filename;
      queueMicrotask(() => opened(null));
    }

    /**
     * Sequelize's query begins by keeping a stack and prints it, successful or not; with source maps that
     * takes as long as the rest of it. Errors never show that stack (translated.ts), so it is left empty.
     */
    serialize(work: () => void): void {
      const { stackTraceLimit } = Error;
      Error.stackTraceLimit = 0;
      try {
        work();
      } finally {
        Error.stackTraceLimit = stackTraceLimit;
      }
    }

    all(sql: string, ...rest: [Callback] | [unknown, Callback]): void {
      const [parameters, callback] = rest.length === 1 ? [[], rest[0]] : rest;
      answer(this.#connection.run(sql, parameters, "rows"), callback);
    }

    run(sql: string, parameters: unknown = [], callback: Callback = () => undefined): void {
      answer(this.#connection.run(sql, parameters, "changes"), callback);
    }

    close(callback: (error: null) => void = () => undefined): void {
      this.#connection.close().finally(() => callback(null));
    }
  }
  return { OPEN_READONLY: 1, OPEN_READWRITE: 2, OPEN_CREATE: 4, Database };
}

function answer(work: Promise<StatementResult>, callback: Callback): void {
  work.then(
    (result) =>
      callback.call({ lastID: result.lastId, changes: result.changes }, null, result.rows.map(withBuffers)),
    (error: unknown) => callback.call({ lastID: 0, changes: 0 }, error),
  );
}

/** Blobs arrive as plain byte arrays; everybody above expects `Buffer`. */
function withBuffers(row: SqlRow): Record<string, unknown> {
  const out: Record<string, unknown> = row;
  for (const [name, value] of Object.entries(row)) {
    if (value instanceof Uint8Array)
      out[name] = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  }
  return out;
}

const READING = new Set(["SELECT", "PRAGMA", "EXPLAIN", "VALUES"]);
const NOTHING: StatementResult = { id: 0, ok: true, rows: [], changes: 0, lastId: 0 };

function createConnection(threads: SqliteThreads) {
  let held: WriterLease | null = null;
  const letGo = (): void => {
    held?.release();
    held = null;
  };
  return {
    async run(sql: string, raw: unknown, want: "rows" | "changes"): Promise<StatementResult> {
      // Sequelize asks for the column types before each SELECT to convert dates; this product stores
      // none, so the answer would only cost a second round trip.
      if (sql.startsWith("PRAGMA table_info(") || /^PRAGMA FOREIGN_KEYS=ON$/.test(sql)) return NOTHING;
      const verb = sql.slice(0, 8).trimStart().split(/[\s;]/, 1)[0]?.toUpperCase() ?? "";
      const statement = { sql, parameters: toParameters(raw), want };
      if (held === null && READING.has(verb)) return threads.read(statement);
      if (held === null && verb !== "BEGIN") {
        const lease = await threads.acquireWriter();
        return lease.run(statement).finally(() => lease.release());
      }
      if (held === null) held = await threads.acquireWriter();
      try {
        const result = await held.run(statement);
        if (verb === "COMMIT") letGo();
        return result;
      } catch (error) {
        if (verb === "BEGIN") letGo();
        throw error;
      } finally {
        if (verb === "ROLLBACK") letGo();
      }
    },
    /** Rolls back what an abandoned transaction left. */
    async close(): Promise<void> {
      if (held === null) return;
      await held.run({ sql: "ROLLBACK", parameters: [], want: "changes" }).catch(() => undefined);
      letGo();
    },
  };
}

function toParameters(raw: unknown): Parameters {
  if (Array.isArray(raw)) return raw.map(toSqlValue);
  if (typeof raw !== "object" || raw === null) return [];
  return Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, toSqlValue(value)]));
}

function toSqlValue(value: unknown): SqlValue {
  switch (typeof value) {
    case "string":
    case "number":
    case "bigint":
      return value;
    case "boolean":
      return value ? 1 : 0;
    case "undefined":
      return null;
    default:
      if (value === null) return null;
      // A copy of its own: a small Buffer is a view of a shared 8 KiB slab, and posting a view to a
      // thread copies the whole slab, other callers' bytes included.
      if (value instanceof Uint8Array) return new Uint8Array(value);
      throw new TypeError("only null, numbers, text and bytes can be stored");
  }
}
