import { expect } from "chai";
import type { Project } from "../../../db/types.js";
import { HOUR_MS, MINUTE_MS } from "../../../server/clock.js";
import { createPollProject, pauseMs } from "../../../server/jobs/pollProject.js";
import { queueDuePolls } from "../../../server/jobs/schedulePolls.js";
import { createWorker } from "../../../server/jobs/worker.js";
import { eventually } from "../../support/eventually.js";
import { movableClock } from "../../support/movableClock.js";
import { type Bench, startBench } from "./bench.js";
import type { ConnectedProject } from "./projectFixture.js";

const INTERVAL_MINUTES = 15;
const INTERVAL_MS = INTERVAL_MINUTES * MINUTE_MS;
/** Jitter adds a tenth of the pause times this. */
const RANDOM = 0.5;
const FILES = { "one.ts": "export const one = 1;\n" };

describe("polling", function () {
  this.timeout(120_000);
  const clock = movableClock();
  let bench: Bench;
  let connected: ConnectedProject;

  before(async () => {
    bench = await startBench({ clock, overrides: { pollIntervalMinutes: INTERVAL_MINUTES } });
    connected = await bench.connect({ files: FILES });
  });
  after(() => bench?.remove());

  const load = () => bench.tenant.projects.load(connected.project.id);
  const change = (fields: Partial<Omit<Project, "id" | "organizationId" | "createdAt">>) =>
    bench.tenant.projects.update(connected.project.id, fields);
  const analyses = async () => (await bench.tenant.analyses.list(connected.project.id, 100)).length;

  /** Lets the poll come due, asks the host once and returns the project as that left it. */
  async function pollOnce(): Promise<Project> {
    const before = await load();
    clock.advance(Math.max(0, (before.nextPollAt ?? 0) - clock.now()));
    expect(await queueDuePolls(bench.services), "projects that are due").to.equal(1);
    await runPolls(bench);
    return load();
  }

  it("begins with the first grade and not before", async () => {
    expect((await load()).nextPollAt).to.equal(null);

    await bench.analyze(connected.project);

    const { state, nextPollAt } = await load();
    expect(state).to.equal("ready");
    expect(nextPollAt).to.be.within(clock.now() + INTERVAL_MS, clock.now() + INTERVAL_MS * 1.1);
    expect(await queueDuePolls(bench.services)).to.equal(0);
  });

  it("asks for nothing while the head is the graded one, and asks again an interval and its jitter later", async () => {
    const before = await analyses();
    const { nextPollAt, pollFailures } = await pollOnce();
    expect(await analyses()).to.equal(before);
    expect(pollFailures).to.equal(0);
    expect(nextPollAt).to.equal(clock.now() + INTERVAL_MS * (1 + 0.1 * RANDOM));
  });

  it("asks for an analysis of a new head, once, however often it sees it before that has run", async () => {
    const before = await analyses();
    connected.commit({ "one.ts": "export const one = 2;\n" });
    await pollOnce();
    await pollOnce();
    expect(await analyses()).to.equal(before + 1);
    const newest = await bench.tenant.analyses.latest(connected.project.id);
    expect(newest).to.include({ trigger: "poll", state: "queued", requestedCommit: null });
  });

  it("leaves the time of the next poll to the polls once they have begun", async () => {
    const { nextPollAt } = await load();
    await bench.analyze(connected.project);
    expect((await load()).nextPollAt).to.equal(nextPollAt);
  });

  it("takes a project once when several processes look at the same time", async () => {
    clock.advance(2 * INTERVAL_MS);
    const queued = (await bench.services.queue.counts()).queued;
    await Promise.all([queueDuePolls(bench.services), queueDuePolls(bench.services)]);
    expect((await bench.services.queue.counts()).queued).to.equal(queued + 1);
    await runPolls(bench);
  });

  it("doubles the pause with each failure in a row, shows no failed analysis, and recovers", async () => {
    const before = await analyses();
    await connected.ssh.removeKey(connected.publicKey);
    const once = await pollOnce();
    expect(once.pollFailures).to.equal(1);
    expect(once.nextPollAt).to.equal(clock.now() + 2 * INTERVAL_MS * (1 + 0.1 * RANDOM));
    const twice = await pollOnce();
    expect(twice.pollFailures).to.equal(2);
    expect(twice.nextPollAt).to.equal(clock.now() + 4 * INTERVAL_MS * (1 + 0.1 * RANDOM));
    expect(await analyses()).to.equal(before);

    await connected.ssh.addKey(connected.publicKey, connected.servedPath);
    const recovered = await pollOnce();
    expect(recovered.pollFailures).to.equal(0);
    expect(recovered.nextPollAt).to.equal(clock.now() + INTERVAL_MS * (1 + 0.1 * RANDOM));
  });

  it("looks less and less often at a head whose analysis fails, and at the usual times once one succeeds", async () => {
    const failNewest = async () => {
      const newest = await bench.tenant.analyses.latest(connected.project.id);
      await bench.tenant.analyses.update(newest?.id ?? "", { state: "failed", finishedAt: clock.now() });
    };
    connected.commit({ "one.ts": "export const one = 4;\n" });
    expect((await pollOnce()).pollFailures).to.equal(0);
    await failNewest();
    expect((await pollOnce()).pollFailures).to.equal(1);
    await failNewest();
    const third = await pollOnce();
    expect(third.pollFailures).to.equal(2);
    expect(third.nextPollAt).to.equal(clock.now() + 4 * INTERVAL_MS * (1 + 0.1 * RANDOM));

    await bench.analyze(connected.project);
    expect((await pollOnce()).pollFailures).to.equal(0);
  });

  it("uses a project's own interval where it has one", async () => {
    await change({ pollIntervalMs: HOUR_MS });
    const { nextPollAt } = await pollOnce();
    expect(nextPollAt).to.equal(clock.now() + HOUR_MS * (1 + 0.1 * RANDOM));
    await change({ pollIntervalMs: null });
  });

  it("follows the remote's HEAD when no branch is named, and stays on the branch that is", async () => {
    connected.git("checkout", "--quiet", "-b", "next");
    connected.commit({ "one.ts": "export const one = 3;\n" });
    connected.git("symbolic-ref", "HEAD", "refs/heads/main");
    const before = await analyses();
    await pollOnce();
    expect(await analyses(), "HEAD still names main").to.equal(before);

    connected.git("symbolic-ref", "HEAD", "refs/heads/next");
    await change({ branch: "main" });
    await pollOnce();
    expect(await analyses(), "the project names main").to.equal(before);

    await change({ branch: null });
    await pollOnce();
    expect(await analyses()).to.equal(before + 1);
    const done = await bench.analyze(connected.project);
    const revision = await bench.tenant.revisions.findTotals(done.revisionId ?? "");
    expect(revision?.branch).to.equal("next");
  });

  it("leaves alone a project that was never graded", async () => {
    const { state } = await load();
    await change({ state: "connecting", nextPollAt: clock.now() });
    expect(await queueDuePolls(bench.services)).to.equal(0);
    await change({ state });
  });
});

describe("pauseMs", () => {
  const project = { pollIntervalMs: null };
  const pause = (failures: number, random = 0, pollIntervalMs: number | null = null) =>
    pauseMs(
      { random: () => random, intervalMinutes: INTERVAL_MINUTES },
      { ...project, pollIntervalMs },
      failures,
    );

  it("never waits longer than a day for a project that fails, nor less than its own interval", () => {
    // 15 min × 2⁶ = 16 h, × 2⁷ = 32 h.
    expect(pause(6)).to.equal(16 * HOUR_MS);
    expect(pause(7)).to.equal(24 * HOUR_MS);
    expect(pause(1_000)).to.equal(24 * HOUR_MS);
    expect(pause(3, 0, 48 * HOUR_MS)).to.equal(48 * HOUR_MS);
  });

  it("adds at most a tenth, so that projects of one host drift apart", () => {
    expect(pause(0, 0.25)).to.equal(15.375 * MINUTE_MS);
    expect(pause(0, 0.999_999)).to.be.below(INTERVAL_MS * 1.1 + 1);
  });
});

/** Runs the polls that are queued, and no analyses. */
async function runPolls({ services, ask, tenant }: Bench): Promise<void> {
  const pollProject = createPollProject({
    ...services,
    random: () => RANDOM,
    intervalMinutes: INTERVAL_MINUTES,
    requestAnalysis: async (request) =>
      ask(await tenant.projects.load(request.projectId), request.commit, request.trigger),
  });
  const worker = createWorker({
    ...services,
    handlers: { pollProject, analyzeRevision: pollProject },
    lanes: [{ kinds: ["pollProject"] }],
  });
  const before = (await services.queue.counts()).done;
  worker.start();
  await eventually("the poll ends", async () => (await services.queue.counts()).done > before);
  await worker.drain(60_000);
}
