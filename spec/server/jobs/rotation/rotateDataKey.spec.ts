import { expect } from "chai";
import type { AnalysisStep, KeyHolder } from "../../../../db/types.js";
import { KeyDestroyed } from "../../../../keys/errors.js";
import { parseDataKeyId } from "../../../../keys/types.js";
import { openFacts, openSource } from "../../../../server/analysis/storedReport.js";
import { requestDataKeyRotation } from "../../../../server/commands/requestRotation.js";
import { readAndOpen } from "../../../../server/sealing/dataKeyHolders.js";
import { sealedColumns } from "../../../../server/sealing/sealedColumns.js";
import { eventually } from "../../../support/eventually.js";
import { type Bench, startBench } from "../bench.js";
import type { ConnectedProject } from "../projectFixture.js";
import { keyOf, openedUnder } from "./sealedValues.js";

const SOURCE = "export const one = () => 1;\n";

const MAX_PAGES = 400;

describe("rotateDataKey", function () {
  this.timeout(120_000);
  let bench: Bench;
  let connected: ConnectedProject;
  let project: KeyHolder;

  before(async () => {
    // Its own certificate makes the installation seal records of its own.
    bench = await startBench({ selfSigned: true });
    connected = await bench.connect({
      files: { "src/one.ts": SOURCE, "src/two.ts": "export const two = 2;\n" },
    });
    const { organizationId, id } = connected.project;
    project = { kind: "project", organizationId, id };
    expect((await bench.analyze(connected.project)).state).to.equal("done");
  });
  after(() => bench?.remove());

  async function rotate(holder: KeyHolder): Promise<void> {
    const id = await requestDataKeyRotation(bench.services, holder);
    const ended = await eventually("the rotation ends", async () => {
      const job = await bench.services.database.repositories.jobs.find(id);
      return job !== null && job.finishedAt !== null && job;
    });
    expect(ended).to.include({ state: "done", errorCode: null });
  }

  /** Whatever the latest report names is there and opens. */
  async function expectWholeReport(): Promise<void> {
    const revision = await bench.tenant.revisions.latest(connected.project.id);
    if (revision === null) throw new Error("there is no report");
    const analysis = await bench.tenant.analyses.latest(connected.project.id);
    if (analysis === null) throw new Error("there is no analysis");
    const deps = { vault: bench.services.vault, tenant: bench.tenant };
    for (const file of (await bench.indexOf(analysis)).files) {
      expect(await openFacts(deps, revision, file), file.path).not.to.equal(null);
      expect(await openSource(deps, revision, file), file.path).not.to.equal(null);
    }
  }

  it("P14 seals everything of everybody under a new key and destroys the old one", async () => {
    const { database, keyStore } = bench.services;
    const holders = await database.repositories.dataKeys.holders();
    expect(holders.map(({ kind }) => kind).sort()).to.deep.equal([
      "instance",
      "organization",
      "project",
      "user",
    ]);
    const total: Record<string, number> = {};
    for (const holder of holders) {
      const old = await keyOf(bench.services, holder);
      const before = await openedUnder(bench.services, holder, [old]);
      Object.assign(total, before);
      await rotate(holder);
      const now = await keyOf(bench.services, holder);
      expect(now).not.to.equal(old);
      expect(await openedUnder(bench.services, holder, [now])).to.deep.equal(before);
      expect(() => keyStore.dataKey(parseDataKeyId(old))).to.throw(KeyDestroyed);
      expect(await database.repositories.dataKeys.retiredOf(holder)).to.deep.equal([]);
    }
    // Two files, one revision, one deploy key, one session; the certificate and its key.
    expect(total).to.deep.equal({
      "deployKeys.privateKeySealed": 1,
      "facts.bodySealed": 2,
      "instanceRecords.value": 2,
      "organizations.nameSealed": 1,
      "revisions.indexSealed": 1,
      "revisions.overviewSealed": 1,
      "sessions.addressSealed": 1,
      "sessions.userAgentSealed": 1,
      "sources.bodySealed": 2,
      "users.displayNameSealed": 1,
    });
    await expectWholeReport();
  });

  it("P14 keeps finding what was stored before: nothing is measured again", async () => {
    await rotate(project);
    const startAnalyzer = () => Promise.reject(new Error("was asked to measure"));
    const analysis = await bench.analyze(connected.project, {}, { startAnalyzer });
    expect(analysis).to.include({ state: "done", attempts: 1 });
    await expectWholeReport();
  });

  for (const step of ["claim", "key", "read", "reduce", "store"] satisfies AnalysisStep[]) {
    it(`P14 loses no analysis that is at ${step} while the key goes, and leaves nothing under the old one`, async () => {
      connected.commit({ "src/two.ts": `export const two = ${JSON.stringify(step)};\n` });
      const old = await keyOf(bench.services, project);
      const onStep = async (now: AnalysisStep) => {
        if (now === step) await rotate(project);
      };
      const analysis = await bench.analyze(connected.project, { onStep });
      expect(analysis).to.include({ state: "done", attempts: 1 });
      const left = await openedUnder(bench.services, project, [old]);
      expect(Object.values(left).every((count) => count === 0)).to.equal(true);
      expect((await bench.services.database.repositories.dataKeys.named()).has(old)).to.equal(false);
      await expectWholeReport();
    });
  }

  it("P14 is not noticed by whoever reads pages meanwhile", async () => {
    const { owner } = bench.installation;
    const pages = ["", "/files", "/findings", "/receipt", "/part?folder=src", "/files/src/one.ts"];
    let rotating = true;
    const rotated = (async () => {
      for (let round = 0; round < 5; round++) {
        await rotate(project);
        await rotate({ kind: "user", id: bench.installation.service.ownerId });
      }
    })().finally(() => {
      rotating = false;
    });
    let read = 0;
    // One person may open 600 pages of reports a minute.
    while (rotating && read < MAX_PAGES) {
      for (const page of pages) {
        const answer = await owner.get(`/projects/${connected.project.id}${page}`);
        expect(answer.status, page).to.equal(200);
        read += 1;
      }
    }
    await rotated;
    expect(read).to.be.greaterThan(0);
  });

  it("reads once more what it read just before the key went", async () => {
    const { vault } = bench.services;
    let reads = 0;
    const opened = await readAndOpen(
      async () => {
        const row = await bench.tenant.revisions.latest(connected.project.id);
        reads += 1;
        if (reads === 1) await rotate(project);
        return row;
      },
      (row) => {
        if (row === null) throw new Error("there is no report");
        return vault.open(sealedColumns.revisionIndex(row.organizationId, row.id), row.indexSealed);
      },
    );
    expect(opened.length).to.be.greaterThan(0);
    expect(reads).to.equal(2);
  });

  it("keeps the old key while a value under it does not open, says so, and rotates all others", async () => {
    const { database, keyStore } = bench.services;
    const old = await keyOf(bench.services, project);
    const latest = await bench.tenant.revisions.latest(connected.project.id);
    if (latest === null) throw new Error("there is no report");
    const { organizationId: _organizationId, ...whole } = latest;
    const overviewSealed = Buffer.from(whole.overviewSealed);
    overviewSealed[60] = (overviewSealed[60] ?? 0) ^ 1;
    await bench.tenant.revisions.replace({ ...whole, overviewSealed });

    const id = await requestDataKeyRotation(bench.services, project);
    const job = await eventually("the rotation ends", async () => {
      const found = await database.repositories.jobs.find(id);
      return found !== null && found.finishedAt !== null && found;
    });
    expect(job).to.include({ state: "dead", errorCode: "values-damaged" });
    expect(() => keyStore.dataKey(parseDataKeyId(old))).not.to.throw();
    expect((await database.repositories.dataKeys.named()).has(old)).to.equal(true);

    // The index went on to the new key meanwhile; only the overview is put back.
    const { indexSealed } = (await bench.tenant.revisions.latest(connected.project.id)) ?? whole;
    await bench.tenant.revisions.replace({ ...whole, indexSealed });
    await rotate(project);
    expect(() => keyStore.dataKey(parseDataKeyId(old))).to.throw(KeyDestroyed);
    await expectWholeReport();
  });
});
