import { expect } from "chai";
import fc from "fast-check";
import { suppressedLines } from "../../../analyzer/grading/suppressedLines.js";
import { DEFAULT_SETTINGS } from "../../../analyzer/settings/settings.js";

describe("suppressedLines", () => {
  it("answers as a search through all ranges does", () => {
    const line = fc.integer({ min: 1, max: 30 });
    const suppression = fc.record({
      dialect: fc.constant("sealgrade" as const),
      line,
      startLine: line,
      endLine: line,
      rules: fc.subarray(["a", "b"]),
    });
    fc.assert(
      fc.property(
        fc.array(suppression, { maxLength: 8 }),
        fc.constantFrom("a", "b", "c"),
        line,
        (all, rule, asked) => {
          const ordered = all.map((one) => ({ ...one, endLine: Math.max(one.startLine, one.endLine) }));
          const expected = ordered.some(
            ({ startLine, endLine, rules }) =>
              startLine <= asked &&
              asked <= endLine &&
              (rules.length === 0 || rules.some((one) => one === rule)),
          );
          expect(suppressedLines(ordered, DEFAULT_SETTINGS)(rule, asked)).to.equal(expected);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("counts codebeat's comments by our names for its checks, where the settings let them count", () => {
    const from = (line: number, rules: readonly string[]) =>
      ({ dialect: "codebeat", line, startLine: line, endLine: line + 9, rules }) as const;
    const all = [from(1, ["LOC", "SIMILARITY"]), from(20, ["NO_CHECK"]), from(40, [])];
    const isOff = suppressedLines(all, DEFAULT_SETTINGS);
    expect(isOff("function-length", 10)).to.equal(true);
    expect(isOff("duplicate-identical", 1)).to.equal(true);
    expect(isOff("duplicate-similar", 1)).to.equal(true);
    expect(isOff("function-nesting", 1)).to.equal(false);
    // A list of checks that do not exist is no list of all.
    expect(isOff("function-length", 20)).to.equal(false);
    expect(isOff("function-nesting", 40)).to.equal(true);
    const isOffBesideOurs = suppressedLines(all, { codebeatComments: false });
    expect(isOffBesideOurs("function-length", 10)).to.equal(false);
  });
});
