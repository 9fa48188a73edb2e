import { expect } from "chai";
import { type Model, type ModelStatic, Op, Sequelize } from "sequelize";
import { MIGRATIONS } from "../../db/migrations/list.js";
import { createMigrationRunner } from "../../db/migrations/runner.js";
import { createRepositories } from "../../db/repositories/repositories.js";
import { createSqliteModule } from "../../db/sqlite/dialect.js";
import { openThreads, type SqliteThreads } from "../../db/sqlite/threads.js";
import { temporaryFolder } from "./folder.js";
import { clock } from "./rows.js";

const TENANT_TABLES = ["projects", "deploy_keys", "host_keys", "analyses", "revisions", "facts", "sources"];
/**
 * Tables that name an organization and are read before any is known: "where may this person go?" and
 * "what is there to do?".
 */
const GLOBAL_TABLES = ["memberships", "jobs"];

/** Conditions that name no organization, or let more than one through. */
const TOO_WIDE = {
  "no condition": {},
  "another column only": { id: "x" },
  "an empty id": { organizationId: "" },
  null: { organizationId: null },
  "a list": { organizationId: ["a", "b"] },
  "an operator": { organizationId: { [Op.ne]: "a" } },
  "one branch of or": { [Op.or]: [{ organizationId: "a" }, { projectId: "b" }] },
};

describe("guardTenant", () => {
  const folder = temporaryFolder();
  let threads: SqliteThreads;
  let sequelize: Sequelize;

  before(async () => {
    const storage = folder.file("guard.sqlite");
    threads = openThreads(storage);
    sequelize = new Sequelize({
      dialect: "sqlite",
      storage,
      dialectModule: createSqliteModule(threads),
      logging: false,
    });
    await createMigrationRunner(sequelize, "sqlite", MIGRATIONS).migrate();
    const inTransaction = () => Promise.reject(new Error("not used here"));
    createRepositories({ sequelize, dialect: "sqlite", inTransaction, clock });
  });

  after(async () => {
    await sequelize.close();
    await threads.close();
  });

  const modelOf = (name: string): ModelStatic<Model> => {
    const found = sequelize.models[name];
    if (!found) throw new Error(`${name} has no model`);
    return found;
  };

  for (const name of TENANT_TABLES) {
    describe(name, () => {
      const model = (): ModelStatic<Model> => {
        return modelOf(name);
      };

      for (const [kind, where] of Object.entries(TOO_WIDE)) {
        it(`P21 refuses reading, counting, changing and deleting by ${kind}`, async () => {
          const queries: Record<string, () => Promise<unknown>> = {
            findAll: () => model().findAll({ where }),
            findOne: () => model().findOne({ where }),
            findAndCountAll: () => model().findAndCountAll({ where }),
            count: () => model().count({ where }),
            sum: () => model().sum("organizationId", { where }),
            max: () => model().max("organizationId", { where }),
            aggregate: () => model().aggregate("organizationId", "min", { where }),
            update: () => model().update({ projectId: "p" }, { where }),
            destroy: () => model().destroy({ where }),
          };
          for (const [query, run] of Object.entries(queries)) await refused(query, run);
        });
      }

      it("P21 refuses creating rows that name no organization, one or many", async () => {
        await refused("create", () => model().create({}, { validate: false }));
        await refused("create with null", () =>
          model().create({ organizationId: null }, { validate: false }),
        );
        await refused("bulkCreate", () => model().bulkCreate([{ organizationId: "a" }, { id: "b" }]));
        await refused("findOrCreate", () => model().findOrCreate({ where: { id: "x" } }));
      });

      it("P21 refuses moving a row to another organization", async () => {
        await refused("update", () =>
          model().update({ organizationId: "b" }, { where: { organizationId: "a" } }),
        );
      });

      it("P21 refuses every kind of query that Sequelize runs without its hooks", async () => {
        const where = { organizationId: "a" };
        await refused("increment", () => model().increment("id", { where }));
        await refused("decrement", () => model().decrement("id", { where }));
        await refused("upsert", () => model().upsert({ organizationId: "a" }));
        await refused("restore", () => model().restore({ where }));
        await refused("truncate", () => model().truncate());
        await refused("destroy by truncate", () => model().destroy({ where, truncate: true }));
        const unhooked = { where: {}, hooks: false };
        await refused("findAll", () => model().findAll(unhooked));
        await refused("destroy", () => model().destroy({ where: {}, hooks: false }));
        await refused("update", () => model().update({ id: "x" }, { where: {}, hooks: false }));
        await refused("bulkCreate", () => model().bulkCreate([{}], { hooks: false }));
        await refused("create", () => model().create({}, { hooks: false }));
        const row = model().build({ organizationId: "a" }, { isNewRecord: false });
        await refused("instance save", () => row.set("organizationId", "b").save());
        await refused("instance save", () => row.set("organizationId", "b").save({ hooks: false }));
        await refused("instance destroy", () => row.destroy());
        await refused("instance destroy", () => row.destroy({ hooks: false }));
      });

      it("allows queries that name one organization", async () => {
        const where = { organizationId: "a" };
        expect(await model().findAll({ where, raw: true })).to.deep.equal([]);
        expect(await model().count({ where })).to.equal(0);
        expect(await model().destroy({ where })).to.equal(0);
      });
    });
  }

  it("P21 guards every table whose rows belong to an organization", () => {
    const owned = Object.values(sequelize.models).filter(
      (model) => "organizationId" in model.getAttributes(),
    );
    expect(owned.map(({ tableName }) => tableName)).to.have.members([...TENANT_TABLES, ...GLOBAL_TABLES]);
  });

  it("P21 every primary and unique key of a tenant table begins with the organization", async () => {
    for (const name of TENANT_TABLES) {
      const [indexes] = await sequelize.query(`PRAGMA index_list(${name})`);
      const unique = indexes.filter((index) => Reflect.get(Object(index), "unique") === 1);
      expect(unique, name).to.not.have.length(0);
      for (const index of unique) {
        const [columns] = await sequelize.query(`PRAGMA index_info(${Reflect.get(Object(index), "name")})`);
        expect(Reflect.get(Object(columns[0]), "name"), name).to.equal("organization_id");
      }
    }
  });
});

async function refused(query: string, run: () => Promise<unknown>): Promise<void> {
  const outcome = await run().then(
    () => "it ran",
    (error: unknown) => error,
  );
  expect(outcome, query).to.include({ name: "TenantMissing" });
}
