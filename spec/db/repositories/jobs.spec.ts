import { expect } from "chai";
import type { Database } from "../../../db/connection.js";
import { newId } from "../../../db/ids.js";
import type { Job } from "../../../db/repositories/jobs.js";
import { forEachDatabase } from "../../support/databases.js";
import { loops } from "../../support/loops.js";
import { clock, NOW } from "../rows.js";

const LEASE_MS = 30_000;

describe("jobs", () => {
  forEachDatabase((_name, { open, settings, connect }) => {
    const enqueue = (
      database: Database,
      id: string,
      runAt = NOW,
      kind: Job["kind"] = "analyzeRevision",
    ): Promise<void> =>
      database.repositories.jobs.enqueue({
        id,
        kind,
        organizationId: "org",
        subjectId: `of:${id.slice(0, 30)}`,
        runAt,
      });

    const claim = (database: Database, now = NOW, workerId = "w1"): Promise<Job | null> =>
      database.repositories.jobs.claim({ workerId, now, leaseMs: LEASE_MS, kinds: ["analyzeRevision"] });

    const claimed = async (database: Database, now = NOW): Promise<Job> => {
      const job = await claim(database, now);
      if (job === null) throw new Error("there was no job to claim");
      return job;
    };

    const complete = (database: Database, job: Job): Promise<boolean> =>
      database.transaction((tx) => database.repositories.jobs.complete(job.id, job.fence, tx));

    it("are claimed when due, the longest waiting first, and only in the kinds asked for", async () => {
      const database = await open();
      await enqueue(database, "later", NOW);
      await enqueue(database, "first", NOW - 10);
      await enqueue(database, "future", NOW + 1);
      await enqueue(database, "other", NOW - 20, "pollProject");

      const order = [await claim(database), await claim(database), await claim(database)];

      expect(order.map((job) => job?.id ?? null)).to.deep.equal(["first", "later", null]);
      expect(order[0]).to.deep.equal({
        id: "first",
        kind: "analyzeRevision",
        organizationId: "org",
        subjectId: "of:first",
        attempts: 1,
        fence: 1,
      });
    });

    it("are each claimed once by many claimers in two processes' worth of connections", async () => {
      const where = await settings();
      const [one, two] = [await connect(where), await connect(where)];
      await one.migrate();
      const count = loops(40, 400);
      const ids = Array.from({ length: count }, (_, index) => `job ${index}`);
      for (const id of ids) await enqueue(one, id);

      const drain = async (database: Database, workerId: string): Promise<string[]> => {
        const mine: string[] = [];
        for (let job = await claim(database, NOW, workerId); job !== null; ) {
          mine.push(job.id);
          expect(job.fence).to.equal(1);
          job = await claim(database, NOW, workerId);
        }
        return mine;
      };
      const workers = Array.from({ length: 8 }, (_, index) =>
        drain(index % 2 === 0 ? one : two, `w${index}`),
      );
      const all = (await Promise.all(workers)).flat();

      expect(all).to.have.length(count);
      expect(all).to.have.members(ids);
    });

    it("an ended lease is claimed again with a higher fence, and the old holder is refused", async () => {
      const database = await open();
      const { jobs } = database.repositories;
      await enqueue(database, "job");
      const old = await claimed(database);
      expect(await claim(database, NOW + LEASE_MS - 1)).to.equal(null);

      const young = await claimed(database, NOW + LEASE_MS);

      expect(young.fence).to.equal(old.fence + 1);
      expect(young.attempts).to.equal(2);
      expect(await jobs.heartbeat({ ...old, leaseUntil: NOW * 2 })).to.equal(false);
      expect(await complete(database, old)).to.equal(false);
      expect(await jobs.retry({ ...old, runAt: NOW, errorCode: "x" })).to.equal(false);
      expect(await jobs.bury({ ...old, errorCode: "x" })).to.equal(false);
      expect(await complete(database, young)).to.equal(true);
    });

    it("a heartbeat keeps the lease, also one that changes nothing", async () => {
      const database = await open();
      await enqueue(database, "job");
      const job = await claimed(database);
      const beat = { ...job, leaseUntil: NOW + 2 * LEASE_MS };

      expect(await database.repositories.jobs.heartbeat(beat)).to.equal(true);
      expect(await database.repositories.jobs.heartbeat(beat)).to.equal(true);

      expect(await claim(database, NOW + LEASE_MS)).to.equal(null);
      expect((await claim(database, NOW + 2 * LEASE_MS))?.fence).to.equal(2);
    });

    it("completing a second time is refused, and a rolled-back completion leaves the job running", async () => {
      const database = await open();
      const { jobs } = database.repositories;
      await enqueue(database, "job");
      const job = await claimed(database);

      const failing = database.transaction(async (tx) => {
        expect(await jobs.complete(job.id, job.fence, tx)).to.equal(true);
        throw new Error("storing failed");
      });
      expect(await failing.catch((error: Error) => error.message)).to.equal("storing failed");
      expect((await jobs.find(job.id))?.state).to.equal("running");

      expect(await complete(database, job)).to.equal(true);
      expect(await complete(database, job)).to.equal(false);
      expect(await claim(database, NOW * 2)).to.equal(null);
    });

    it("exactly one of a completion and a new claim wins when both happen at once", async () => {
      const database = await open();
      for (let round = 0; round < loops(10, 100); round++) {
        const id = newId(clock);
        await enqueue(database, id);
        const old = await claimed(database);

        const [done, again] = await Promise.all([complete(database, old), claim(database, NOW + LEASE_MS)]);

        expect(done).to.equal(again === null);
        if (again !== null) expect(await complete(database, again)).to.equal(true);
      }
    });

    it("a retried job waits for its time and keeps counting; a buried one stays visible and is never claimed", async () => {
      const database = await open();
      const { jobs } = database.repositories;
      await enqueue(database, "job");
      const first = await claimed(database);
      expect(await jobs.retry({ ...first, runAt: NOW + 60_000, errorCode: "host-unreachable" })).to.equal(
        true,
      );
      expect(await claim(database, NOW + 59_999)).to.equal(null);

      const second = await claimed(database, NOW + 60_000);
      expect(second.attempts).to.equal(2);
      expect(await jobs.bury({ ...second, errorCode: "over-limit-size" })).to.equal(true);

      expect(await claim(database, NOW * 2)).to.equal(null);
      const [dead] = await jobs.listDead();
      expect(dead).to.include({ id: "job", state: "dead", attempts: 2, errorCode: "over-limit-size" });
      expect(await jobs.counts()).to.deep.equal({ queued: 0, running: 0, done: 0, dead: 1 });
    });

    it("done jobs are purged by age; others never", async () => {
      const database = await open();
      const { jobs } = database.repositories;
      await enqueue(database, "done");
      expect(await complete(database, await claimed(database))).to.equal(true);
      await enqueue(database, "queued");

      const finishedAt = (await jobs.find("done"))?.finishedAt ?? 0;
      expect(await jobs.purgeDone(finishedAt)).to.equal(0);
      expect(await jobs.purgeDone(finishedAt + 1)).to.equal(1);

      expect(await jobs.find("done")).to.equal(null);
      expect((await jobs.find("queued"))?.state).to.equal("queued");
    });

    it("an enqueued job and its subject appear together or not at all", async () => {
      const database = await open();
      const failing = database.transaction(async (tx) => {
        const job = {
          id: "job",
          kind: "analyzeRevision",
          organizationId: "org",
          subjectId: "s",
          runAt: NOW,
        } as const;
        await database.repositories.jobs.enqueue(job, tx);
        throw new Error("the subject failed");
      });

      expect(await failing.catch((error: Error) => error.message)).to.equal("the subject failed");
      expect(await database.repositories.jobs.find("job")).to.equal(null);
    });
  });
});
