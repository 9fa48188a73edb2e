import { randomBytes } from "node:crypto";
import { readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import type { Pool } from "../../../analyzer/pool/pool.js";
import type { Analysis } from "../../../db/types.js";
import { confirmHostKey } from "../../../server/commands/confirmHostKey.js";
import { type Bench, startBench } from "./bench.js";
import type { ConnectedProject } from "./projectFixture.js";

const LIMIT_MIB = 1;
const FILES = { "one.ts": "export const one = (a: number) => (a > 1 ? a : 2);\n" };

describe("an analysis that fails", function () {
  this.timeout(120_000);
  const messages = new Map<string, string>();
  let bench: Bench;
  let connected: ConnectedProject;
  let good: Analysis;

  before(async () => {
    bench = await startBench({ overrides: { maxPackMib: LIMIT_MIB } });
    connected = await bench.connect({ files: FILES });
    good = await bench.analyze(connected.project);
    expect(good.state).to.equal("done");
  });
  after(() => bench?.remove());

  /** What is left of clones; the folder itself is made with the first. */
  const clones = () => readdirSync(path.join(bench.services.config.workFolder, "volumes"));

  it("P08 begins after one that succeeded and left nothing of its clone", () => {
    expect(clones()).to.deep.equal([]);
  });

  /** Failed at once with `code`, and the last good grade stands: in the database and on the page. */
  async function expectFailed(failed: Analysis, code: string): Promise<void> {
    expect(failed).to.include({
      state: "failed",
      failureCode: code,
      attempts: 1,
      step: null,
      revisionId: null,
    });
    expect(clones(), "P08").to.deep.equal([]);
    const message = failed.failureMessage ?? "";
    expect(message).to.have.length.above(20);
    messages.set(code, message);
    const latest = await bench.tenant.revisions.latestOverview(connected.project.id);
    expect(latest?.id).to.equal(good.revisionId);
    const { state, headCommit } = await bench.tenant.projects.load(connected.project.id);
    expect({ state, headCommit }).to.deep.equal({ state: "ready", headCommit: latest?.commit });
    const page = await bench.page(connected.project);
    expect(page).to.contain(escaped(message));
    expect(page).to.contain(latest?.commit.slice(0, 7));
  }

  it("P04 fails at the handshake once its key is removed at the host, says so, and the last grade stays", async () => {
    await connected.ssh.removeKey(connected.publicKey);
    const said = connected.ssh.log().length;
    const failed = await bench.analyze(connected.project);
    await expectFailed(failed, "key-rejected");
    // These words alone: nothing that the host or ssh said.
    expect(failed.failureMessage).to.equal(
      "127.0.0.1 refused the project's deploy key. Add the public key shown on the project page to the repository there; if it was there before, it has been removed.",
    );
    expect(connected.ssh.log().slice(said)).not.to.contain("Accepted publickey");
    await connected.ssh.addKey(connected.publicKey, connected.servedPath);
    expect((await bench.analyze(connected.project)).state).to.equal("done");
  });

  it("P03 stops when the host shows another key than the pinned one, until an owner confirms it", async () => {
    const { fingerprint } = await connected.ssh.changeHostKey();
    const said = connected.ssh.log().length;
    await expectFailed(await bench.analyze(connected.project), "host-key-changed");
    expect(connected.ssh.log().slice(said)).not.to.contain("Accepted publickey");
    const { services, installation } = bench;
    const confirmation = {
      project: connected.project,
      fingerprints: [fingerprint],
      userId: installation.service.ownerId,
    };
    await confirmHostKey(services, confirmation, AbortSignal.timeout(30_000));
    expect((await bench.analyze(connected.project)).state).to.equal("done");
  });

  it("names a branch that does not exist", async () => {
    await bench.tenant.projects.update(connected.project.id, { branch: "gone/away" });
    await expectFailed(await bench.analyze(connected.project), "branch-missing");
    expect(messages.get("branch-missing")).to.contain("gone/away");
    await bench.tenant.projects.update(connected.project.id, { branch: null });
  });

  it("says that a repository is empty by now", async () => {
    const head = connected.git("rev-parse", "HEAD").trim();
    connected.git("update-ref", "-d", "refs/heads/main");
    await expectFailed(await bench.analyze(connected.project), "empty-repository");
    connected.git("update-ref", "refs/heads/main", head);
  });

  it("stops at the operator's limit of size", async () => {
    const head = connected.git("rev-parse", "HEAD").trim();
    // Each below the size from which files are not fetched at all; random bytes do not compress.
    for (const name of ["a", "b", "c", "d"])
      writeFileSync(path.join(connected.repository, name), randomBytes(LIMIT_MIB * 900 * 1024));
    connected.commit({});
    await expectFailed(await bench.analyze(connected.project), "over-limit-size");
    connected.git("reset", "--quiet", "--hard", head);
  });

  it("ends after the operator's limit of time, without another attempt", async () => {
    const head = connected.git("rev-parse", "HEAD").trim();
    connected.commit({ "two.ts": "export const two = 2;\n" });
    const config = { ...bench.services.config, analysisTimeoutMinutes: 0.05 };
    const failed = await bench.analyze(connected.project, {}, { config, startAnalyzer: neverReady });
    await expectFailed(failed, "over-limit-time");
    expect(messages.get("over-limit-time")).to.contain("analysisTimeoutMinutes");
    connected.git("reset", "--quiet", "--hard", head);
  });

  it("tells a project whose key was never installed what to do", async () => {
    const fresh = await bench.connect({ files: FILES });
    await fresh.ssh.removeKey(fresh.publicKey);
    const failed = await bench.analyze(fresh.project);
    expect(failed).to.include({ state: "failed", failureCode: "key-rejected" });
    expect(await bench.page(fresh.project)).to.contain(escaped(failed.failureMessage ?? ""));
    expect((await bench.tenant.projects.load(fresh.project.id)).state).to.equal("connecting");
  });

  it("has a message of its own for each of these", () => {
    expect([...messages.keys()]).to.have.length(6);
    expect(new Set(messages.values())).to.have.length(6);
  });
});

/** An analyzer that never gets ready: it ends only when the analysis does. */
function neverReady(signal: AbortSignal): Promise<Pool> {
  return new Promise((_resolve, reject) => {
    const end = () => reject(signal.reason);
    if (signal.aborted) end();
    else signal.addEventListener("abort", end, { once: true });
  });
}

/** Text as it stands in HTML. */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
