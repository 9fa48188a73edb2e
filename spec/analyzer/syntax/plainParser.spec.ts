import { expect } from "chai";
import { LANGUAGES } from "../../../analyzer/languages/registry.js";
import { unitsOfText } from "../../../analyzer/syntax/source.js";
import { fuzzing } from "../../support/loops.js";
import { compare, loadSubject, type Subject } from "../support/bothParsers.js";
import { FIXTURES, readFixture, readPieces } from "../support/fixtures.js";
import { hostileTexts } from "../support/hostile.js";
import { mutated, randomOf } from "../support/mutate.js";

describe("the parser of texts without errors", function () {
  this.timeout(0);
  const { rounds, seed } = fuzzing(50);

  for (const { id, grammars, sample } of LANGUAGES) {
    for (const file of grammars) {
      describe(`of ${file}`, () => {
        const fixtures = FIXTURES.filter(({ language }) => language === id).map((one) =>
          readFixture(one.file),
        );
        let subject: Subject;
        before(async () => {
          subject = await loadSubject(file, sample);
        });

        it("reads every fixture that has no error as tree-sitter does", () => {
          expect(subject.grammar.isPlainParserUsed).to.equal(true);
          const { prelude, statement } = readPieces(id);
          expect(compare(subject, `${prelude}${statement}\n`)).to.deep.equal({
            isPlain: true,
            isFaultless: true,
          });
          for (const text of fixtures) {
            const { isPlain, isFaultless } = compare(subject, text);
            expect(isPlain).to.equal(isFaultless);
          }
        });

        it(`reads hostile and spoiled texts as tree-sitter does, or leaves them (seed ${seed}, ${rounds} rounds)`, () => {
          for (const { bytes } of hostileTexts(id, { depth: 300, longLine: 1_000 }))
            compare(subject, Buffer.from(bytes).toString());
          const pieces = readPieces(id);
          const random = randomOf(seed);
          for (let round = 0; round < rounds; round++)
            compare(subject, mutated(fixtures[round % fixtures.length] ?? "", pieces, random));
        });
      });
    }
  }

  it("P12 leaves a text to tree-sitter whose every token makes a scanner look ahead to the end", async () => {
    const subject = await loadSubject("tree-sitter-python.wasm", "a = 1");
    const isRead = (lines: number) => {
      const before = subject.accepted;
      subject.grammar.parse(unitsOfText(`if a:\n  b\n${"  #\n".repeat(lines)}`));
      return subject.accepted > before;
    };
    // After each comment Python's scanner reads all that follow, to find the indentation of the code behind them.
    expect(isRead(500)).to.equal(true);
    expect(isRead(5_000)).to.equal(false);
  });
});
