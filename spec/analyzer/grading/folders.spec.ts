import { expect } from "chai";
import fc from "fast-check";
import { assembleReport } from "../../../analyzer/assembleReport.js";
import { folderCut, foldersIn } from "../../../analyzer/grading/folders.js";
import { toHundredths } from "../../../analyzer/grading/grade.js";
import type { FolderTotals } from "../../../analyzer/types.js";
import { loops } from "../../support/loops.js";
import { anyReport } from "./arbitraries.js";
import { fileWith, inputOf, plainFunction } from "./facts.js";

/** Files of 40 graded lines; one of arity 9 costs 23 minutes, of arity 5 15. */
const filesAt = (arities: Readonly<Record<string, number>>) =>
  assembleReport(
    inputOf(Object.entries(arities).map(([path, arity]) => fileWith(path, [plainFunction({ arity })]))),
  ).files;
const named = ({ path, isWhole }: FolderTotals) => `${path}/${isWhole ? "" : "*"}`;

describe("foldersIn", () => {
  const files = filesAt({ "a.ts": 9, "src/b.ts": 9, "src/x/c.ts": 5, "src/x/y/d.ts": 0, "srcs/e.ts": 0 });

  it("grades each folder with everything below it", () => {
    expect(foldersIn(files, "")).to.deep.equal([
      // 23 + 15 of 3 × 300 minutes: 38 / 900 = 4.2222 %, GPA 4 − 4.2222 / 5
      {
        path: "src",
        isWhole: true,
        files: 3,
        codeLines: 300,
        grade: "A",
        gpa: 3.16,
        debtRatio: 0.042222,
        debtMinutes: 38,
        gradedLines: 120,
      },
      {
        path: "srcs",
        isWhole: true,
        files: 1,
        codeLines: 100,
        grade: "A",
        gpa: 4,
        debtRatio: 0,
        debtMinutes: 0,
        gradedLines: 40,
      },
    ]);
  });

  it("looks into one folder, and finds nothing in one that is not there", () => {
    expect(foldersIn(files, "src").map(({ path }) => path)).to.deep.equal(["src/x"]);
    expect(foldersIn(files, "src/x/y")).to.deep.equal([]);
    expect(foldersIn(files, "sr")).to.deep.equal([]);
  });
});

describe("folderCut", () => {
  it("divides a folder that holds more than half, in its place, and lists the dearest first", () => {
    const files = filesAt({
      "main.ts": 0,
      "src/a/1.ts": 5,
      "src/b/2.ts": 9,
      "src/c.ts": 0,
      "tools/t.ts": 0,
    });
    expect(folderCut(files, "").map(named)).to.deep.equal(["src/b/", "src/a/", "/*", "src/*", "tools/"]);
  });

  it("goes down a chain of folders to where they part", () => {
    const files = filesAt({ "com/example/app/a/1.ts": 0, "com/example/app/b/2.ts": 0 });
    expect(folderCut(files, "").map(named)).to.deep.equal(["com/example/app/a/", "com/example/app/b/"]);
    expect(folderCut(files, "com/example/app/a").map(named)).to.deep.equal(["com/example/app/a/*"]);
  });

  it("leaves a folder of exactly half alone", () => {
    expect(folderCut(filesAt({ "a/x/1.ts": 0, "b/2.ts": 0 }), "").map(named)).to.deep.equal(["a/", "b/"]);
  });

  it("adds up to the whole, each file once, for any files", () => {
    fc.assert(
      fc.property(anyReport, ({ files, totals }) => {
        const rows = folderCut(files, "");
        const sum = (value: (row: FolderTotals) => number) =>
          rows.reduce((total, row) => total + value(row), 0);
        expect([
          sum((row) => row.files),
          sum((row) => row.gradedLines),
          sum((row) => toHundredths(row.debtMinutes)),
        ]).to.deep.equal([totals.files, totals.gradedLines, toHundredths(totals.debtMinutes)]);
      }),
      { numRuns: loops(100, 2000) },
    );
  });
});
