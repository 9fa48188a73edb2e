import { createHash, randomBytes } from "node:crypto";
import { expect } from "chai";
import { ANALYZER_VERSION } from "../../../analyzer/index.js";
import { KeyDestroyed } from "../../../keys/errors.js";
import { type DataKeyId, parseDataKeyId } from "../../../keys/types.js";
import { DAY_MS, HOUR_MS } from "../../../server/clock.js";
import { SESSION_IDLE_MS, SESSION_MAX_MS } from "../../../server/http/sessions.js";
import { keepHouse, scheduleHousekeeping } from "../../../server/jobs/housekeeping.js";
import { findInstanceKey } from "../../../server/sealing/instanceRecords.js";
import { aRevision } from "../../db/rows.js";
import { type MovableClock, movableClock } from "../../support/movableClock.js";
import { type Bench, startBench } from "./bench.js";

const WEEK_MS = 7 * DAY_MS;

describe("keepHouse", function () {
  this.timeout(60_000);
  let clock: MovableClock;
  let bench: Bench;

  beforeEach(async () => {
    clock = movableClock();
    // Its own certificate makes the installation seal records of its own, under a data key of their own.
    bench = await startBench({ clock, selfSigned: true });
  });
  afterEach(() => bench?.remove());

  it("removes jobs a week after they were done, and keeps those that wait or were given up", async () => {
    const { database } = bench.services;
    const { jobs } = database.repositories;
    const take = async (id: string) => {
      const job = { id, kind: "pollProject", organizationId: "org", subjectId: id } as const;
      await jobs.enqueue({ ...job, runAt: clock.now() });
      const claim = { workerId: "w", now: clock.now(), leaseMs: HOUR_MS, kinds: ["pollProject"] };
      return (await jobs.claim(claim))?.fence ?? 0;
    };
    const fence = await take("done");
    await database.transaction((tx) => jobs.complete("done", fence, tx));
    await jobs.bury({ id: "dead", fence: await take("dead"), errorCode: "internal" });
    await take("running");

    clock.advance(WEEK_MS);
    await keepHouse(bench.services);
    expect((await jobs.find("done"))?.state).to.equal("done");

    clock.advance(1);
    await keepHouse(bench.services);
    expect(await jobs.find("done")).to.equal(null);
    expect((await jobs.find("dead"))?.state).to.equal("dead");
    expect((await jobs.find("running"))?.state).to.equal("running");
  });

  it("removes sessions that were idle too long or are too old, and no others", async () => {
    const { sessions } = bench.services.database.repositories;
    const { ownerId: userId } = bench.installation.service;
    const now = clock.now();
    const make = async (lastUsedAt: number, createdAt: number) => {
      const tokenHash = randomBytes(32);
      const sealed = { userAgentSealed: Buffer.alloc(1), addressSealed: Buffer.alloc(1) };
      await sessions.create({ tokenHash, userId, lastUsedAt, createdAt, ...sealed });
      return tokenHash;
    };
    const idle = await make(now - SESSION_IDLE_MS - 1, now - SESSION_IDLE_MS - 1);
    const old = await make(now, now - SESSION_MAX_MS - 1);
    const oldest = await make(now - SESSION_IDLE_MS, now - SESSION_MAX_MS);
    await keepHouse(bench.services);
    expect(await sessions.findByTokenHash(idle)).to.equal(null);
    expect(await sessions.findByTokenHash(old)).to.equal(null);
    expect(await sessions.findByTokenHash(oldest)).not.to.equal(null);
  });

  it("removes owner links that have expired", async () => {
    const { ownerLinks } = bench.services.database.repositories;
    const [expired, valid] = [randomBytes(32), randomBytes(32)];
    const expiresAt = clock.now();
    await ownerLinks.create({ tokenHash: expired, expiresAt });
    await ownerLinks.create({ tokenHash: valid, expiresAt: expiresAt + 1 });
    await keepHouse(bench.services);
    // Asked as of a time when neither had expired: the row itself must be gone.
    expect(await ownerLinks.isUsable(expired, expiresAt - 1)).to.equal(false);
    expect(await ownerLinks.isUsable(valid, expiresAt - 1)).to.equal(true);
  });

  it("destroys data keys a day after nothing names them, and never one that a row names", async () => {
    const { keyStore, database } = bench.services;
    const orphan = keyStore.createDataKey();
    const connected = await bench.connect({ files: { "one.ts": "export const one = 1;\n" } });
    const named = await namedKeys(bench, connected.project.dataKeyId);
    expect(named, "organisation, owner, installation, project").to.have.length(4);

    clock.advance(DAY_MS - 1);
    await keepHouse(bench.services);
    expect(keyStore.dataKey(orphan).use((key) => key.length)).to.equal(32);

    clock.advance(1);
    await keepHouse(bench.services);
    expect(() => keyStore.dataKey(orphan)).to.throw(KeyDestroyed);
    for (const id of named) expect(keyStore.dataKey(id).use((key) => key.length)).to.equal(32);

    const tenant = database.repositories.forOrganization(bench.installation.service.organizationId);
    await tenant.projects.remove(connected.project.id);
    await keepHouse(bench.services);
    expect(() => keyStore.dataKey(named[3] ?? orphan)).to.throw(KeyDestroyed);
  });

  it("destroys no data key when most would go: then the database is not the key store's", async () => {
    const { keyStore } = bench.services;
    // Organisation, owner and installation are named; as many strangers are too many.
    const strangers = Array.from({ length: 3 }, () => keyStore.createDataKey());
    clock.advance(DAY_MS);
    await keepHouse(bench.services);
    for (const id of strangers) expect(keyStore.dataKey(id).use((key) => key.length)).to.equal(32);
    expect(bench.installation.log()).to.contain("check that database and key store match");
  });

  it("removes facts of other analyzer versions, but for those of the newest revision", async () => {
    const { project } = await bench.connect({ files: { "one.ts": "export const one = 1;\n" } });
    const { facts, revisions, analyses } = bench.tenant;
    const keys = { current: ANALYZER_VERSION, newest: "0.9.0", older: "0.8.0", later: "99.0.0" };
    const rows = Object.entries(keys).map(([name, analyzerVersion]) => {
      return { key: keyOf(name), analyzerVersion, bodySealed: Buffer.from("sealed") };
    });
    await facts.putMany(project.id, rows);
    const kept = async () => {
      const found = await facts.findMany(
        project.id,
        rows.map(({ key }) => key),
      );
      return Object.keys(keys).filter((name) => found.has(keyOf(name).toString("hex")));
    };
    const graded = (analyzerVersion: string, analyzedAt: number) =>
      revisions.create(aRevision(project.id, { analyzerVersion, analyzedAt }));
    await graded("0.8.0", clock.now() - 1);
    await graded("0.9.0", clock.now());

    const analysis = await bench.ask(project);
    await keepHouse(bench.services);
    expect(await kept(), "while an analysis waits or runs").to.deep.equal(Object.keys(keys));

    await analyses.update(analysis.id, { state: "cancelled" });
    await keepHouse(bench.services);
    expect(await kept()).to.deep.equal(["current", "newest"]);

    await graded(ANALYZER_VERSION, clock.now() + 1);
    await keepHouse(bench.services);
    expect(await kept()).to.deep.equal(["current"]);
  });

  it("goes on with the other tasks when one fails", async () => {
    const { keyStore, database, ...rest } = bench.services;
    const orphan = keyStore.createDataKey();
    clock.advance(DAY_MS);
    const jobs = {
      ...database.repositories.jobs,
      purgeDone: () => Promise.reject(new Error("no jobs today")),
    };
    const broken = { ...database, repositories: { ...database.repositories, jobs } };
    await keepHouse({ ...rest, keyStore, database: broken });
    expect(() => keyStore.dataKey(orphan)).to.throw(KeyDestroyed);
    expect(bench.installation.log()).to.contain("no jobs today");
  });

  it("is done by the service itself as it starts, and is over before the service has stopped", async () => {
    const { keyStore } = bench.services;
    const orphan = keyStore.createDataKey();
    clock.advance(DAY_MS);
    const housekeeping = scheduleHousekeeping(bench.services);
    await housekeeping.stop();
    expect(() => keyStore.dataKey(orphan)).to.throw(KeyDestroyed);
  });
});

function keyOf(name: string): Buffer {
  return createHash("sha256").update(name).digest();
}

/** Keys of organisation, owner, installation and project, in this order. */
async function namedKeys({ services, installation }: Bench, ofProject: string): Promise<DataKeyId[]> {
  const { organizations, users } = services.database.repositories;
  const { organizationId, ownerId } = installation.service;
  const names = [
    (await organizations.load(organizationId)).dataKeyId,
    (await users.load(ownerId)).dataKeyId,
    await findInstanceKey(services),
    ofProject,
  ];
  return names.flatMap((name) => (name === null ? [] : [parseDataKeyId(name)]));
}
