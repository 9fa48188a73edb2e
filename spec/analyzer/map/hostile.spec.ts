import { expect } from "chai";
import { createAnalyzer } from "../../../analyzer/createAnalyzer.js";
import type { FileFacts, LanguageId } from "../../../analyzer/types.js";
import { loops } from "../../support/loops.js";
import { FIXTURE_LANGUAGES, GRAMMAR_FOLDER, KEEP_ALL } from "../support/fixtures.js";
import { hostileTexts } from "../support/hostile.js";

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

    it("comes in at least sixty kinds", () => {
      expect(texts.length).to.be.at.least(60);
    });

    for (const { what, bytes } of texts) {
      it(`ends within bounds, lines adding up: ${what.slice(0, 60).replaceAll("\n", "↵")}`, async () => {
        const before = process.cpuUsage();
        const memoryBefore = process.memoryUsage().rss;
        const facts = await factsOf(bytes.subarray(0, MIB), language);
        const cpu = process.cpuUsage(before);
        expect((cpu.user + cpu.system) / 1e6, "CPU seconds").to.be.below(MAX_CPU_S);
        expect(process.memoryUsage().rss - memoryBefore, "memory").to.be.below(MAX_ADDED_BYTES);
        if (facts === null) return;
        expect(facts.codeLines + facts.commentLines + facts.blankLines).to.equal(facts.lines);
        expect(facts.gradedLines).to.be.within(0, facts.codeLines);
        expect(facts.parseErrorLines).to.be.within(0, facts.lines);
      });
    }
  });
}

let analyzer = createAnalyzer({ grammarFolder: GRAMMAR_FOLDER });

/**
 * Facts of a text; `null` when it is no text, or asks for more parser steps than its size allows or more stack than there is.
 * After the latter the pool starts a new thread (pool.spec.ts), this spec a new parser; any other failure is one.
 */
async function factsOf(bytes: Uint8Array, language: LanguageId): Promise<FileFacts | null> {
  try {
    const result = await (await analyzer).analyzeFile(bytes, language, KEEP_ALL);
    if (result.kind === "facts") return result.facts;
    expect(result.reason).to.be.oneOf(["failed", "binary", "encoding"]);
  } catch (error) {
    expect(String(error)).to.equal("RangeError: Maximum call stack size exceeded");
    analyzer = createAnalyzer({ grammarFolder: GRAMMAR_FOLDER });
  }
  return null;
}
