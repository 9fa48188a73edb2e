import { expect } from "chai";
import { RowNotFound, UniqueConflict } from "../../../db/errors.js";
import { newId } from "../../../db/ids.js";
import { forEachDatabase } from "../../support/databases.js";
import { anOrganization, aProject, aProjectIn, clock, NOW } from "../rows.js";

describe("projects", () => {
  forEachDatabase((_name, { open }) => {
    it("come back exactly as they were stored, every field, with text beyond ASCII", async () => {
      const { project, organization, owned } = await aProjectIn(await open(), {
        name: "größer 模型 🦔",
        branch: "fix/ünïcode",
        pollIntervalMs: 900_000,
        nextPollAt: NOW + 1,
        headCommit: "0".repeat(40),
      });
      expect(await owned.projects.load(project.id)).to.deep.equal({
        ...project,
        organizationId: organization.id,
      });
    });

    it("are not found, loaded, changed or removed by another organization", async () => {
      const database = await open();
      const { project, owned } = await aProjectIn(database);
      const stranger = (await anOrganization(database)).repositories;

      expect(await stranger.projects.find(project.id)).to.equal(null);
      expect(await stranger.projects.list()).to.deep.equal([]);
      expect(await stranger.projects.remove(project.id)).to.equal(false);
      const attempts = [
        () => stranger.projects.load(project.id),
        () => stranger.projects.update(project.id, { name: "stolen" }),
      ];
      for (const attempt of attempts) {
        expect(await attempt().catch((error: unknown) => error)).to.be.instanceOf(RowNotFound);
      }
      expect((await owned.projects.load(project.id)).name).to.equal("shop");
    });

    it("tell ids apart by case", async () => {
      const { owned, project } = await aProjectIn(await open(), { id: "abc" });
      await owned.projects.create(aProject({ id: "ABC", name: "other" }));

      expect(await owned.projects.find("aBc")).to.equal(null);
      expect((await owned.projects.load(project.id)).name).to.equal("shop");
      expect((await owned.projects.load("ABC")).name).to.equal("other");
    });

    it("refuse a second row with the same id, and text longer than its column", async () => {
      const { owned, project } = await aProjectIn(await open());

      expect(await owned.projects.create(project).catch((error: unknown) => error)).to.be.instanceOf(
        UniqueConflict,
      );
      const tooLong = owned.projects.create(aProject({ name: "x".repeat(201) }));
      expect(await tooLong.catch((error: unknown) => error)).to.be.instanceOf(Error);
      expect(await owned.projects.list()).to.have.length(1);
    });

    it("update reports success also when nothing in the row changes", async () => {
      const { owned, project } = await aProjectIn(await open());

      await owned.projects.update(project.id, { name: project.name });

      expect((await owned.projects.load(project.id)).name).to.equal(project.name);
    });

    it("are due for a poll when ready and at or after their time, the longest overdue first", async () => {
      const database = await open();
      const { project: late, owned } = await aProjectIn(database, { nextPollAt: NOW - 5 });
      const { project: later } = await aProjectIn(database, { nextPollAt: NOW - 9 });
      const due = aProject({ nextPollAt: NOW });
      await owned.projects.create(due);
      await owned.projects.create(aProject({ nextPollAt: NOW + 1 }));
      await owned.projects.create(aProject({ nextPollAt: null }));
      await owned.projects.create(aProject({ nextPollAt: NOW - 20, state: "connecting" }));

      const ids = async (limit: number): Promise<string[]> =>
        (await database.repositories.projectsDueForPoll(NOW, limit)).map(({ id }) => id);

      expect(await ids(10)).to.deep.equal([later.id, late.id, due.id]);
      expect(await ids(1)).to.deep.equal([later.id]);
    });

    it("give one turn of polling to one of many pollers", async () => {
      const { owned, project } = await aProjectIn(await open(), { nextPollAt: NOW });

      const turns = await Promise.all(
        Array.from({ length: 8 }, () =>
          owned.projects.claimPoll(project.id, { dueAt: NOW, nextPollAt: NOW + 900_000 }),
        ),
      );

      expect(turns.filter(Boolean)).to.have.length(1);
      expect((await owned.projects.load(project.id)).nextPollAt).to.equal(NOW + 900_000);
    });

    it("take everything that belongs to them along when removed", async () => {
      const { owned, project } = await aProjectIn(await open());
      await owned.deployKeys.create({
        id: newId(clock),
        projectId: project.id,
        publicKey: "ssh-ed25519 AAAA",
        fingerprint: "SHA256:x",
        privateKeySealed: Buffer.from([1]),
        createdAt: NOW,
        retiredAt: null,
      });
      await owned.facts.putMany(project.id, [
        { key: Buffer.alloc(32, 1), analyzerVersion: "1", bodySealed: Buffer.from([1]) },
      ]);

      expect(await owned.projects.remove(project.id)).to.equal(true);

      expect(await owned.deployKeys.list(project.id)).to.deep.equal([]);
      expect((await owned.facts.findMany(project.id, [Buffer.alloc(32, 1)])).size).to.equal(0);
    });
  });
});

describe("deployKeys", () => {
  forEachDatabase((_name, { open }) => {
    const key = (projectId: string, id: string, createdAt: number) => ({
      id,
      projectId,
      publicKey: `ssh-ed25519 ${id}`,
      fingerprint: `SHA256:${id}`,
      privateKeySealed: Buffer.from(`sealed ${id}`),
      createdAt,
      retiredAt: null,
    });

    it("the newest unretired key is the active one, and a retired key has lost its private half", async () => {
      const { owned, project } = await aProjectIn(await open());
      await owned.deployKeys.create(key(project.id, "first", NOW));
      await owned.deployKeys.create(key(project.id, "second", NOW + 1));

      expect((await owned.deployKeys.activeOf(project.id))?.id).to.equal("second");
      await owned.deployKeys.retire("second");

      expect((await owned.deployKeys.activeOf(project.id))?.id).to.equal("first");
      const [second] = await owned.deployKeys.list(project.id);
      expect(second?.privateKeySealed).to.have.length(0);
      expect(second?.retiredAt).to.be.a("number");
    });

    it("P01 no two projects of an organization hold the same public key", async () => {
      const { owned, project } = await aProjectIn(await open());
      const other = aProject();
      await owned.projects.create(other);
      await owned.deployKeys.create(key(project.id, "one", NOW));

      const again = owned.deployKeys.create({ ...key(other.id, "two", NOW), fingerprint: "SHA256:one" });

      expect(await again.catch((error: unknown) => error)).to.be.instanceOf(UniqueConflict);
    });
  });
});

describe("hostKeys", () => {
  forEachDatabase((_name, { open }) => {
    const pinned = (keyType: string, fingerprint: string) => ({
      host: "git.example.org",
      port: 22,
      keyType,
      publicKey: "AAAA",
      fingerprint,
      confirmedBy: null,
      confirmedAt: NOW,
    });

    it("hold one key per type of a host and port; pinning again replaces it, unpinning forgets all", async () => {
      const { owned } = await aProjectIn(await open());
      await owned.hostKeys.pin(pinned("ssh-ed25519", "SHA256:old"));
      await owned.hostKeys.pin(pinned("ssh-rsa", "SHA256:rsa"));
      await owned.hostKeys.pin(pinned("ssh-ed25519", "SHA256:new"));

      const found = await owned.hostKeys.find("git.example.org", 22);
      expect(found.map(({ fingerprint }) => fingerprint)).to.deep.equal(["SHA256:new", "SHA256:rsa"]);
      expect(await owned.hostKeys.find("git.example.org", 2222)).to.deep.equal([]);
      expect(await owned.hostKeys.unpin("git.example.org", 22)).to.equal(true);
      expect(await owned.hostKeys.find("git.example.org", 22)).to.deep.equal([]);
    });
  });
});
