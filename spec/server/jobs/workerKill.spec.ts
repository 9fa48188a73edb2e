import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import type { Analysis, AnalysisStep } from "../../../db/types.js";
import { eventually } from "../../support/eventually.js";
import { type Installation, startInstallation } from "../../support/installation.js";
import { loops } from "../../support/loops.js";
import { type ConnectedProject, connectRepository } from "./projectFixture.js";

const WORKER = fileURLToPath(new URL("workerProcess.js", import.meta.url));
const STEPS: readonly AnalysisStep[] = [
  "claim",
  "key",
  "volume",
  "fetch",
  "read",
  "reduce",
  "store",
  "destroy",
];
/** 8 steps × 63 is over 500 kills. */
const ROUNDS = loops(1, 63);

describe("a worker that is killed", function () {
  this.timeout(ROUNDS * STEPS.length * 60_000);
  let installation: Installation;
  let connected: ConnectedProject;

  before(async () => {
    installation = await startInstallation({ overrides: { runWorker: false } });
    connected = await connectRepository(installation, {
      files: { "src/one.ts": "export const one = () => 1;\n" },
    });
  });
  after(async () => {
    await connected?.ssh.stop();
    await installation?.remove();
  });

  const tenant = () =>
    installation.services.database.repositories.forOrganization(installation.service.organizationId);
  const ask = async (): Promise<Analysis> => {
    const { organizationId } = installation.service;
    const request = {
      organizationId,
      projectId: connected.project.id,
      trigger: "click",
      commit: null,
    } as const;
    return (await installation.service.requestAnalysis(request)).analysis;
  };
  const ended = (id: string) =>
    eventually("the analysis ends", async () => {
      const analysis = await tenant().analyses.load(id);
      return analysis.finishedAt !== null && analysis;
    });

  for (const step of STEPS) {
    it(`P08 loses nothing, does nothing twice and leaves nothing behind when it dies at ${step}`, async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const commit = connected.commit({
          "src/one.ts": `export const one = () => ${JSON.stringify(`${step} ${round}`)};\n`,
        });
        const analysis = await ask();
        await dieAt(installation.home, step);
        const second = startWorker(installation.home);
        try {
          const done = await ended(analysis.id);
          expect(done.state).to.equal("done");
          const revision = await tenant().revisions.findTotals(done.revisionId ?? "");
          expect(revision?.commit).to.equal(commit);
          const revisions = await tenant().revisions.listTotals(connected.project.id, 1000);
          expect(revisions.filter((one) => one.commit === commit)).to.have.length(1);
          // Storing comes before destroying: who dies there had finished, anybody before is tried again.
          if (step === "destroy") expect(done.attempts).to.equal(1);
          else expect(done.attempts).to.be.at.least(2);
          await eventually("what it left is gone", () => leftovers(installation.home).length === 0);
        } finally {
          await drain(second);
        }
      }
    });
  }

  it("hands its analysis back to the queue on SIGTERM only after finishing what it can", async () => {
    connected.commit({ "src/one.ts": "export const one = () => 'drained';\n" });
    const analysis = await ask();
    const worker = startWorker(installation.home);
    await line(worker, "claim");
    await drain(worker);
    const done = await tenant().analyses.load(analysis.id);
    expect(done.state).to.equal("done");
    expect(done.attempts).to.equal(1);
  });
});

function startWorker(home: string, stopAt?: AnalysisStep): ChildProcess {
  const args = ["--enable-source-maps", WORKER, home, ...(stopAt === undefined ? [] : [stopAt])];
  return spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"], env: {} });
}

/** Resolves when the worker prints `expected`; rejects when it ends first. */
function line(worker: ChildProcess, expected: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = "";
    worker.stdout?.on("data", (chunk: Buffer) => {
      text += chunk.toString("utf8");
      if (text.split("\n").includes(expected)) resolve();
    });
    worker.once("exit", () => reject(new Error(`the worker ended before "${expected}"; it said:\n${text}`)));
  });
}

function exited(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => worker.once("exit", () => resolve()));
}

async function dieAt(home: string, step: AnalysisStep): Promise<void> {
  const worker = startWorker(home, step);
  await line(worker, step);
  const gone = exited(worker);
  worker.kill("SIGKILL");
  await gone;
}

async function drain(worker: ChildProcess): Promise<void> {
  worker.kill("SIGTERM");
  await exited(worker);
}

/** Volumes, sockets and claimed uids that still stand below the work folder. */
function leftovers(home: string): string[] {
  return ["volumes", "access"].flatMap((name) => {
    const folder = path.join(home, "work", name);
    return readdirSync(folder).map((entry) => path.join(name, entry));
  });
}
