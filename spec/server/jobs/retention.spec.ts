import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import type { Analysis, AnalysisStep, Project, Retention } from "../../../db/types.js";
import { unpackBytes } from "../../../server/analysis/packing.js";
import { openSource } from "../../../server/analysis/storedReport.js";
import { MINUTE_MS } from "../../../server/clock.js";
import { IntakeError } from "../../../server/intake/errors.js";
import { sealedColumns } from "../../../server/sealing/sealedColumns.js";
import { eventually } from "../../support/eventually.js";
import { movableClock } from "../../support/movableClock.js";
import { type Bench, startBench } from "./bench.js";
import type { ConnectedProject } from "./projectFixture.js";

/** Seven parameters: one finding, on this line alone. */
const FINDING_LINE =
  "export function wide(a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7): string { return 'SNIPPET-CANARY'; }";
const WITH_FINDING = `// COMMENT-CANARY\n${FINDING_LINE}\nexport const other = "STRING-CANARY";\n`;
const SNIPPET = `\n${FINDING_LINE}\n\n`;
const CLEAN = "export const clean = 'CLEAN-CANARY';\n";
const README = "README-CANARY\n";
const FILES = { "wide.ts": WITH_FINDING, "clean.ts": CLEAN, "README.md": README };
const CANARY = /[A-Z]+-CANARY/g;

describe("P10 what is kept of the source", function () {
  this.timeout(120_000);
  const clock = movableClock();
  let bench: Bench;

  before(async () => {
    bench = await startBench({ clock });
  });
  after(() => bench?.remove());

  const connect = (retention: Retention) => bench.connect({ files: FILES, retention });
  const analyze = (project: Project): Promise<Analysis> => {
    clock.advance(MINUTE_MS);
    return bench.analyze(project);
  };
  const keep = (project: Project, retention: Retention) =>
    bench.tenant.projects.update(project.id, { retention });

  /** Every row of `sources`, opened. */
  async function keptTexts({ id, organizationId }: Project): Promise<string[]> {
    const texts = [];
    for (const hex of await bench.tenant.sources.keysOf(id)) {
      const key = Buffer.from(hex, "hex");
      const sealed = await bench.tenant.sources.find(id, key);
      const context = sealedColumns.sourceBody(organizationId, id, key);
      texts.push(unpackBytes(bench.services.vault, context, sealed ?? Buffer.alloc(0)).toString("utf8"));
    }
    return texts.sort();
  }

  /** Words of the source that stand, opened, in what is stored of revisions and facts. */
  async function canariesBesides({ id, organizationId }: Project): Promise<string[]> {
    const { vault } = bench.services;
    const texts: Buffer[] = [];
    const factsKeys = new Set<string>();
    for (const revision of await bench.tenant.revisions.list(id, 100)) {
      texts.push(
        unpackBytes(
          vault,
          sealedColumns.revisionOverview(organizationId, revision.id),
          revision.overviewSealed,
        ),
      );
      const index = unpackBytes(
        vault,
        sealedColumns.revisionIndex(organizationId, revision.id),
        revision.indexSealed,
      );
      texts.push(index);
      for (const [, key] of index.toString("utf8").matchAll(/"factsKey":"([0-9a-f]+)"/g))
        factsKeys.add(key ?? "");
    }
    const keys = [...factsKeys].map((hex) => Buffer.from(hex, "hex"));
    expect(keys, "facts to look into").not.to.have.length(0);
    for (const [hex, sealed] of await bench.tenant.facts.findMany(id, keys))
      texts.push(
        unpackBytes(vault, sealedColumns.factsBody(organizationId, id, Buffer.from(hex, "hex")), sealed),
      );
    return texts.flatMap((text) => text.toString("utf8").match(CANARY) ?? []);
  }

  it("full: every measured file of the latest revision, and of none before it", async () => {
    const connected = await connect("full");
    await analyze(connected.project);
    expect(await keptTexts(connected.project)).to.deep.equal([WITH_FINDING, CLEAN].sort());
    expect(await canariesBesides(connected.project)).to.deep.equal([]);

    const changed = "export const clean = 'NEW-CANARY';\n";
    connected.commit({ "clean.ts": changed });
    const latest = await analyze(connected.project);
    expect(await keptTexts(connected.project)).to.deep.equal([WITH_FINDING, changed].sort());
    const shown = await shownSource(bench, latest, "clean.ts");
    expect(shown).to.equal(changed);
  });

  it("snippets: only the lines of findings, each on its own line number", async () => {
    const connected = await connect("snippets");
    const analysis = await analyze(connected.project);
    expect(await keptTexts(connected.project)).to.deep.equal([SNIPPET]);
    expect(await shownSource(bench, analysis, "wide.ts")).to.equal(SNIPPET);
    expect(await shownSource(bench, analysis, "clean.ts")).to.equal(null);
    expect(await canariesBesides(connected.project)).to.deep.equal([]);
  });

  it("none: nothing, not even until the analysis is stored", async () => {
    const connected = await connect("none");
    const meanwhile = new Map<AnalysisStep, string[]>();
    const onStep = async (step: AnalysisStep) => {
      meanwhile.set(step, await keptTexts(connected.project));
    };
    const analysis = await bench.analyze(connected.project, { onStep });
    expect([...meanwhile.keys()]).to.include("store");
    expect([...meanwhile.values()].flat()).to.deep.equal([]);
    expect(await keptTexts(connected.project)).to.deep.equal([]);
    expect(await shownSource(bench, analysis, "wide.ts")).to.equal(null);
    expect(await canariesBesides(connected.project)).to.deep.equal([]);
  });

  it("another choice holds from the next analysis on, in both directions, though the commit is the same", async () => {
    const { project } = await connect("full");
    await analyze(project);
    await keep(project, "snippets");
    await analyze(project);
    expect(await keptTexts(project)).to.deep.equal([SNIPPET]);
    await keep(project, "none");
    await analyze(project);
    expect(await keptTexts(project)).to.deep.equal([]);
    await keep(project, "full");
    const last = await analyze(project);
    expect(await keptTexts(project)).to.deep.equal([WITH_FINDING, CLEAN].sort());
    expect(await shownSource(bench, last, "clean.ts")).to.equal(CLEAN);
  });

  it("an analysis that fails after reading leaves nothing of its revision, and all of the last good one", async () => {
    const connected = await connect("full");
    const good = await analyze(connected.project);
    connected.commit({ "clean.ts": "export const clean = 'FAILED-CANARY';\n" });
    const failed = await failAfterReading(connected);
    expect(failed.state).to.equal("failed");
    expect(await keptTexts(connected.project)).to.deep.equal([WITH_FINDING, CLEAN].sort());
    expect(await shownSource(bench, good, "clean.ts")).to.equal(CLEAN);
  });

  it("a first analysis that fails after reading leaves nothing at all", async () => {
    const connected = await connect("full");
    expect((await failAfterReading(connected)).state).to.equal("failed");
    expect(await keptTexts(connected.project)).to.deep.equal([]);
  });

  it("two analyses of one project at once do not take each other's source away", async () => {
    const connected = await connect("full");
    const older = connected.git("rev-parse", "HEAD").trim();
    connected.commit({ "clean.ts": "export const clean = 'SECOND-CANARY';\n" });
    const first = await bench.ask(connected.project);
    const reached = Promise.withResolvers<void>();
    const opened = Promise.withResolvers<void>();
    const held = await bench.startWorker({
      onStep: async (step) => {
        if (step !== "store") return;
        reached.resolve();
        await opened.promise;
      },
    });
    await reached.promise;
    // It has stored the source of its revision, and not yet the revision.
    const second = await bench.ask(connected.project, older);
    const other = await bench.startWorker();
    await bench.ended(second.id);
    opened.resolve();
    // Its source was not of the latest revision for a moment, so it is gone: the next attempt stores it again.
    await eventually("it is tried again", async () => (await bench.jobOf(first)).state === "queued");
    clock.advance(MINUTE_MS);
    const done = await bench.ended(first.id);
    await Promise.all([held.drain(60_000), other.drain(60_000)]);
    expect(done.state).to.equal("done");
    expect(await shownSource(bench, done, "clean.ts")).to.contain("SECOND-CANARY");
  });

  it("stands nowhere in clear: not in the database's files, not in the log", async () => {
    const connected = await connect("full");
    await analyze(connected.project);
    const folder = bench.installation.config.dataFolder;
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    expect(files.map((entry) => entry.name).join(" ")).to.contain(".sqlite");
    for (const file of files) {
      const text = readFileSync(path.join(file.parentPath, file.name), "latin1");
      expect(text.match(CANARY), file.name).to.equal(null);
    }
    expect(bench.installation.log().match(CANARY)).to.equal(null);
  });

  /** Fails for good once everything was read and its source stored. */
  async function failAfterReading({ project }: ConnectedProject): Promise<Analysis> {
    let stored = 0;
    const onStep = async (step: AnalysisStep) => {
      if (step !== "store") return;
      stored = (await keptTexts(project)).length;
      throw new IntakeError("over-limit-size", "For this spec everything is too large.");
    };
    const analysis = await bench.analyze(project, { onStep });
    expect(stored, "texts that stood before it failed").to.be.at.least(2);
    return analysis;
  }
});

/** A file's source as the file page opens it. */
async function shownSource({ services, tenant, indexOf }: Bench, analysis: Analysis, name: string) {
  const revision = await tenant.revisions.load(analysis.revisionId ?? "");
  const file = (await indexOf(analysis)).files.find((one) => one.path === name);
  if (file === undefined) throw new Error(`${name} is not in the index`);
  const source = await openSource({ vault: services.vault, tenant }, revision, file);
  return source === null ? null : source.toString("utf8");
}
