import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { assembleReport, readSettings, renderJson } from "../../../analyzer/index.js";
import type { Pool } from "../../../analyzer/pool/pool.js";
import type { Analysis } from "../../../db/types.js";
import { openFacts, openOverview } from "../../../server/analysis/storedReport.js";
import { SECOND_MS } from "../../../server/clock.js";
import { eventually } from "../../support/eventually.js";
import { movableClock } from "../../support/movableClock.js";
import { type Bench, startBench } from "./bench.js";
import type { ConnectedProject } from "./projectFixture.js";

const COMMAND_LINE = fileURLToPath(new URL("../../../server/cli/main.js", import.meta.url));
const SETTINGS = `exclude: ["legacy/**", "nothing/**"]
thresholds:
  function-parameters: [2, 3, 4, 5]
unheard: of
`;
const FILES = {
  "src/one.ts": "export const one = (a: number, b: number) => (a > b ? a : b);\n",
  "src/two.py": "def two(a, b, c):\n    if a and b and c:\n        return 1\n    return 2\n",
  "src/three.go": "package three\n\nfunc Three(a int) int { return a }\n",
  "src/broken.js": "export function fine() { return 1; }\nexport function (((\n",
  "src/one.test.ts": "export const tested = (a: number, b: number, c: number) => a + b + c;\n",
  "legacy/old.ts": "export const old = 1;\n",
  "made/client.ts": "export const client = 1;\n",
  "node_modules/left/pad.js": "module.exports = 1;\n",
  "README.md": "# A project\n",
  tool: "#!/usr/bin/env python3\nprint(1)\n",
  ".sealgrade.yml": SETTINGS,
  ".gitattributes": "made/* linguist-generated\n",
};
/** Measured: three sources, the broken one, the test and the script. */
const MEASURED = ["src/broken.js", "src/one.test.ts", "src/one.ts", "src/three.go", "src/two.py", "tool"];

describe("analyzeRevision", function () {
  this.timeout(120_000);
  const clock = movableClock();
  let bench: Bench;
  let connected: ConnectedProject;
  let commit: string;
  let first: Analysis;

  before(async () => {
    bench = await startBench({ clock });
    connected = await bench.connect({ files: FILES });
    commit = connected.git("rev-parse", "HEAD").trim();
    first = await bench.analyze(connected.project);
    expect(first).to.include({ state: "done", failureCode: null, attempts: 1 });
  });
  after(() => bench?.remove());

  /** The report as the command line prints it for the same commit. */
  const graded = (revision: string): string =>
    execFileSync(
      process.execPath,
      [COMMAND_LINE, "grade", connected.repository, "--revision", revision, "--format", "json"],
      { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
    );

  /** The report again, from nothing but what the service stored. */
  async function storedReport(analysis: Analysis): Promise<string> {
    const { services, tenant } = bench;
    const revision = await tenant.revisions.load(analysis.revisionId ?? "");
    const index = await bench.indexOf(analysis);
    const files = [];
    for (const file of index.files) {
      const facts = await openFacts({ vault: services.vault, tenant }, revision, file);
      if (facts === null) throw new Error(`the facts of ${file.path} are gone`);
      files.push({ path: file.path, role: file.role, facts });
    }
    const { settings } = await readSettings({ sealgradeYml: Buffer.from(SETTINGS) });
    const { skipped, settingsProblems } = index;
    return renderJson(
      assembleReport({ files, skipped, settings, settingsProblems, revision: revision.commit }),
    );
  }

  /** What the index holds of the report: everything but what was measured of functions. */
  async function storedIndex(analysis: Analysis): Promise<unknown> {
    const index = await bench.indexOf(analysis);
    const files = index.files.map(({ factsKey: _facts, sourceKey: _source, ...file }) => file);
    return { ...index, files };
  }

  function withPlacesOfFunctions(json: string): unknown {
    return JSON.parse(json, (key, value: unknown) => {
      // Only files have a list of functions; totals and types have their number.
      if (key !== "functions" || !Array.isArray(value)) return value;
      return value.map(({ name, startLine, endLine }) => ({ name, startLine, endLine }));
    });
  }

  it("P11 stores the report that `sealgrade grade` prints for the same commit, byte for byte", async () => {
    const printed = graded(commit);
    expect(await storedReport(first)).to.equal(printed);
    expect(await storedIndex(first)).to.deep.equal(withPlacesOfFunctions(printed));
  });

  it("keeps the totals of the report beside it, for lists and trends", async () => {
    const revision = await bench.tenant.revisions.load(first.revisionId ?? "");
    const { totals, skipped, files, analyzer } = await bench.indexOf(first);
    const { grade, gpa, debtRatio, debtMinutes, gradedLines, codeLines, functions } = totals;
    expect(revision).to.include({
      ...{ commit, branch: "main", grade, gpa, debtRatio, debtMinutes, gradedLines, codeLines, functions },
      analyzerVersion: analyzer.version,
      settingsHash: analyzer.settingsHash,
      files: MEASURED.length,
      skipped: skipped.length,
      findings: files.reduce((sum, file) => sum + file.findings.length, 0),
    });
    const seconds = Number(connected.git("log", "-1", "--format=%ct").trim());
    expect(revision.committedAt).to.equal(seconds * SECOND_MS);
  });

  it("measures what is code and names everything it left out with the reason", async () => {
    const { files, skipped } = await bench.indexOf(first);
    expect(files.map((file) => file.path)).to.deep.equal(MEASURED);
    expect(files.find((file) => file.path === "src/one.test.ts")?.role).to.equal("test");
    expect(Object.fromEntries(skipped.map(({ path, reason }) => [path, reason]))).to.deep.equal({
      ".gitattributes": "unsupported-language",
      ".sealgrade.yml": "unsupported-language",
      "README.md": "unsupported-language",
      "legacy/old.ts": "excluded",
      "made/client.ts": "generated",
      "node_modules/left/pad.js": "vendored",
    });
  });

  it("follows the repository's own settings, and says what is wrong with them", async () => {
    const { files, settingsProblems } = await bench.indexOf(first);
    const findings = files.flatMap((file) =>
      file.findings.map((finding) => ({ path: file.path, ...finding })),
    );
    // Two parameters reach the repository's threshold of 2, not the default of 5.
    const parameters = findings.filter(
      ({ rule, path }) => rule === "function-parameters" && path === "src/one.ts",
    );
    expect(parameters).to.have.length(1);
    expect(parameters[0]).to.include({ value: 2, threshold: 2, line: 1 });
    expect(settingsProblems.map(({ file, line }) => ({ file, line }))).to.deep.equal([
      { file: ".sealgrade.yml", line: 1 },
      { file: ".sealgrade.yml", line: 4 },
    ]);
  });

  it("grades a file that does not parse in part, and shows it", async () => {
    const row = await bench.tenant.revisions.load(first.revisionId ?? "");
    const { parseErrors } = openOverview(bench.services.vault, row);
    expect(parseErrors.map((file) => file.path)).to.deep.equal(["src/broken.js"]);
    expect(parseErrors[0]?.lines).to.be.within(1, 2);
  });

  it("starts no analyzer for a commit whose facts it has, and leaves one revision of it", async () => {
    const starts = counted(bench);
    const again = await bench.analyze(connected.project, {}, starts.changes);
    expect(again.state).to.equal("done");
    expect(starts.count()).to.equal(0);
    expect(again.revisionId).to.equal(first.revisionId);
    expect(await bench.tenant.revisions.listTotals(connected.project.id, 10)).to.have.length(1);
    expect(await storedReport(again)).to.equal(graded(commit));
  });

  it("measures only what changed, and comes to the same report as the command line that measures all", async () => {
    const next = connected.commit({ "src/two.py": "def two(a):\n    return a\n" });
    const starts = counted(bench);
    const analysis = await bench.analyze(connected.project, {}, starts.changes);
    expect(starts.count()).to.equal(1);
    expect(starts.paths()).to.deep.equal(["src/two.py"]);
    expect(await storedReport(analysis)).to.equal(graded(next));
    expect(await bench.tenant.revisions.listTotals(connected.project.id, 10)).to.have.length(2);
  });

  it("measures no content again that stands under a new name", async () => {
    connected.git("mv", "src/three.go", "src/four.go");
    const next = connected.commit({});
    const starts = counted(bench);
    const analysis = await bench.analyze(connected.project, {}, starts.changes);
    expect(starts.count()).to.equal(0);
    expect(await storedReport(analysis)).to.equal(graded(next));
  });

  it("starts the analyzer of a project that was never graded while its files are fetched", async () => {
    const fresh = await bench.connect({ files: { "one.ts": FILES["src/one.ts"] } });
    const seen: string[] = [];
    const startAnalyzer = (signal: AbortSignal): Promise<Pool> => {
      seen.push("analyzer");
      return bench.services.startAnalyzer(signal);
    };
    const done = await bench.analyze(
      fresh.project,
      { onStep: (step) => void seen.push(step) },
      { startAnalyzer },
    );
    expect(done.state).to.equal("done");
    expect(seen.filter((one) => one === "analyzer")).to.have.length(1);
    expect(seen.indexOf("analyzer")).to.be.within(1, seen.indexOf("read") - 1);
  });

  it("ends the analyzer that it started for files which then could not be fetched", async () => {
    const fresh = await bench.connect({ files: { "one.ts": FILES["src/one.ts"] } });
    const ends: Promise<string>[] = [];
    const startAnalyzer = (signal: AbortSignal): Promise<Pool> => {
      const starting = bench.services.startAnalyzer(signal);
      ends.push(starting.then(endOf, () => "never began"));
      return starting;
    };
    const analysis = await bench.ask(fresh.project, "f".repeat(40));
    const worker = await bench.startWorker({}, { startAnalyzer });
    expect(await bench.ended(analysis.id)).to.include({ state: "failed", failureCode: "commit-missing" });
    expect(ends).to.have.length(1);
    expect(await ends[0]).to.be.oneOf(["closed", "never began"]);
    await worker.drain(60_000);
  });

  it("shows how far it is, never going back, and ends with all", async () => {
    const names = Array.from({ length: 8 }, (_, index) => `many/file${index}.ts`);
    connected.commit(Object.fromEntries(names.map((name) => [name, `export const a = "${name}";\n`])));
    const seen: number[] = [];
    const startAnalyzer = async (signal: AbortSignal): Promise<Pool> => {
      const pool = await bench.services.startAnalyzer(signal);
      return {
        ...delegating(pool),
        analyze: async (...file) => {
          const result = await pool.analyze(...file);
          // Longer than the pause between two saves, so that each file may be shown.
          clock.advance(SECOND_MS);
          const running = await bench.tenant.analyses.active(connected.project.id);
          if (running !== null) seen.push(running.progressDone);
          return result;
        },
      };
    };
    const done = await bench.analyze(connected.project, {}, { startAnalyzer });
    // .gitattributes has no extension: only its first bytes say that it is no script.
    const total = MEASURED.length + names.length + 1;
    expect(done).to.include({ state: "done", progressDone: total, progressTotal: total });
    expect(seen).to.have.length(names.length);
    expect(seen).to.deep.equal(seen.toSorted((a, b) => a - b));
  });
});

/** Counts how often the analyzer is started, and which files it is given. */
function counted({ services }: Bench) {
  let starts = 0;
  const paths: string[] = [];
  const startAnalyzer = async (signal: AbortSignal): Promise<Pool> => {
    starts += 1;
    const pool = await services.startAnalyzer(signal);
    return {
      ...delegating(pool),
      analyze: (...file) => {
        paths.push(file[1]);
        return pool.analyze(...file);
      },
    };
  };
  return { changes: { startAnalyzer }, count: () => starts, paths: () => paths };
}

/** Resolves when the analyzer takes no more files. */
async function endOf(pool: Pool): Promise<string> {
  const settings = { keepGenerated: false, keepMinified: false };
  return eventually("the analyzer is closed", () =>
    pool.analyze(0, "a.ts", new Uint8Array(), "typescript", settings).then(
      () => false,
      () => "closed",
    ),
  );
}

function delegating(pool: Pool): Pool {
  return {
    analyze: (...file) => pool.analyze(...file),
    ready: () => pool.ready(),
    room: () => pool.room(),
    close: () => pool.close(),
  };
}
