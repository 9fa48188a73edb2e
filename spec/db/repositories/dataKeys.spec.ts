import { expect } from "chai";
import type { KeyHolder } from "../../../db/repositories/dataKeys.js";
import { forEachDatabase } from "../../support/databases.js";
import { aProjectIn, NOW } from "../rows.js";

const OLD = "a1".repeat(16);
const NEW = "b2".repeat(16);
/** A sealed value as keys/README.md has it: format, data key, salt and nonce, ciphertext and tag. */
const sealed = (dataKeyId: string, salt: number, size = 64): Buffer =>
  Buffer.concat([
    Buffer.from("SG\x01\x01"),
    Buffer.from(dataKeyId, "hex"),
    Buffer.alloc(28, salt),
    Buffer.alloc(size),
  ]);

describe("dataKeys", () => {
  forEachDatabase((_name, { open }) => {
    async function aFact(bodySealed: Buffer) {
      const database = await open();
      const { owned, project, organization } = await aProjectIn(database, { dataKeyId: OLD });
      const key = Buffer.alloc(32, 7);
      await owned.facts.putMany(project.id, [{ key, analyzerVersion: "1", bodySealed }]);
      const holder: KeyHolder = { kind: "project", organizationId: organization.id, id: project.id };
      const { dataKeys } = database.repositories;
      const column = dataKeys.sealedColumns(holder).find(({ name }) => name === "facts.bodySealed");
      if (column === undefined) throw new Error("facts are sealed");
      const body = async () => (await owned.facts.findMany(project.id, [key])).get(key.toString("hex"));
      return { database, dataKeys, holder, column, body };
    }

    it("find values by the key they name, and replace only what is still what was read", async () => {
      const { column, body } = await aFact(sealed(OLD, 1));
      expect(await column.sealedUnder(NEW, { after: null, limit: 10 })).to.deep.equal([]);
      const [value] = await column.sealedUnder(OLD, { after: null, limit: 10 });
      if (value === undefined) throw new Error("not found");
      expect(value.sealed.equals(sealed(OLD, 1))).to.equal(true);
      expect(await column.sealedUnder(OLD, { after: value.rowKey, limit: 10 })).to.deep.equal([]);

      expect(await column.replace({ ...value, sealed: sealed(OLD, 2) }, sealed(NEW, 3))).to.equal(false);
      expect((await body())?.equals(sealed(OLD, 1))).to.equal(true);
      expect(await column.replace(value, sealed(NEW, 3))).to.equal(true);
      expect((await body())?.equals(sealed(NEW, 3))).to.equal(true);
    });

    it("remember a replaced key until it is forgotten", async () => {
      const { database, dataKeys, holder } = await aFact(sealed(OLD, 1));
      const change = { to: NEW, rotationId: "job", at: NOW };
      expect(await database.transaction((tx) => dataKeys.replace(holder, change, tx))).to.equal(true);
      expect(await dataKeys.current(holder)).to.equal(NEW);
      const named = async () => [...(await dataKeys.named())].sort();
      expect(await named()).to.deep.equal([OLD, NEW, "lookup-key", "org-key"]);
      expect((await dataKeys.retiredOf(holder)).map((row) => row.dataKeyId)).to.deep.equal([OLD]);
      await dataKeys.forget([OLD]);
      expect(await named()).to.deep.equal([NEW, "lookup-key", "org-key"]);
    });
  });
});
