import { expect } from "chai";
import fc from "fast-check";
import { assembleReport } from "../../../analyzer/assembleReport.js";
import { renderJson } from "../../../analyzer/formats/json.js";
import { compareBytes } from "../../../analyzer/grading/byteOrder.js";
import { GRADES, gradeOf } from "../../../analyzer/grading/grade.js";
import { quickWins } from "../../../analyzer/grading/quickWins.js";
import { receiptOf } from "../../../analyzer/grading/receipt.js";
import type { Grading, SkipReason } from "../../../analyzer/types.js";
import { loops } from "../../support/loops.js";
import { aFunction, anyFiles } from "./arbitraries.js";
import { inputOf } from "./facts.js";

const runs = { numRuns: loops(100, 2000) };

const aPath = fc.string({ minLength: 1, unit: "grapheme", maxLength: 6 });

/** Order of badness: a higher number is a worse grade. */
const badness = ({ grade }: Grading) => (grade === null ? -1 : GRADES.indexOf(grade));

describe("report, for any facts", () => {
  it("P11 is byte-identical whatever the order of files, of what was skipped and of mistakes in settings", () => {
    const inTwoOrders = <Item>(items: fc.Arbitrary<Item[]>) =>
      items.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
    const skipped = fc.uniqueArray(fc.record({ path: aPath, reason: fc.constant<SkipReason>("binary") }), {
      selector: ({ path }) => path,
    });
    const mistakes = fc.array(
      fc.record({ file: aPath, line: fc.integer({ min: 1, max: 3 }), message: fc.constantFrom("a", "b") }),
    );
    fc.assert(
      fc.property(
        inTwoOrders(anyFiles),
        inTwoOrders(skipped),
        inTwoOrders(mistakes),
        ([one, other], [left, right], [first, second]) => {
          expect(
            renderJson(assembleReport(inputOf(other, { skipped: right, settingsProblems: second }))),
          ).to.equal(renderJson(assembleReport(inputOf(one, { skipped: left, settingsProblems: first }))));
        },
      ),
      runs,
    );
  });

  it("is never better with one finding more", () => {
    fc.assert(
      fc.property(anyFiles, fc.nat(), aFunction, (all, index, more) => {
        const at = index % Math.max(1, all.length);
        const worse = all.map((file, place) =>
          place === at
            ? { ...file, facts: { ...file.facts, functions: [...file.facts.functions, more] } }
            : file,
        );
        const before = assembleReport(inputOf(all)).totals;
        const after = assembleReport(inputOf(worse)).totals;
        expect(after.debtMinutes).to.be.at.least(before.debtMinutes);
        expect(after.gpa ?? 0).to.be.at.most(before.gpa ?? 0);
        expect(badness(after)).to.be.at.least(badness(before));
      }),
      runs,
    );
  });

  it("has a ratio that lies between those of its parts", () => {
    fc.assert(
      fc.property(anyFiles, (all) => {
        const report = assembleReport(inputOf(all));
        const ratios = report.files.flatMap(({ debtRatio }) => debtRatio ?? []);
        fc.pre(ratios.length > 0);
        // Ratios are rounded to six decimals, so equal ones may differ by one in the last.
        expect(report.totals.debtRatio).to.be.at.least(Math.min(...ratios) - 0.000001);
        expect(report.totals.debtRatio).to.be.at.most(Math.max(...ratios) + 0.000001);
      }),
      runs,
    );
  });

  it("grades any way of putting files together as it grades the whole", () => {
    fc.assert(
      fc.property(anyFiles, fc.nat({ max: 8 }), (all, cut) => {
        const report = assembleReport(inputOf(all));
        const parts = [gradeOf(report.files.slice(0, cut)), gradeOf(report.files.slice(cut))];
        const { gradedLines, debtMinutes, debtRatio, gpa, grade } = report.totals;
        expect(gradeOf(parts)).to.deep.equal({ gradedLines, debtMinutes, debtRatio, gpa, grade });
        expect(gradeOf(report.languages)).to.deep.equal({ gradedLines, debtMinutes, debtRatio, gpa, grade });
      }),
      runs,
    );
  });

  it("owes what its receipt lists, to the hundredth of a minute, and what its quick wins could gain", () => {
    fc.assert(
      fc.property(anyFiles, (all) => {
        const report = assembleReport(inputOf(all));
        const hundredths = (minutes: readonly number[]) =>
          minutes.reduce((sum, each) => sum + Math.round(each * 100), 0);
        const { items } = receiptOf(report);
        expect(hundredths(items.map(({ minutes }) => minutes))).to.equal(
          Math.round(report.totals.debtMinutes * 100),
        );
        for (const { minutes, baseMinutes, minutesPerUnit, value, firstThreshold } of items) {
          expect(baseMinutes + minutesPerUnit * (value - firstThreshold)).to.equal(minutes);
        }
        const { wins } = quickWins(report);
        expect(hundredths(wins.map(({ gainMinutes }) => gainMinutes))).to.be.at.most(
          Math.round(report.totals.debtMinutes * 100),
        );
      }),
      runs,
    );
  });
});

describe("compareBytes", () => {
  it("orders texts as their UTF-8 bytes are ordered", () => {
    const text = fc.string({ unit: "binary", maxLength: 4 });
    fc.assert(
      fc.property(text, text, (left, right) => {
        expect(Math.sign(compareBytes(left, right))).to.equal(
          Buffer.compare(Buffer.from(left), Buffer.from(right)),
        );
      }),
      runs,
    );
  });
});
