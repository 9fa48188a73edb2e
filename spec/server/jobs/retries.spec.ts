import { readdirSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import type { Pool } from "../../../analyzer/pool/pool.js";
import type { Analysis, AnalysisStep } from "../../../db/types.js";
import { HOUR_MS, SECOND_MS } from "../../../server/clock.js";
import type { Services } from "../../../server/services.js";
import { eventually } from "../../support/eventually.js";
import { movableClock } from "../../support/movableClock.js";
import { type Bench, startBench } from "./bench.js";
import type { ConnectedProject } from "./projectFixture.js";

/** Pauses before the second, third and fourth attempt; after that the job is given up. */
const PAUSES_MS = [10 * SECOND_MS, 60 * SECOND_MS, 300 * SECOND_MS];
const DRAIN_MS = 60_000;

describe("the attempts of an analysis", function () {
  this.timeout(120_000);
  const clock = movableClock();
  let bench: Bench;
  let connected: ConnectedProject;
  let changes = 0;

  before(async () => {
    bench = await startBench({ clock });
    connected = await bench.connect({ files: { "one.ts": "export const one = 1;\n" } });
  });
  after(() => bench?.remove());

  /** A head whose facts nobody knows, so that the analyzer is needed. */
  const newHead = () => {
    changes += 1;
    return connected.commit({ "one.ts": `export const one = ${JSON.stringify(`change ${changes}`)};\n` });
  };
  const load = (analysis: Analysis) => bench.tenant.analyses.load(analysis.id);
  const revisionsOf = async (commit: string) => {
    const all = await bench.tenant.revisions.listTotals(connected.project.id, 1_000);
    return all.filter((revision) => revision.commit === commit);
  };

  /** Follows an analysis through its pauses to its end. */
  async function expectAllAttempts(
    analysis: Analysis,
    waiting: { code: string },
    changed: Partial<Services>,
  ) {
    const worker = await bench.startWorker({}, changed);
    for (const [index, pauseMs] of PAUSES_MS.entries()) {
      const shown = await eventually("the attempt fails", async () => {
        const now = await load(analysis);
        return now.state === "queued" && now.attempts === index + 1 && now;
      });
      expect(shown).to.include({ failureCode: waiting.code, step: null, finishedAt: null });
      expect(shown.failureMessage).to.be.a("string");
      const job = await bench.jobOf(analysis);
      expect(job).to.include({ state: "queued", attempts: index + 1, errorCode: waiting.code });
      expect(job.availableAt).to.equal(clock.now() + pauseMs);
      clock.advance(pauseMs);
      worker.wake();
    }
    const failed = await bench.ended(analysis.id);
    expect(failed).to.include({ state: "failed", failureCode: waiting.code, attempts: 4, step: null });
    expect(await bench.jobOf(analysis)).to.include({ state: "dead", errorCode: waiting.code });
    await worker.drain(DRAIN_MS);
    return failed;
  }

  it("are four with growing pauses while the host cannot be reached; then its reason stays", async () => {
    const away = await bench.connect({ files: { "one.ts": "export const one = 1;\n" } });
    const { revisionId } = await bench.analyze(away.project);
    await away.ssh.stop();
    const failed = await expectAllAttempts(await bench.ask(away.project), { code: "host-unreachable" }, {});
    expect(failed.failureMessage).to.contain("127.0.0.1");
    expect((await bench.tenant.revisions.latestOverview(away.project.id))?.id).to.equal(revisionId);
  });

  it("are four after an unexpected error too; then it is given up, saying where the reason is", async () => {
    const commit = newHead();
    const startAnalyzer = () => Promise.reject(new Error("nobody expects this"));
    const analysis = await bench.ask(connected.project);
    const failed = await expectAllAttempts(analysis, { code: "internal" }, { startAnalyzer });
    expect(failed.failureMessage).to.contain("interrupted several times");
    expect(await revisionsOf(commit)).to.have.length(0);
    expect(bench.installation.log()).to.contain("nobody expects this");
    expect(failed.failureMessage).not.to.contain("nobody expects this");
  });

  it("end as interrupted when workers die over it again and again", async () => {
    newHead();
    const analysis = await bench.ask(connected.project);
    for (let death = 0; death < 4; death += 1) await claimAsAnother(bench, clock.now());
    const worker = await bench.startWorker();
    const failed = await bench.ended(analysis.id);
    await worker.drain(DRAIN_MS);
    expect(failed).to.include({ state: "failed", failureCode: "interrupted" });
    expect(await bench.jobOf(analysis)).to.include({ state: "dead", errorCode: "interrupted" });
  });

  for (const step of ["volume", "reduce", "store"] as const) {
    it(`change nothing any more from ${step} on when another worker holds the job by then`, async () => {
      const commit = newHead();
      const analysis = await bench.ask(connected.project);
      const gate = gateAt(step);
      const worker = await bench.startWorker({ onStep: gate.onStep });
      await gate.reached;
      clock.advance(HOUR_MS);
      const other = await claimAsAnother(bench, clock.now() + HOUR_MS);
      await bench.tenant.analyses.update(analysis.id, { step: "claim", progressDone: 77, progressTotal: 99 });
      gate.open();
      await worker.drain(DRAIN_MS);
      expect(await load(analysis)).to.include({ state: "running", step: "claim", progressDone: 77 });
      expect(await revisionsOf(commit)).to.have.length(0);
      expect(await bench.jobOf(analysis)).to.include({ state: "running", fence: other.fence });

      clock.advance(2 * HOUR_MS);
      const next = await bench.startWorker();
      expect((await bench.ended(analysis.id)).state).to.equal("done");
      await next.drain(DRAIN_MS);
      expect(await revisionsOf(commit)).to.have.length(1);
    });
  }

  it("of one head are joined by whoever asks for it again, not by who asks for a commit of their own", async () => {
    const commit = newHead();
    const first = await bench.ask(connected.project);
    expect((await bench.ask(connected.project, null, "poll")).id).to.equal(first.id);
    const named = await bench.ask(connected.project, commit);
    expect(named.id).not.to.equal(first.id);
    expect((await bench.ask(connected.project, commit)).id).to.equal(named.id);
    const worker = await bench.startWorker();
    const ended = [await bench.ended(first.id), await bench.ended(named.id)];
    await worker.drain(DRAIN_MS);
    expect(ended.map((analysis) => analysis.state)).to.deep.equal(["done", "done"]);
    expect(await revisionsOf(commit), "one revision of one commit").to.have.length(1);
  });

  it("do not begin for an analysis that was cancelled, nor for a project that was removed", async () => {
    const doomed = await bench.connect({ files: { "one.ts": "export const one = 1;\n" } });
    const orphaned = await bench.ask(doomed.project);
    const cancelled = await bench.ask(connected.project);
    await bench.tenant.analyses.update(cancelled.id, { state: "cancelled", finishedAt: clock.now() });
    await bench.tenant.projects.remove(doomed.project.id);
    const connections = () => doomed.ssh.connections() + connected.ssh.connections();
    const before = connections();
    const worker = await bench.startWorker();
    for (const analysis of [orphaned, cancelled])
      await eventually("its job is done", async () => (await bench.jobOf(analysis)).state === "done");
    await worker.drain(DRAIN_MS);
    expect(connections()).to.equal(before);
    expect((await load(cancelled)).state).to.equal("cancelled");
  });

  it("leave nothing when the project is removed in the middle", async () => {
    const doomed = await bench.connect({ files: { "one.ts": "export const one = 1;\n" } });
    const analysis = await bench.ask(doomed.project);
    const gate = gateAt("store");
    const worker = await bench.startWorker({ onStep: gate.onStep });
    await gate.reached;
    await bench.tenant.projects.remove(doomed.project.id);
    gate.open();
    await eventually("the job is put back", async () => (await bench.jobOf(analysis)).state !== "running");
    clock.advance(HOUR_MS);
    worker.wake();
    await eventually("the job is done", async () => (await bench.jobOf(analysis)).state === "done");
    await worker.drain(DRAIN_MS);
    expect(await bench.tenant.sources.keysOf(doomed.project.id)).to.have.length(0);
    expect(leftovers(bench)).to.deep.equal([]);
  });

  it("survive a stop: what does not finish in time is handed back whole, at no cost, and leaves nothing", async () => {
    const commit = newHead();
    const analysis = await bench.ask(connected.project);
    let started: () => void = () => undefined;
    const analyzing = new Promise<void>((resolve) => {
      started = resolve;
    });
    const startAnalyzer = (signal: AbortSignal) => {
      started();
      return endless(signal);
    };
    const worker = await bench.startWorker({}, { startAnalyzer });
    await analyzing;
    await worker.drain(0);
    expect(leftovers(bench)).to.deep.equal([]);
    expect(await load(analysis)).to.include({ state: "queued", step: null, failureCode: null });
    expect(await bench.jobOf(analysis)).to.include({
      state: "queued",
      attempts: 0,
      availableAt: clock.now(),
    });

    const next = await bench.startWorker();
    expect(await bench.ended(analysis.id)).to.include({ state: "done", attempts: 1 });
    await next.drain(DRAIN_MS);
    expect(await revisionsOf(commit)).to.have.length(1);
  });

  it("belong to one worker at a time, whoever looks for work", async () => {
    const commits = ["a", "b", "c"].map((name) => [name, connected.commit({ [name]: name })] as const);
    const asked = [];
    for (const [, commit] of commits) asked.push(await bench.ask(connected.project, commit));
    const workers = [await bench.startWorker(), await bench.startWorker()];
    for (const analysis of asked) {
      expect(await bench.ended(analysis.id)).to.include({ state: "done", attempts: 1 });
      expect(await bench.jobOf(analysis)).to.include({ state: "done", fence: 1, attempts: 1 });
    }
    await Promise.all(workers.map((worker) => worker.drain(DRAIN_MS)));
  });
});

/** Claims the only job that is due, as a worker that then says nothing any more. */
async function claimAsAnother({ services }: Bench, now: number) {
  const claim = { workerId: "another", now, leaseMs: 0, kinds: ["analyzeRevision"] } as const;
  const job = await services.queue.claim(claim);
  if (job === null) throw new Error("there is no job to claim");
  return job;
}

/** Holds an analysis at the beginning of a step. */
function gateAt(wanted: AnalysisStep) {
  const reached = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  const onStep = async (step: AnalysisStep) => {
    if (step !== wanted) return;
    reached.resolve();
    await opened.promise;
  };
  return { onStep, reached: reached.promise, open: () => opened.resolve() };
}

/** An analyzer that never gets ready: it ends only when the analysis does. */
function endless(signal: AbortSignal): Promise<Pool> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

/** Volumes and agent sockets that still stand. */
function leftovers({ installation }: Bench): string[] {
  return ["volumes", "access"].flatMap((name) =>
    readdirSync(path.join(installation.config.workFolder, name)),
  );
}
