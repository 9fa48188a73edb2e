import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import fc from "fast-check";
import { assembleReport } from "../../../analyzer/assembleReport.js";
import { createAnalyzer } from "../../../analyzer/createAnalyzer.js";
import { renderJson } from "../../../analyzer/formats/json.js";
import { createPool } from "../../../analyzer/pool/pool.js";
import { type Answer, AnswerDecoder, encodeFrame } from "../../../analyzer/pool/protocol.js";
import type { MapResult, MapSettings } from "../../../analyzer/types.js";
import { ANALYZER_VERSION } from "../../../analyzer/version.js";
import { loops } from "../../support/loops.js";
import { type SampleFile, sampleFiles, sampleInput } from "./sampleTree.js";

const bundle = fileURLToPath(new URL("../../../sandboxed/analyzer.mjs", import.meta.url));
const grammarFolder = fileURLToPath(new URL("../../../sandboxed/grammars", import.meta.url));
const settings: MapSettings = { keepGenerated: false, keepMinified: false };

/** Runs the analyzer process over one input; the answers are those it gave before it ended. */
async function runProcess(input: Uint8Array, { workers = 2, grammars = grammarFolder } = {}) {
  const child = spawn(process.execPath, [bundle, "--grammars", grammars, "--workers", String(workers)]);
  const decoder = new AnswerDecoder();
  const answers: Answer[] = [];
  const complaints: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => answers.push(...decoder.push(chunk)));
  child.stderr.on("data", (chunk: Buffer) => complaints.push(chunk));
  // A process that refuses its input closes its end first.
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  const [code] = await once(child, "close");
  decoder.end();
  return { answers, code: Number(code), stderr: Buffer.concat(complaints).toString() };
}

const framesOf = (files: readonly SampleFile[]) =>
  Buffer.concat(
    files.map(({ path, language, bytes }, id) => encodeFrame({ id, path, language, settings }, bytes)),
  );

describe("analyzer process", () => {
  it("says its version first and then answers every file exactly once", async () => {
    const files = sampleFiles();
    const { answers, code, stderr } = await runProcess(framesOf(files));
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: "" });
    expect(answers[0]).to.deep.equal({ kind: "ready", version: ANALYZER_VERSION });
    const ids = answers.flatMap((answer) => (answer.kind === "file" ? [answer.id] : []));
    expect(ids.sort((a, b) => a - b)).to.deep.equal(files.map((_, index) => index));
  });

  it("ends without answers for an input without files", async () => {
    const { answers, code } = await runProcess(Buffer.alloc(0));
    expect(code).to.equal(0);
    expect(answers).to.have.lengthOf(1);
  });

  it("P12 stops at a malformed frame with a status of its own, and P16 quotes nothing of it", async () => {
    const input = Buffer.concat([Buffer.from([0, 0, 0, 9]), Buffer.from("canary-7f")]);
    const { code, stderr } = await runProcess(input);
    expect(code).to.equal(2);
    expect(stderr).to.equal("JSON was expected\n");
  });

  it("stops at an input that ends inside a frame", async () => {
    const frames = framesOf(sampleFiles().slice(0, 1));
    const { code } = await runProcess(frames.subarray(0, frames.length - 1));
    expect(code).to.equal(2);
  });

  it("stops before the first answer when the grammars are missing", async () => {
    const { answers, code, stderr } = await runProcess(framesOf(sampleFiles()), { grammars: "/nonexistent" });
    expect({ answers, code }).to.deep.equal({ answers: [], code: 1 });
    expect(stderr).to.equal("the analyzer process failed\n");
  });
});

describe("report", () => {
  type Results = (readonly [path: string, result: MapResult])[];

  /** One file after the other, in this thread. */
  async function mapHere(files: readonly SampleFile[]): Promise<Results> {
    const analyzer = await createAnalyzer({ grammarFolder });
    const results: Results = [];
    for (const { path, bytes, language } of files) {
      results.push([path, await analyzer.analyzeFile(bytes, language, settings)]);
    }
    return results;
  }

  async function mapInPool(files: readonly SampleFile[], workers: number): Promise<Results> {
    const workerFile = new URL("../../../analyzer/pool/thread.js", import.meta.url);
    const pool = createPool({ grammarFolder, workers, workerFile });
    try {
      return await Promise.all(
        files.map(async ({ path, bytes, language }, id) => {
          return [path, await pool.analyze(id, path, bytes, language, settings)] as const;
        }),
      );
    } finally {
      await pool.close();
    }
  }

  async function mapInProcess(files: readonly SampleFile[], workers: number): Promise<Results> {
    const { answers } = await runProcess(framesOf(files), { workers });
    return answers.flatMap((answer): Results => {
      return answer.kind === "file" ? [[files[answer.id]?.path ?? "", answer.result]] : [];
    });
  }

  it("P11 is byte-identical for any order of files, any number of workers and either way to run them", async function () {
    this.timeout(600_000);
    const expected = renderJson(assembleReport(sampleInput(await mapHere(sampleFiles()))));
    // The comparison is worth something only if the report holds something of each kind.
    for (const part of ['"counted": true', '"counted": false', '"role": "test"', '"suppressed": [\n']) {
      expect(expected).to.include(part);
    }
    expect(expected).not.to.include('"failed"');
    const order = fc.shuffledSubarray(sampleFiles(), { minLength: sampleFiles().length });
    const way = fc.constantFrom(mapInPool, mapInProcess);
    await fc.assert(
      fc.asyncProperty(order, fc.integer({ min: 1, max: 3 }), way, async (files, workers, map) => {
        expect(renderJson(assembleReport(sampleInput(await map(files, workers))))).to.equal(expected);
      }),
      { numRuns: loops(6, 60) },
    );
  });
});
