import { expect } from "chai";
import { MIGRATIONS } from "../../../db/migrations/list.js";
import { forEachDatabase } from "../../support/databases.js";
import { aProjectIn } from "../rows.js";

const NAMES = MIGRATIONS.map(({ name }) => name);

describe("migrate", () => {
  forEachDatabase((_name, { settings, connect }) => {
    it("applies every migration in order and then has none pending", async () => {
      const database = await connect(await settings());
      expect(await database.pendingMigrations()).to.deep.equal(NAMES);

      const steps: string[] = [];
      await database.migrate((step) => steps.push(step));

      expect(steps).to.deep.equal(NAMES);
      expect(await database.pendingMigrations()).to.deep.equal([]);
    });

    it("two starters at once apply each migration once", async () => {
      const where = await settings();
      const [one, two] = [await connect(where), await connect(where)];
      const steps: string[] = [];

      await Promise.all([one.migrate((step) => steps.push(step)), two.migrate((step) => steps.push(step))]);

      expect(steps).to.deep.equal(NAMES);
      await aProjectIn(two);
    });

    it("a start that died half-way is resumed by the next, whatever step it reached", async () => {
      const where = await settings();
      for (const stopAt of [
        "0002-create-users",
        "0012-index-deploy_keys_by_project_id_created_at",
        NAMES.at(-1),
      ]) {
        const dying = await connect(where);
        const died = dying.migrate((step) => {
          if (step === stopAt) throw new Error("killed");
        });
        expect(await died.catch((error: Error) => error.message)).to.equal("killed");
      }
      const database = await connect(where);
      await database.migrate();

      expect(await database.pendingMigrations()).to.deep.equal([]);
      await aProjectIn(database);
    });
  });

  it("every migration has its own name, and they are numbered without a gap", () => {
    expect(NAMES.map((name) => Number(name.slice(0, 4)))).to.deep.equal(NAMES.map((_, index) => index + 1));
    expect(new Set(NAMES).size).to.equal(NAMES.length);
  });

  it("every migration is one statement, in both dialects", async () => {
    for (const migration of MIGRATIONS) {
      for (const dialect of ["sqlite", "mysql"] as const) {
        const sql = await migration.statement(dialect, async () => false);
        expect(sql, migration.name).to.be.a("string").that.does.not.include(";");
        expect(await migration.statement(dialect, async () => true)).to.satisfy(
          (again: string | null) => again === null || again.startsWith("CREATE TABLE IF NOT EXISTS"),
        );
      }
    }
  });

  it("P13 every sealed column is binary", async () => {
    const types: string[] = [];
    for (const migration of MIGRATIONS) {
      for (const dialect of ["sqlite", "mysql"] as const) {
        const sql = (await migration.statement(dialect, async () => false)) ?? "";
        for (const [, type] of sql.matchAll(/_sealed (\w+)/g)) types.push(String(type));
      }
    }
    expect(types.length).to.be.above(10);
    expect(new Set(types)).to.deep.equal(new Set(["BLOB", "LONGBLOB"]));
  });
});
