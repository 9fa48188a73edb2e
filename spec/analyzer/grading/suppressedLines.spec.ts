import { expect } from "chai";
import fc from "fast-check";
import { suppressedLines } from "../../../analyzer/grading/suppressedLines.js";

describe("suppressedLines", () => {
  it("answers as a search through all ranges does", () => {
    const line = fc.integer({ min: 1, max: 30 });
    const suppression = fc.record({ startLine: line, endLine: line, rules: fc.subarray(["a", "b"]) });
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
          expect(suppressedLines(ordered)(rule, asked)).to.equal(expected);
        },
      ),
      { numRuns: 500 },
    );
  });
});
