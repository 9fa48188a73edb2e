import { QueryTypes, type Sequelize } from "sequelize";
import { Umzug } from "umzug";
import { z } from "zod";
import { DatabaseUnavailable } from "../errors.js";
import type { Tx } from "../models/table.js";
import { WITHOUT_LIMIT } from "../mysql.js";
import { translateError } from "../translated.js";
import type { Dialect, Migration } from "./ddl.js";

/** Longest wait for another process that is migrating, in ms. */
const LOCK_LIMIT_MS = 60_000;
const LEDGER = "schema_migrations";
const nameRows = z.array(z.object({ name: z.string() }));
const lockRows = z.array(z.object({ locked: z.coerce.number().nullable() }));

/** Applies and lists the schema's changes. */
export interface MigrationRunner {
  /** Applies what is pending, one process at a time; `onStep` hears each name as it begins. */
  migrate(onStep?: (name: string) => void): Promise<void>;
  /** Names still to apply, in order; empty when the schema is current. */
  pending(): Promise<string[]>;
}

/** A runner for `migrations` on the database behind `sequelize`. */
export function createMigrationRunner(
  sequelize: Sequelize,
  dialect: Dialect,
  migrations: readonly Migration[],
): MigrationRunner {
  const context = createSchema(sequelize, dialect);
  const umzug = (tx: Tx | undefined, onStep: (name: string) => void) =>
    new Umzug({
      logger: undefined,
      storage: {
        logMigration: ({ name }) => context.note(name, tx),
        unlogMigration: () => Promise.reject(new Error("migrations are not undone")),
        executed: () => context.applied(tx),
      },
      migrations: migrations.map((migration) => ({
        name: migration.name,
        up: async () => {
          onStep(migration.name);
          const sql = await migration.statement(dialect, (kind, name, table) =>
            context.exists(kind, name, table, tx),
          );
          if (sql !== null) await context.run(sql, tx);
        },
      })),
    });
  return {
    async migrate(onStep = () => undefined) {
      const apply = async (tx?: Tx): Promise<void> => {
        await context.createLedger(tx);
        await umzug(tx, onStep).up();
      };
      await (dialect === "sqlite"
        ? inOneTransaction(sequelize, apply)
        : underNamedLock(sequelize, apply)
      ).catch((error: unknown) => {
        throw translateError(unwrapped(error));
      });
    },
    async pending() {
      const steps = await umzug(undefined, () => undefined)
        .pending()
        .catch((error: unknown) => {
          throw translateError(error);
        });
      return steps.map(({ name }) => name);
    },
  };
}

/** Umzug wraps what a migration threw. */
function unwrapped(error: unknown): unknown {
  return error instanceof Error && error.cause !== undefined ? error.cause : error;
}

/** SQLite: everything or nothing, and the file's write lock keeps a second starter waiting. */
async function inOneTransaction(sequelize: Sequelize, apply: (tx: Tx) => Promise<void>): Promise<void> {
  const deadline = performance.now() + LOCK_LIMIT_MS;
  for (;;) {
    try {
      return await sequelize.transaction(apply);
    } catch (error) {
      if (!(translateError(error) instanceof DatabaseUnavailable) || performance.now() > deadline)
        throw error;
    }
  }
}

/** MySQL: a named lock of one pinned connection; it is freed when that connection ends, however it ends. */
async function underNamedLock(sequelize: Sequelize, apply: () => Promise<void>): Promise<void> {
  await sequelize.transaction(async (pinned) => {
    const answer = await sequelize.query("SELECT GET_LOCK(CONCAT(DATABASE(), '.migrate'), ?) AS locked", {
      replacements: [LOCK_LIMIT_MS / 1_000],
      type: QueryTypes.SELECT,
      transaction: pinned,
      ...WITHOUT_LIMIT,
    });
    if (lockRows.parse(answer)[0]?.locked !== 1)
      throw new DatabaseUnavailable("another process is migrating for too long");
    try {
      await apply();
    } finally {
      await sequelize.query("SELECT RELEASE_LOCK(CONCAT(DATABASE(), '.migrate'))", { transaction: pinned });
    }
  });
}

/** The few statements migrating needs. */
function createSchema(sequelize: Sequelize, dialect: Dialect) {
  const select = (sql: string, replacements: string[], tx: Tx | undefined): Promise<object[]> =>
    sequelize.query(sql, {
      replacements,
      type: QueryTypes.SELECT,
      transaction: tx ?? null,
      ...WITHOUT_LIMIT,
    });
  const run = async (sql: string, tx: Tx | undefined): Promise<void> => {
    await sequelize.query(sql, { raw: true, transaction: tx ?? null, ...WITHOUT_LIMIT });
  };
  const exists = async (
    kind: "table" | "index",
    name: string,
    table: string,
    tx: Tx | undefined,
  ): Promise<boolean> => {
    if (dialect === "sqlite") {
      return (
        (await select("SELECT name FROM sqlite_master WHERE type = ? AND name = ?", [kind, name], tx))
          .length > 0
      );
    }
    const found =
      kind === "table"
        ? await select(
            "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = ?",
            [name],
            tx,
          )
        : await select(
            "SELECT index_name AS name FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = ? AND index_name = ?",
            [table, name],
            tx,
          );
    return found.length > 0;
  };
  return {
    run,
    exists,
    createLedger: (tx: Tx | undefined) =>
      run(`CREATE TABLE IF NOT EXISTS ${LEDGER} (name VARCHAR(190) NOT NULL PRIMARY KEY)`, tx),
    async note(name: string, tx: Tx | undefined): Promise<void> {
      await sequelize.query(`INSERT INTO ${LEDGER} (name) VALUES (?)`, {
        replacements: [name],
        type: QueryTypes.INSERT,
        transaction: tx ?? null,
      });
    },
    async applied(tx: Tx | undefined): Promise<string[]> {
      if (!(await exists("table", LEDGER, LEDGER, tx))) return [];
      const rows = await select(`SELECT name FROM ${LEDGER} ORDER BY name`, [], tx);
      return nameRows.parse(rows).map(({ name }) => name);
    },
  };
}
