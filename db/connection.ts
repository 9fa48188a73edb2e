import { closeSync, mkdirSync, openSync } from "node:fs";
import path from "node:path";
import { Sequelize, Transaction } from "sequelize";
import type { Connected } from "./connected.js";
import { DatabaseUnavailable } from "./errors.js";
import { MIGRATIONS } from "./migrations/list.js";
import { createMigrationRunner } from "./migrations/runner.js";
import type { Tx } from "./models/table.js";
import { connectMysql, type MysqlSettings } from "./mysql.js";
import type { Clock, InTransaction } from "./repositories/deps.js";
import { createRepositories, type Repositories } from "./repositories/repositories.js";
import { createSqliteModule } from "./sqlite/dialect.js";
import { openThreads } from "./sqlite/threads.js";
import { translated, untilNoConflict } from "./translated.js";

export type { Tx } from "./models/table.js";

/** A database in one file; its folder is made when missing. */
export interface SqliteSettings {
  readonly kind: "sqlite";
  readonly file: string;
}

/** Which database to open. */
export type DatabaseSettings = SqliteSettings | MysqlSettings;

/** An open database. Everything here throws only the errors of errors.ts. */
export interface Database {
  /** Brings the schema up to date; safe when several processes start at once. */
  migrate(onStep?: (name: string) => void): Promise<void>;
  /** Names of migrations still to apply, in order; empty when the schema is current. */
  pendingMigrations(): Promise<string[]>;
  /** Throws DatabaseUnavailable when the database does not answer. */
  ping(): Promise<void>;
  /**
   * Commits what `fn` did, or nothing when it throws. `fn` runs again when the database ended it for a
   * conflict with another transaction, so it must do nothing outside the database that may not happen
   * twice. Pass `tx` to every repository call inside; a call without it would wait for this transaction.
   */
  transaction<T>(fn: (tx: Tx) => Promise<T>): Promise<T>;
  readonly repositories: Repositories;
  close(): Promise<void>;
}

/** Longest transaction, in ms. */
const TRANSACTION_LIMIT_MS = 60_000;
const PING_LIMIT_MS = 5_000;

/** Opens a database without touching its schema; throws DatabaseUnavailable when it does not answer. */
export async function openDatabase(settings: DatabaseSettings, clock: Clock = Date): Promise<Database> {
  const { sequelize, start, close } =
    settings.kind === "sqlite" ? connectSqlite(settings) : connectMysql(settings);
  const dialect = settings.kind;
  const inTransaction = createTransactions(sequelize);
  const runner = createMigrationRunner(sequelize, dialect, MIGRATIONS);
  const database: Database = {
    migrate: runner.migrate,
    pendingMigrations: runner.pending,
    async ping() {
      await translated(PING_LIMIT_MS, () => sequelize.query("SELECT 1"));
    },
    transaction: (fn) => inTransaction(undefined, fn),
    repositories: createRepositories({ sequelize, dialect, inTransaction, clock }),
    close,
  };
  try {
    await translated(PING_LIMIT_MS, start);
    await database.ping();
  } catch (error) {
    await close();
    throw error;
  }
  return database;
}

function connectSqlite({ file }: SqliteSettings): Connected {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  // Made here so that it, and SQLite's files beside it, can be read by the service's account alone.
  closeSync(openSync(file, "a", 0o600));
  const threads = openThreads(file);
  const sequelize = new Sequelize({
    dialect: "sqlite",
    storage: file,
    dialectModule: createSqliteModule(threads),
    // A transaction that reads first and then writes would fail when another wrote in between.
    transactionType: Transaction.TYPES.IMMEDIATE,
    logging: false,
    retry: { max: 1 },
  });
  return {
    sequelize,
    start: () => threads.start(),
    async close() {
      await sequelize.close();
      await threads.close();
    },
  };
}

/** One try. A transaction reported as too slow must not be committed afterwards. */
async function runOnce<T>(sequelize: Sequelize, work: (tx: Tx) => Promise<T>): Promise<T> {
  let isOver = false;
  const run = (): Promise<T> =>
    sequelize.transaction(async (tx) => {
      const result = await work(tx);
      if (isOver) throw new DatabaseUnavailable("the transaction took too long");
      return result;
    });
  try {
    return await translated(TRANSACTION_LIMIT_MS, run);
  } finally {
    isOver = true;
  }
}

/** Runs work in a transaction, again after a conflict; inside a given one it just runs. */
function createTransactions(sequelize: Sequelize): InTransaction {
  return async (tx, work) => {
    if (tx !== undefined) return work(tx);
    return untilNoConflict(() => runOnce(sequelize, work));
  };
}
