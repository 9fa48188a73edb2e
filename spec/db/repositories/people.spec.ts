import { createHash } from "node:crypto";
import { expect } from "chai";
import type { Database } from "../../../db/connection.js";
import { RowNotFound, UniqueConflict } from "../../../db/errors.js";
import { forEachDatabase } from "../../support/databases.js";
import { NOW } from "../rows.js";

const hash = (text: string): Buffer => createHash("sha256").update(text).digest();

async function aUser(database: Database, id: string): Promise<void> {
  await database.repositories.users.create({
    id,
    dataKeyId: "key",
    displayNameSealed: Buffer.from("sealed"),
    createdAt: NOW,
  });
}

describe("people", () => {
  forEachDatabase((_name, { open }) => {
    it("organizations: the first made is first, and a missing one is not found", async () => {
      const { organizations } = (await open()).repositories;
      expect(await organizations.findFirst()).to.equal(null);
      await organizations.create({
        id: "b",
        nameSealed: Buffer.from("Second"),
        dataKeyId: "k",
        createdAt: NOW + 1,
      });
      await organizations.create({
        id: "z",
        nameSealed: Buffer.from("First"),
        dataKeyId: "k",
        createdAt: NOW,
      });

      expect((await organizations.findFirst())?.id).to.equal("z");
      expect((await organizations.list()).map(({ id }) => id)).to.deep.equal(["z", "b"]);
      expect(await organizations.load("missing").catch((error: unknown) => error)).to.be.instanceOf(
        RowNotFound,
      );
    });

    it("memberships: one role per person and organization, listed by person", async () => {
      const database = await open();
      const { organizations, memberships, users } = database.repositories;
      await organizations.create({ id: "acme", nameSealed: Buffer.from("Acme"), dataKeyId: "k" });
      await organizations.create({ id: "other", nameSealed: Buffer.from("Other"), dataKeyId: "k" });
      await aUser(database, "u");
      await memberships.add("u", "acme", "owner");

      expect(
        (await memberships.forUser("u")).map(({ organizationId, role }) => [organizationId, role]),
      ).to.deep.equal([["acme", "owner"]]);
      expect(await memberships.find("other", "u")).to.equal(null);
      const again = memberships.add("u", "acme", "member").catch((error: unknown) => error);
      expect(await again).to.be.instanceOf(UniqueConflict);
      expect((await users.load("u")).displayNameSealed.toString()).to.equal("sealed");
    });

    it("sessions: found by hash, listed by last use, ended one by one, by age and for a user", async () => {
      const database = await open();
      const { sessions } = database.repositories;
      await aUser(database, "u");
      const session = (name: string, createdAt: number, lastUsedAt: number) => ({
        tokenHash: hash(name),
        userId: "u",
        createdAt,
        lastUsedAt,
        userAgentSealed: Buffer.from("agent"),
        addressSealed: null,
      });
      await sessions.create(session("idle", NOW, NOW));
      await sessions.create(session("old", NOW - 90, NOW + 50));
      await sessions.create(session("good", NOW, NOW + 50));
      expect(await sessions.touch(hash("good"), NOW + 60)).to.equal(true);
      expect(await sessions.touch(hash("unknown"), NOW)).to.equal(false);

      expect((await sessions.listForUser("u")).map(({ lastUsedAt }) => lastUsedAt)).to.deep.equal([
        NOW + 60,
        NOW + 50,
        NOW,
      ]);
      expect(await sessions.deleteExpired({ idleBefore: NOW + 1, createdBefore: NOW - 80 })).to.equal(2);
      expect(await sessions.findByTokenHash(hash("good"))).to.deep.equal({
        ...session("good", NOW, NOW + 60),
      });
      expect(await sessions.delete(hash("good"))).to.equal(true);
      expect(await sessions.delete(hash("good"))).to.equal(false);
      await sessions.create(session("again", NOW, NOW));
      expect(await sessions.deleteForUser("u")).to.equal(1);
    });

    it("owner links: work once, however many try at the same time, and not after their end", async () => {
      const { ownerLinks } = (await open()).repositories;
      await ownerLinks.create({ tokenHash: hash("link"), expiresAt: NOW + 10 });
      await ownerLinks.create({ tokenHash: hash("late"), expiresAt: NOW });

      expect(await ownerLinks.isUsable(hash("link"), NOW)).to.equal(true);
      expect(await ownerLinks.isUsable(hash("late"), NOW)).to.equal(false);
      const tries = await Promise.all(Array.from({ length: 8 }, () => ownerLinks.consume(hash("link"), NOW)));

      expect(tries.filter(Boolean)).to.have.length(1);
      expect(await ownerLinks.isUsable(hash("link"), NOW)).to.equal(false);
      expect(await ownerLinks.consume(hash("late"), NOW)).to.equal(false);
      expect(await ownerLinks.consume(hash("unknown"), NOW)).to.equal(false);
      expect(await ownerLinks.deleteExpired(NOW)).to.equal(1);
    });

    it("instance records: set replaces, setIfMissing agrees on the first", async () => {
      const { instance } = (await open()).repositories;
      expect(await instance.get("tls")).to.equal(null);
      await instance.set("tls", Buffer.from("one"));
      await instance.set("tls", Buffer.from("two"));
      expect((await instance.get("tls"))?.toString()).to.equal("two");

      const values = await Promise.all(
        ["a", "b", "c"].map((value) => instance.setIfMissing("data key", Buffer.from(value))),
      );
      expect(new Set(values.map(String)).size).to.equal(1);
    });
  });
});
