import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Database, type DatabaseSettings, openDatabase } from "../../db/connection.js";
import { isMariaDbInstalled, type MariaDb, startMariaDb } from "./mariadb.js";
import { unavailable } from "./unavailable.js";

/** What a suite that runs on every database works with. */
export interface SpecDatabase {
  /** A new, empty, migrated database; closed and removed after the spec. */
  open(): Promise<Database>;
  /** Where a new, empty database without a schema is. */
  settings(): Promise<DatabaseSettings>;
  /** Another connection to a database that `settings` named; closed after the spec. */
  connect(settings: DatabaseSettings): Promise<Database>;
}

let shared: Promise<MariaDb> | null = null;

/**
 * The server every spec file of this process shares; started by the first that needs it. It ends with
 * the process (mariadb.ts kills it and removes its folder on exit).
 */
export function sharedMariaDb(): Promise<MariaDb> {
  shared ??= startMariaDb();
  return shared;
}

/**
 * Runs a suite once on SQLite and once on MariaDB, each spec on databases of its own. Where MariaDB is
 * not installed its half is reported as unavailable.
 */
export function forEachDatabase(suite: (name: "sqlite" | "mariadb", database: SpecDatabase) => void): void {
  for (const name of ["sqlite", "mariadb"] as const) {
    describe(`on ${name}`, function () {
      this.timeout(120_000);
      const cleanups: (() => Promise<void> | void)[] = [];
      beforeEach(function () {
        if (name === "mariadb" && !isMariaDbInstalled()) unavailable(this, "mariadbd is not installed");
      });
      afterEach(async () => {
        for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
      });
      const database: SpecDatabase = {
        async settings() {
          if (name === "mariadb") return (await sharedMariaDb()).createDatabase();
          const folder = mkdtempSync(path.join(tmpdir(), "sealgrade-sqlite-"));
          cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
          return { kind: "sqlite", file: path.join(folder, "spec.sqlite") };
        },
        async connect(settings) {
          const opened = await openDatabase(settings);
          cleanups.push(() => opened.close());
          return opened;
        },
        async open() {
          const opened = await database.connect(await database.settings());
          await opened.migrate();
          return opened;
        },
      };
      suite(name, database);
    });
  }
}
