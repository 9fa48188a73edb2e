import { expect } from "chai";
import { createAnalyzer } from "../../../analyzer/createAnalyzer.js";
import { decodeResult, encodeResult } from "../../../analyzer/facts/codec.js";
import { fuzzing } from "../../support/loops.js";
import {
  FIXTURE_LANGUAGES,
  FIXTURES,
  GRAMMAR_FOLDER,
  KEEP_ALL,
  readFixture,
  readPieces,
} from "../support/fixtures.js";
import { mutated, randomOf } from "../support/mutate.js";

/** CPU time of one file, in seconds. */
const MAX_CPU_S = 10;

describe("P12 fuzzing: whatever is wrong with a file", function () {
  this.timeout(0);
  const { rounds, seed } = fuzzing(60);
  // One for all: each loads grammars anew into the one memory that this process has for them.
  const shared = createAnalyzer({ grammarFolder: GRAMMAR_FOLDER });

  for (const language of FIXTURE_LANGUAGES) {
    it(`measures ${language} or gives it up, with numbers that add up (seed ${seed}, ${rounds} rounds)`, async () => {
      const analyzer = await shared;
      const texts = FIXTURES.filter((fixture) => fixture.language === language).map(({ file }) =>
        readFixture(file),
      );
      const pieces = readPieces(language);
      const random = randomOf(seed);
      for (let round = 0; round < rounds; round++) {
        const text = mutated(texts[round % texts.length] ?? "", pieces, random);
        const before = process.cpuUsage();
        const result = await analyzer.analyzeFile(Buffer.from(text), language, KEEP_ALL);
        const cpu = process.cpuUsage(before);
        const what = `round ${round} of seed ${seed}`;
        // Reading checks all the numbers.
        expect(decodeResult(encodeResult(result)), what).to.deep.equal(result);
        expect((cpu.user + cpu.system) / 1e6, what).to.be.below(MAX_CPU_S);
      }
    });
  }
});
