import { expect } from "chai";
import fc from "fast-check";
import type { FileFacts } from "../../../analyzer/types.js";
import { loops } from "../../support/loops.js";
import { FIXTURES, factsOf, type Pieces, readFixture, readPieces } from "../support/fixtures.js";

/** What must not change: everything but where the functions stand. */
function measuresOf(facts: FileFacts): unknown {
  return {
    codeLines: facts.codeLines,
    gradedLines: facts.gradedLines,
    functions: facts.functions.map(({ startLine, startColumn, endLine, booleanLogic, ...measures }) => ({
      ...measures,
      operators: booleanLogic?.operators ?? 0,
    })),
  };
}

function withInsertions(text: string, pieces: Pieces, choices: readonly number[]): string {
  const { comment } = pieces;
  const statement = new RegExp(`^\\s*(${pieces.insertBefore})\\b`);
  let next = 0;
  const inserted = (line: string) => {
    const choice = choices[next++ % choices.length] ?? 0;
    const indent = /^\s*/.exec(line)?.[0] ?? "";
    return (
      ["", "\n", `${indent}${comment}if a && b { return }\n`, `  \n${indent}${comment}x\n\n`][choice] ?? ""
    );
  };
  return text
    .split("\n")
    .map((line) => (statement.test(line) ? inserted(line) + line : line))
    .join("\n");
}

/** The fixtures indent by tabs (Go), two or four spaces; each level gets `unit` instead. */
function reindented(text: string, unit: string): string {
  const [level = "  "] = /^(\t| {4}| {2})(?=\S)/m.exec(text) ?? [];
  return text
    .split("\n")
    .map((line) => {
      const indent = /^[\t ]*/.exec(line)?.[0] ?? "";
      return unit.repeat(Math.floor(indent.length / level.length)) + line.slice(indent.length);
    })
    .join("\n");
}

describe("metrics do not change", () => {
  for (const { language, file } of FIXTURES) {
    const text = readFixture(file);

    it(`under comments and blank lines between statements of ${file}`, async () => {
      const before = measuresOf(await factsOf(text, language));
      const choices = fc.array(fc.nat(3), { minLength: 1, maxLength: 50 });
      await fc.assert(
        fc.asyncProperty(choices, async (chosen) => {
          const changed = withInsertions(text, readPieces(language), chosen);
          expect(measuresOf(await factsOf(changed, language))).to.deep.equal(before);
        }),
        { numRuns: loops(20, 500) },
      );
    });

    it(`under another indentation of ${file}`, async () => {
      const before = measuresOf(await factsOf(text, language));
      for (const unit of ["\t", " ", "   ", "        "]) {
        expect(
          measuresOf(await factsOf(reindented(text, unit), language)),
          JSON.stringify(unit),
        ).to.deep.equal(before);
      }
    });
  }
});
