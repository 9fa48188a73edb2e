import { expect } from "chai";
import { assembleReport } from "../../../analyzer/assembleReport.js";
import { receiptOf } from "../../../analyzer/grading/receipt.js";
import { parseSettings } from "../../../analyzer/settings/parseSettings.js";
import type { Receipt } from "../../../analyzer/types.js";
import { fileWith, inputOf, plainFunction } from "./facts.js";

/** The grade as a reader with a calculator finds it from the receipt alone. */
function recompute({ items, minutesPerLine, gradedLines, cutoffs }: Receipt) {
  const minutes = items.map(
    ({ baseMinutes, minutesPerUnit, value, firstThreshold }) =>
      baseMinutes + minutesPerUnit * (value - firstThreshold),
  );
  const debt = minutes.reduce((sum, each) => sum + each, 0);
  const ratio = debt / (gradedLines * minutesPerLine);
  const grade =
    ratio <= cutoffs.A
      ? "A"
      : ratio <= cutoffs.B
        ? "B"
        : ratio <= cutoffs.C
          ? "C"
          : ratio <= cutoffs.D
            ? "D"
            : "F";
  return { minutes, debt, ratio, grade };
}

describe("receiptOf", () => {
  const settings = parseSettings({
    sealgradeYml: Buffer.from(
      "thresholds: { function-nesting: 3, languages: { go: { function-parameters: 4 } } }",
    ),
  }).settings;
  const report = assembleReport(
    inputOf(
      [
        fileWith("z.ts", [plainFunction({ name: "z", arity: 6 })]),
        fileWith("b.go", [plainFunction({ name: "b", arity: 5 })], { language: "go" }),
        fileWith("a.ts", [
          plainFunction({ name: "a", cyclomatic: 41, ownCognitive: 8, nesting: 4, startLine: 3 }),
        ]),
      ],
      { settings, revision: "0123456789abcdef0123456789abcdef01234567" },
    ),
  );

  it("lists every counted finding with the terms of its minutes, dearest first", () => {
    expect(receiptOf(report).items).to.deep.equal([
      {
        path: "a.ts",
        line: 3,
        rule: "function-cyclomatic",
        subject: "a",
        value: 41,
        minutes: 80,
        baseMinutes: 10,
        minutesPerUnit: 2,
        firstThreshold: 6,
      },
      {
        path: "a.ts",
        line: 3,
        rule: "function-nesting",
        subject: "a",
        value: 4,
        minutes: 25,
        baseMinutes: 15,
        minutesPerUnit: 10,
        firstThreshold: 3,
      },
      {
        path: "b.go",
        line: 1,
        rule: "function-parameters",
        subject: "b",
        value: 5,
        minutes: 17,
        baseMinutes: 15,
        minutesPerUnit: 2,
        firstThreshold: 4,
      },
      {
        path: "z.ts",
        line: 1,
        rule: "function-parameters",
        subject: "z",
        value: 6,
        minutes: 17,
        baseMinutes: 15,
        minutesPerUnit: 2,
        firstThreshold: 5,
      },
    ]);
  });

  it("holds everything the grade is computed from", () => {
    const receipt = receiptOf(report);
    const { minutes, debt, ratio, grade } = recompute(receipt);
    expect(minutes).to.deep.equal(receipt.items.map((item) => item.minutes));
    // 80 + 25 + 17 + 17 = 139 minutes over 120 lines of 7.5 minutes: 0.154444… is C
    expect({ debt, grade }).to.deep.equal({ debt: 139, grade: "C" });
    expect(receipt).to.include({ debtMinutes: debt, debtRatio: 0.154444, grade, gradedLines: 120 });
    expect(Math.abs(ratio - (receipt.debtRatio ?? 1))).to.be.lessThan(0.000001);
  });

  it("names what the grade depends on", () => {
    expect(receiptOf(report)).to.deep.include({
      analyzerVersion: report.analyzer.version,
      settingsHash: report.analyzer.settingsHash,
      revision: "0123456789abcdef0123456789abcdef01234567",
      minutesPerLine: 7.5,
      cutoffs: { A: 0.05, B: 0.1, C: 0.2, D: 0.5 },
      gpa: 1.46,
    });
  });
});
