import { expect } from "chai";
import type { AnalysisStep } from "../../../db/types.js";
import { eventually } from "../../support/eventually.js";
import { isMariaDbInstalled, type MariaDb, startMariaDb } from "../../support/mariadb.js";
import { unavailable } from "../../support/unavailable.js";
import { type Bench, startBench } from "./bench.js";
import type { ConnectedProject } from "./projectFixture.js";

/** Short, so that the job of the attempt that lost its database is soon free again. */
const LEASE_MS = 2_000;

describe("an analysis whose database goes away", function () {
  this.timeout(180_000);
  let mariaDb: MariaDb | null = null;
  let bench: Bench;
  let connected: ConnectedProject;

  before(async function () {
    if (!isMariaDbInstalled()) unavailable(this, "mariadbd is not installed");
    mariaDb = await startMariaDb();
    const { database, socketPath } = await mariaDb.createDatabase();
    const databaseUrl = `mysql://root@localhost/${database}?socket=${socketPath}`;
    bench = await startBench({ overrides: { databaseUrl } });
    connected = await bench.connect({ files: { "one.ts": "export const one = 1;\n" } });
  });
  after(async () => {
    await bench?.remove();
    await mariaDb?.remove();
  });

  for (const lost of ["volume", "store"] as const) {
    it(`in ${lost} is taken up again when it is back, and ends with one grade`, async () => {
      const before = troubles(bench);
      const commit = connected.commit({ "one.ts": `export const one = "${lost}";\n` });
      let stops = 0;
      const onStep = async (step: AnalysisStep) => {
        if (step !== lost || stops > 0) return;
        stops += 1;
        await mariaDb?.stop();
      };
      const analysis = await bench.ask(connected.project);
      const worker = await bench.startWorker({ onStep, leaseMs: LEASE_MS });
      await eventually("the worker notices", () => stops > 0 && troubles(bench) > before);
      await mariaDb?.start();
      const done = await bench.ended(analysis.id);
      await worker.drain(60_000);
      expect(done.state).to.equal("done");
      const revisions = await bench.tenant.revisions.listTotals(connected.project.id, 100);
      expect(revisions.filter((revision) => revision.commit === commit)).to.have.length(1);
      expect(await bench.jobOf(analysis)).to.include({ state: "done" });
    });
  }
});

/** How often a worker said that it does not reach the queue. */
function troubles({ installation }: Bench): number {
  return installation.log().split("the queue cannot be reached").length - 1;
}
