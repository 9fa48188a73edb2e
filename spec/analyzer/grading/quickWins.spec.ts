import { expect } from "chai";
import { assembleReport } from "../../../analyzer/assembleReport.js";
import { quickWins } from "../../../analyzer/grading/quickWins.js";
import type { FunctionFacts } from "../../../analyzer/types.js";
import { fileWith, inputOf, plainFunction } from "./facts.js";

/** Quick wins of one file of 100 graded lines (300 minutes). */
const winsOf = (functions: readonly FunctionFacts[]) =>
  quickWins(assembleReport(inputOf([fileWith("a.ts", functions)])));
const at = (startLine: number, changes: Partial<FunctionFacts>) =>
  plainFunction({ name: `f${startLine}`, startLine, endLine: startLine + 8, ...changes });

describe("quickWins", () => {
  it("adds up all counted findings of a function, wherever they stand in it", () => {
    // nesting 4: 15; boolean logic 4: 10; cyclomatic 11 and cognitive 8: the dearer, 20
    const fn = at(5, {
      nesting: 4,
      booleanLogic: { operators: 4, line: 8 },
      cyclomatic: 11,
      ownCognitive: 8,
    });
    expect(winsOf([fn]).wins).to.deep.equal([
      {
        path: "a.ts",
        subject: "f5",
        line: 5,
        rules: ["boolean-logic", "function-cyclomatic", "function-nesting"],
        gainMinutes: 45,
      },
    ]);
  });

  it("tells functions of one name apart by where they stand", () => {
    const outer = plainFunction({
      name: "<anonymous>",
      startLine: 1,
      endLine: 30,
      booleanLogic: { operators: 4, line: 25 },
    });
    const inner = plainFunction({
      name: "<anonymous>",
      startLine: 10,
      endLine: 20,
      booleanLogic: { operators: 5, line: 15 },
      arity: 5,
    });
    expect(winsOf([outer, inner]).wins.map(({ line, gainMinutes }) => [line, gainMinutes])).to.deep.equal([
      [10, 37],
      [1, 10],
    ]);
  });

  it("shows the five largest gains, equal ones by path and line", () => {
    const functions = [5, 6, 7, 8, 9, 10, 5].map((arity, index) => at(10 * (index + 1), { arity }));
    // arity 10, 9, 8, 7, 6 cost 25, 23, 21, 19, 17; the two of 5 cost 15
    expect(winsOf(functions).wins.map(({ line, gainMinutes }) => [line, gainMinutes])).to.deep.equal([
      [60, 25],
      [50, 23],
      [40, 21],
      [30, 19],
      [20, 17],
    ]);
    expect(winsOf([at(30, { arity: 5 }), at(10, { arity: 5 })]).wins.map(({ line }) => line)).to.deep.equal([
      10, 30,
    ]);
  });

  it("finds the shortest beginning that reaches the next grade", () => {
    // arity 9 five times: 5 × 23 = 115 of 300 is D; C needs 60 or less: two are 69, three are 46
    const functions = [1, 2, 3, 4, 5].map((n) => at(10 * n, { arity: 9 }));
    expect(winsOf(functions).toNextGrade).to.deep.equal({ grade: "C", subjects: 3, gainMinutes: 69 });
  });

  it("looks beyond the five that are shown", () => {
    // arity 5 ten times: 150 of 300 is D; C needs 60: six of 15 minutes
    const functions = Array.from({ length: 10 }, (_, index) => at(10 * (index + 1), { arity: 5 }));
    expect(winsOf(functions).toNextGrade).to.deep.equal({ grade: "C", subjects: 6, gainMinutes: 90 });
  });

  it("has nowhere to go from A or without a grade", () => {
    expect(winsOf([]).toNextGrade).to.equal(null);
    expect(quickWins(assembleReport(inputOf([])))).to.deep.equal({ wins: [], toNextGrade: null });
  });
});
