import { expect } from "chai";
import fc from "fast-check";
import { foldersIn, partOf, quickWins, receiptOf } from "../../../analyzer/index.js";
import type { Part, Report } from "../../../analyzer/types.js";
import { overviewOf } from "../../../server/analysis/overview.js";
import { indexOf } from "../../../server/analysis/revisionIndex.js";
import { anyReport } from "../../analyzer/grading/arbitraries.js";
import { loops } from "../../support/loops.js";

const indexed = (report: Report) => indexOf(report, () => ({ factsKey: "", sourceKey: null }));

/** Every part that a report has, but for sub-projects, and the whole. */
function partsOf({ files, languages }: Report): readonly (Part | null)[] {
  return [
    null,
    ...foldersIn(files, "").map(({ path }) => ({ kind: "folder", name: path }) as const),
    ...languages.map(({ language }) => ({ kind: "language", name: language }) as const),
    ...files.map(({ path }) => ({ kind: "file", name: path }) as const),
  ];
}

describe("indexOf", () => {
  it("keeps of a report what receipt, quick wins and overview of any part are made of", () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const index = indexed(report);
        for (const part of partsOf(report)) {
          const [stored, whole] = [partOf(index, part), partOf(report, part)];
          if (stored === null || whole === null) throw new Error("each of these parts exists");
          expect(quickWins(stored)).to.deep.equal(quickWins(whole));
          expect(receiptOf(stored)).to.deep.equal(receiptOf(whole));
          expect(overviewOf(stored)).to.deep.equal(overviewOf(whole));
        }
      }),
      { numRuns: loops(50, 1000) },
    );
  });

  it("keeps nothing that was measured of functions, which stands in the facts", () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        for (const fn of indexed(report).files.flatMap(({ functions }) => functions)) {
          expect(Object.keys(fn)).to.deep.equal(["name", "startLine", "endLine"]);
        }
      }),
      { numRuns: loops(20, 100) },
    );
  });
});
