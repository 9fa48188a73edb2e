import { expect } from "chai";
import { createPool, type Pool } from "../../../analyzer/pool/pool.js";
import type { LanguageId, MapResult } from "../../../analyzer/types.js";
import { loops } from "../../support/loops.js";
import { FIXTURE_LANGUAGES, GRAMMAR_FOLDER, KEEP_ALL, readPieces } from "../support/fixtures.js";
import { crowds, hostileTexts } from "../support/hostile.js";

/** No file above it is parsed: the plan of an analysis skips it as too large, whatever its language. */
const MIB = 1 << 20;
/** Bounds that hold for any one file; CPU time, because the clock measures the machine. */
const DEPTH = 100_000;
const MAX_CPU_S = 10;
/** What one file may add; what earlier specs of the same process left counts for nothing. */
const MAX_ADDED_BYTES = 1 << 30;

for (const language of FIXTURE_LANGUAGES) {
  describe(`P12 hostile ${language}`, function () {
    this.timeout(300_000);
    // The short run gives all languages the smaller texts, and one the largest.
    const isLargest = language === "javascript";
    const texts = hostileTexts(language, {
      depth: isLargest ? DEPTH : loops(DEPTH / 50, DEPTH),
      longLine: isLargest ? MIB : loops(MIB / 50, MIB),
    });
    const { prelude, statement } = readPieces(language);
    let pool: Pool;
    let given = 0;
    let measured = 0;

    before(async () => {
      pool = await startPool();
    });
    after(() => pool.close());

    it("comes in at least sixty kinds", () => {
      expect(texts.length).to.be.at.least(60);
    });

    for (const { what, bytes, reason } of texts) {
      it(`ends within bounds, lines adding up: ${what.slice(0, 60).replaceAll("\n", "↵")}`, async () => {
        const before = process.cpuUsage();
        const memoryBefore = process.memoryUsage().rss;
        const result = await analyze(pool, bytes.subarray(0, MIB), language);
        const cpu = process.cpuUsage(before);
        expect((cpu.user + cpu.system) / 1e6, "CPU seconds").to.be.below(MAX_CPU_S);
        expect(process.memoryUsage().rss - memoryBefore, "memory").to.be.below(MAX_ADDED_BYTES);
        given++;
        // What is no text is no text whatever the language; every text is measured or given up.
        if (reason !== undefined) expect(result).to.deep.equal({ kind: "skipped", reason });
        else if (result.kind === "facts") {
          const { facts } = result;
          measured++;
          expect(facts.codeLines + facts.commentLines + facts.blankLines).to.equal(facts.lines);
          expect(facts.gradedLines).to.be.within(0, facts.codeLines);
          expect(facts.parseErrorLines).to.be.within(0, facts.lines);
        } else {
          // It asked for more steps than its size allows, or ended its thread for want of stack or memory.
          expect(result.reason).to.equal("failed");
        }
        const next = await analyze(pool, Buffer.from(`${prelude}${statement}\n`), language);
        expect(next.kind, "the file after it").to.equal("facts");
      });
    }

    it("is measured more often than given up", () => {
      expect(measured).to.be.above(given / 2);
    });
  });
}

describe("P12 hostile crowds", function () {
  this.timeout(300_000);
  let pool: Pool;

  before(async () => {
    pool = await startPool();
  });
  after(() => pool.close());

  for (const { language, what, bytes, reason = null } of crowds()) {
    it(`are measured within bounds: ${what}`, async () => {
      const before = process.cpuUsage();
      const result = await analyze(pool, bytes, language);
      const cpu = process.cpuUsage(before);
      expect((cpu.user + cpu.system) / 1e6, "CPU seconds").to.be.below(MAX_CPU_S);
      expect(result.kind === "skipped" ? result.reason : null).to.equal(reason);
    });
  }
});

async function startPool(): Promise<Pool> {
  const workerFile = new URL("../../../analyzer/pool/thread.js", import.meta.url);
  const pool = createPool({ grammarFolder: GRAMMAR_FOLDER, workers: 1, workerFile });
  await pool.ready();
  return pool;
}

function analyze(pool: Pool, bytes: Uint8Array, language: LanguageId): Promise<MapResult> {
  return pool.analyze(0, "", bytes, language, KEEP_ALL);
}
