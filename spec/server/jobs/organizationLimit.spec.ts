import { expect } from "chai";
import type { Database } from "../../../db/connection.js";
import { newId } from "../../../db/ids.js";
import { createDatabaseQueue, type JobQueue } from "../../../server/jobs/queue.js";
import { forEachDatabase } from "../../support/databases.js";
import { loops } from "../../support/loops.js";
import { movableClock } from "../../support/movableClock.js";

const LEASE_MS = 30_000;
const LIMIT = 2;

describe("the limit of analyses at once", () => {
  forEachDatabase((_name, { open, settings, connect }) => {
    const clock = movableClock();
    const claim = (queue: JobQueue, workerId = "w1") =>
      queue.claim({
        workerId,
        now: clock.now(),
        leaseMs: LEASE_MS,
        kinds: ["analyzeRevision"],
        atOncePerOrganization: LIMIT,
      });
    const enqueue = async (database: Database, organizationId: string) => {
      const id = newId(clock);
      const job = { id, kind: "analyzeRevision", organizationId, subjectId: id, runAt: clock.now() } as const;
      await database.transaction((tx) => createDatabaseQueue(database).enqueue(job, tx));
      clock.advance(1);
      return id;
    };

    it("makes an organisation's third wait until one has ended, and lets another organisation's pass it", async () => {
      const database = await open();
      const queue = createDatabaseQueue(database);
      const first = await enqueue(database, "busy");
      const second = await enqueue(database, "busy");
      const third = await enqueue(database, "busy");
      const other = await enqueue(database, "calm");
      const one = await claim(queue);
      const claimed = [one, await claim(queue), await claim(queue), await claim(queue)];
      expect(claimed.map((job) => job?.id ?? null)).to.deep.equal([first, second, other, null]);

      await database.transaction((tx) => queue.complete({ id: first, fence: one?.fence ?? 0 }, tx));
      expect((await claim(queue))?.id).to.equal(third);
    });

    it("does not count a worker that died: its lease ends, and its job is the next", async () => {
      const database = await open();
      const queue = createDatabaseQueue(database);
      const first = await enqueue(database, "org");
      await enqueue(database, "org");
      const third = await enqueue(database, "org");
      await claim(queue);
      await claim(queue);
      expect(await claim(queue)).to.equal(null);
      clock.advance(LEASE_MS);
      // The longest available first: the third since it was made, the others since their leases ended.
      const again = [await claim(queue), await claim(queue), await claim(queue)];
      expect(again.map((job) => job?.id ?? null)).to.deep.equal([third, first, null]);
      expect(again[1]?.attempts).to.equal(2);
    });

    it("is never passed by workers that claim in the same moment, and costs those that wait no attempt", async () => {
      const where = await settings();
      const queues = await Promise.all([connect(where), connect(where), connect(where), connect(where)]);
      const [database] = queues;
      if (database === undefined) throw new Error("no connection");
      await database.migrate();
      for (let round = 0; round < loops(6, 60); round += 1) {
        const ids = [];
        for (let index = 0; index < 6; index += 1) ids.push(await enqueue(database, `org ${round}`));
        const jobs = await Promise.all(
          queues.flatMap((one) => [claim(createDatabaseQueue(one)), claim(createDatabaseQueue(one))]),
        );
        const running = jobs.filter((job) => job !== null);
        expect(running.length).to.be.at.most(LIMIT);
        for (const id of ids) {
          const job = await database.repositories.jobs.find(id);
          const isRunning = running.some((one) => one.id === id);
          expect(job).to.include({ state: isRunning ? "running" : "queued", attempts: isRunning ? 1 : 0 });
        }
        const queue = createDatabaseQueue(database);
        await drainAll(database, queue, running);
      }
    });

    /** Takes the rest one after the other: what had to wait was not lost. */
    async function drainAll(
      database: Database,
      queue: JobQueue,
      running: readonly { id: string; fence: number }[],
    ) {
      let left = 6;
      const held = [...running];
      for (;;) {
        const job = held.pop() ?? (await claim(queue));
        if (job === null) break;
        await database.transaction((tx) => queue.complete(job, tx));
        left -= 1;
      }
      expect(left).to.equal(0);
    }
  });
});
