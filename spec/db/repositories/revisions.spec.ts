import { createHash } from "node:crypto";
import { expect } from "chai";
import { DatabaseFailure, RowNotFound, UniqueConflict } from "../../../db/errors.js";
import { forEachDatabase } from "../../support/databases.js";
import { anOrganization, aProject, aProjectIn, aRevision, NOW } from "../rows.js";

const key = (text: string): Buffer => createHash("sha256").update(text).digest();
const hex = (text: string): string => key(text).toString("hex");

describe("revisions", () => {
  forEachDatabase((_name, { open }) => {
    it("come back exactly as stored, with fractions, nulls and every byte value", async () => {
      const { organization, owned, project } = await aProjectIn(await open());
      const everyByte = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
      const graded = aRevision(project.id, { gpa: 3.1, debtRatio: 0.1 + 0.2, overviewSealed: everyByte });
      const ungraded = aRevision(project.id, {
        commit: "d".repeat(40),
        grade: null,
        gpa: null,
        debtRatio: null,
        indexSealed: Buffer.alloc(0),
      });
      await owned.revisions.create(graded);
      await owned.revisions.create(ungraded);

      const organizationId = organization.id;
      expect(await owned.revisions.load(graded.id)).to.deep.equal({ ...graded, organizationId });
      expect(await owned.revisions.load(ungraded.id)).to.deep.equal({ ...ungraded, organizationId });
    });

    it("hold sealed values of five mebibytes", async () => {
      const { owned, project } = await aProjectIn(await open());
      const indexSealed = Buffer.alloc(5 * 1_024 * 1_024, "0123456789abcdef\0'\"\\");
      const row = aRevision(project.id, { indexSealed });
      await owned.revisions.create(row);

      const stored = (await owned.revisions.load(row.id)).indexSealed;
      expect(stored.equals(indexSealed)).to.equal(true);
    });

    it("are unique per project, commit, analyzer and settings", async () => {
      const { owned, project } = await aProjectIn(await open());
      const row = aRevision(project.id);
      await owned.revisions.create(row);

      const again = owned.revisions.create(aRevision(project.id)).catch((error: unknown) => error);
      expect(await again).to.be.instanceOf(UniqueConflict);

      const newer = aRevision(project.id, { analyzerVersion: "1.0.1", analyzedAt: NOW + 1 });
      await owned.revisions.create(newer);
      await owned.revisions.create(
        aRevision(project.id, { settingsHash: "0".repeat(64), analyzedAt: NOW - 1 }),
      );
      const { commit, analyzerVersion, settingsHash } = row;
      const found = await owned.revisions.findByCommit(project.id, commit, analyzerVersion, settingsHash);
      expect(found?.id).to.equal(row.id);
      expect(await owned.revisions.findByCommit(project.id, commit, "2", settingsHash)).to.equal(null);
      expect((await owned.revisions.latest(project.id))?.id).to.equal(newer.id);
      const newest = await owned.revisions.list(project.id, 2);
      expect(newest.map(({ id }) => id)).to.deep.equal([newer.id, row.id]);
    });

    it("are listed without their sealed columns, and opened without the index", async () => {
      const { organization, owned, project } = await aProjectIn(await open());
      const row = aRevision(project.id);
      await owned.revisions.create(row);
      const { overviewSealed, indexSealed, ...totals } = { ...row, organizationId: organization.id };

      expect(await owned.revisions.findTotals(row.id)).to.deep.equal(totals);
      expect(await owned.revisions.listTotals(project.id, 5)).to.deep.equal([totals]);
      expect(await owned.revisions.latestOverview(project.id)).to.deep.equal({ ...totals, overviewSealed });
      expect(indexSealed).to.deep.equal(row.indexSealed);
      expect(await owned.revisions.findTotals("missing")).to.equal(null);
      expect(await owned.revisions.latestOverview("missing")).to.equal(null);
    });

    it("are replaced under the same id, and only within their organization", async () => {
      const database = await open();
      const { owned, project } = await aProjectIn(database);
      const row = aRevision(project.id);
      await owned.revisions.create(row);
      await owned.revisions.replace({ ...row, grade: "A", indexSealed: Buffer.from("new") });

      expect(await owned.revisions.load(row.id)).to.deep.include({
        grade: "A",
        indexSealed: Buffer.from("new"),
      });
      const stranger = (await anOrganization(database)).repositories;
      const outcome = stranger.revisions.replace({ ...row, grade: "F" }).catch((error: unknown) => error);
      expect(await outcome).to.be.instanceOf(RowNotFound);
      expect((await owned.revisions.load(row.id)).grade).to.equal("A");
    });

    it("are not seen by another organization", async () => {
      const database = await open();
      const { owned, project } = await aProjectIn(database);
      const row = aRevision(project.id);
      await owned.revisions.create(row);
      const stranger = (await anOrganization(database)).repositories;

      expect(await stranger.revisions.load(row.id).catch((error: unknown) => error)).to.be.instanceOf(
        RowNotFound,
      );
      expect(await stranger.revisions.latest(project.id)).to.equal(null);
      expect(await stranger.revisions.list(project.id, 9)).to.deep.equal([]);
    });
  });
});

describe("facts and sources", () => {
  forEachDatabase((_name, { open }) => {
    const fact = (text: string, body = `body of ${text}`) => ({
      key: key(text),
      analyzerVersion: "1.0.0",
      bodySealed: Buffer.from(body),
    });

    it("are found by key in any number, and missing keys are simply absent", async () => {
      const { owned, project } = await aProjectIn(await open());
      const names = Array.from({ length: 1_201 }, (_, index) => `blob ${index}`);
      await owned.facts.putMany(
        project.id,
        names.map((name) => fact(name)),
      );

      const found = await owned.facts.findMany(project.id, [...names, "missing"].map(key));

      expect(found.size).to.equal(1_201);
      expect(found.get(hex("blob 1200"))?.toString()).to.equal("body of blob 1200");
      expect(found.has(hex("missing"))).to.equal(false);
      expect((await owned.facts.findMany(project.id, [])).size).to.equal(0);
    });

    it("putting a key again keeps the first body and adds the rest", async () => {
      const { owned, project } = await aProjectIn(await open());
      await owned.facts.putMany(project.id, [fact("a")]);
      await owned.facts.putMany(project.id, [fact("a", "other"), fact("b")]);
      await owned.facts.putMany(project.id, []);

      const found = await owned.facts.findMany(project.id, [key("a"), key("b")]);
      expect(found.get(hex("a"))?.toString()).to.equal("body of a");
      expect(found.get(hex("b"))?.toString()).to.equal("body of b");
    });

    it("putting the same keys at the same time succeeds for everybody", async () => {
      const { owned, project } = await aProjectIn(await open());
      const rows = ["a", "b", "c", "d"].map((name) => fact(name));

      await Promise.all(
        [rows, [...rows].reverse(), rows, [...rows].reverse()].map((some) =>
          owned.facts.putMany(project.id, some),
        ),
      );

      expect(
        (
          await owned.facts.findMany(
            project.id,
            rows.map((row) => row.key),
          )
        ).size,
      ).to.equal(4);
    });

    it("blobs larger than one statement may carry are stored whole", async () => {
      const { owned, project } = await aProjectIn(await open());
      const big = Buffer.alloc(5 * 1_024 * 1_024, 7);
      await owned.sources.putMany(project.id, [
        { key: key("small"), bodySealed: Buffer.alloc(0) },
        { key: key("big"), bodySealed: big },
        { key: key("bigger"), bodySealed: big },
      ]);

      expect((await owned.sources.find(project.id, key("bigger")))?.equals(big)).to.equal(true);
      expect(await owned.sources.find(project.id, key("small"))).to.have.length(0);
      expect(await owned.sources.find(project.id, key("none"))).to.equal(null);
    });

    it("deleteExcept leaves exactly what is to be kept, of this project only", async () => {
      const { owned, project } = await aProjectIn(await open());
      const other = aProject({ name: "other" });
      await owned.projects.create(other);
      const names = Array.from({ length: 700 }, (_, index) => `file ${index}`);
      const rows = names.map((name) => ({ key: key(name), bodySealed: Buffer.from(name) }));
      await owned.sources.putMany(project.id, rows);
      await owned.sources.putMany(other.id, rows);

      const deleted = await owned.sources.deleteExcept(
        project.id,
        new Set([hex("file 3"), hex("never stored")]),
      );

      expect(deleted).to.equal(699);
      expect([...(await owned.sources.keysOf(project.id))]).to.deep.equal([hex("file 3")]);
      expect((await owned.sources.keysOf(other.id)).size).to.equal(700);
    });

    it("are deleted by analyzer version, of this project only and no more at once than asked for", async () => {
      const { owned, project } = await aProjectIn(await open());
      const other = aProject({ name: "other" });
      await owned.projects.create(other);
      const names = Array.from({ length: 1_201 }, (_, index) => `old ${index}`);
      const old = names.map((name) => ({ ...fact(name), analyzerVersion: "0.9.0" }));
      const kept = [fact("a"), { ...fact("b"), analyzerVersion: "1.1.0" }];
      await owned.facts.putMany(project.id, [...old, ...kept]);
      await owned.facts.putMany(other.id, [...old.slice(0, 3), ...kept]);
      const keysLeft = async (projectId: string) => {
        const all = [...old, ...kept].map((row) => row.key);
        return [...(await owned.facts.findMany(projectId, all)).keys()].sort();
      };

      const remove = (limit: number) =>
        owned.facts.deleteOtherVersions(project.id, ["1.0.0", "1.1.0"], limit);
      expect(await remove(700)).to.equal(700);
      expect(await keysLeft(project.id)).to.have.length(503);
      expect(await remove(10_000)).to.equal(501);
      expect(await keysLeft(project.id)).to.deep.equal([hex("a"), hex("b")].sort());
      expect(await remove(10_000)).to.equal(0);
      expect(await keysLeft(other.id)).to.have.length(5);
    });

    it("refuse keys that are no 32-byte hash, and projects that do not exist", async () => {
      const { owned, project } = await aProjectIn(await open());
      const short = owned.facts.putMany(project.id, [{ ...fact("a"), key: Buffer.from("short") }]);
      expect(await short.catch((error: unknown) => error)).to.be.instanceOf(Error);

      const orphan = owned.facts.putMany("no such project", [fact("a")]);
      expect(await orphan.catch((error: unknown) => error)).to.be.instanceOf(DatabaseFailure);
    });
  });
});
