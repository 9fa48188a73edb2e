import { expect } from "chai";
import fc from "fast-check";
import { assembleReport } from "../../../analyzer/assembleReport.js";
import { renderJson } from "../../../analyzer/formats/json.js";
import { foldersIn } from "../../../analyzer/grading/folders.js";
import { toHundredths } from "../../../analyzer/grading/grade.js";
import { partOf } from "../../../analyzer/grading/partOf.js";
import { quickWins } from "../../../analyzer/grading/quickWins.js";
import { receiptOf } from "../../../analyzer/grading/receipt.js";
import { DEFAULT_SETTINGS } from "../../../analyzer/settings/settings.js";
import type { Grading, Part, Report } from "../../../analyzer/types.js";
import { loops } from "../../support/loops.js";
import { anyReport, filesInFolders } from "./arbitraries.js";
import { fileWith, inputOf, plainFunction } from "./facts.js";

const folder = (name: string): Part => ({ kind: "folder", name });

/** The part, which the spec knows to exist. */
function existing(report: Report, part: Part): Report {
  const found = partOf(report, part);
  if (found === null) throw new Error(`there is no ${part.kind} ${part.name}`);
  return found;
}

describe("partOf", () => {
  // arity 9 costs 15 + 2 × (9 − 5) = 23 minutes, arity 5 costs 15; 40 graded lines stand for 300 minutes
  const report = assembleReport(
    inputOf(
      [
        fileWith("api/a.ts", [plainFunction({ name: "a", arity: 9 })]),
        fileWith("api/deep/b.go", [plainFunction({ name: "b", arity: 5 })], { language: "go" }),
        fileWith("api2/c.ts", [plainFunction({ name: "c", arity: 5 })]),
        { ...fileWith("api/a.spec.ts", [plainFunction({ name: "t", arity: 9 })]), role: "test" },
      ],
      {
        settings: { ...DEFAULT_SETTINGS, subprojects: [{ name: "service", path: "api" }] },
        skipped: [
          { path: "api/x.bin", reason: "binary" },
          { path: "y.bin", reason: "binary" },
        ],
        settingsProblems: [{ file: ".sealgrade.yml", line: 3, message: "wrong" }],
        revision: "0123456789abcdef0123456789abcdef01234567",
      },
    ),
  );
  const pathsOf = (part: Part) => existing(report, part).files.map(({ path }) => path);

  it("is the report itself for the whole", () => {
    expect(partOf(report, null)).to.equal(report);
  });

  it("takes what lies below a folder and not below one that begins alike", () => {
    expect(pathsOf(folder("api"))).to.deep.equal(["api/a.spec.ts", "api/a.ts", "api/deep/b.go"]);
    expect(pathsOf(folder("api/deep"))).to.deep.equal(["api/deep/b.go"]);
    expect(pathsOf({ kind: "subproject", name: "service" })).to.deep.equal(pathsOf(folder("api")));
    expect(pathsOf({ kind: "language", name: "typescript" })).to.deep.equal([
      "api/a.spec.ts",
      "api/a.ts",
      "api2/c.ts",
    ]);
    expect(pathsOf({ kind: "file", name: "api/a.ts" })).to.deep.equal(["api/a.ts"]);
  });

  it("counts totals, tables and lists anew from the files of the part", () => {
    const part = existing(report, folder("api"));
    // 23 + 15 = 38 minutes of 2 × 300 is 6.3333 %: B, GPA 3 − 1.3333 / 5
    expect(part.totals).to.include({
      ...{ files: 3, functions: 3, codeLines: 300, gradedLines: 80 },
      ...{ debtMinutes: 38, debtRatio: 0.063333, gpa: 2.73, grade: "B" },
    });
    expect(part.languages.map(({ language, files }) => [language, files])).to.deep.equal([
      ["go", 1],
      ["typescript", 2],
    ]);
    expect(part.subprojects.map(({ name, files }) => [name, files])).to.deep.equal([["service", 3]]);
    expect(part.skipped).to.deep.equal([{ path: "api/x.bin", reason: "binary" }]);
    expect(part.settingsProblems).to.deep.equal(report.settingsProblems);
    expect(part.part).to.deep.equal({ kind: "folder", name: "api" });
    expect(existing(report, folder("api2")).subprojects).to.deep.equal([]);
    expect(existing(report, { kind: "language", name: "go" }).skipped).to.deep.equal([]);
  });

  it("writes the keys of the whole report in their order, and says which part it is", () => {
    const keys = Object.keys(report);
    expect(Object.keys(existing(report, folder("api")))).to.deep.equal([
      ...keys.slice(0, 3),
      "part",
      ...keys.slice(3),
    ]);
  });

  it("has a receipt that a calculator confirms, and quick wins of its own", () => {
    const part = existing(report, folder("api"));
    const { items, gradedLines, minutesPerLine, debtRatio } = receiptOf(part);
    expect(items.map(({ path, minutes }) => [path, minutes])).to.deep.equal([
      ["api/a.ts", 23],
      ["api/deep/b.go", 15],
    ]);
    // (23 + 15) ÷ (80 × 7.5) = 38 ÷ 600
    expect([gradedLines * minutesPerLine, debtRatio]).to.deep.equal([600, 0.063333]);
    // A takes 5 % of 600 = 30 minutes or less: 38 − 23 = 15
    expect(quickWins(part).toNextGrade).to.deep.equal({ grade: "A", subjects: 1, gainMinutes: 23 });
  });

  for (const part of [
    folder("ap"),
    folder("api/"),
    folder("/api"),
    folder("api/.."),
    folder("api/a.ts"),
    folder("nowhere"),
    { kind: "file", name: "api" },
    { kind: "file", name: "a.ts" },
    { kind: "language", name: "TypeScript" },
    { kind: "language", name: "ruby" },
    { kind: "subproject", name: "api" },
    { kind: "subproject", name: "constructor" },
  ] as const) {
    it(`is nothing for the ${part.kind} ${JSON.stringify(part.name)}`, () => {
      expect(partOf(report, part)).to.equal(null);
    });
  }
});

describe("parts of a report, for any facts", () => {
  const runs = { numRuns: loops(100, 2000) };
  const owed = (rows: readonly Grading[]) => ({
    gradedLines: rows.reduce((sum, { gradedLines }) => sum + gradedLines, 0),
    hundredths: rows.reduce((sum, { debtMinutes }) => sum + toHundredths(debtMinutes), 0),
  });

  it("add up to the whole: languages, and folders with the files beside them", () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const languages = report.languages.map(({ language }) =>
          existing(report, { kind: "language", name: language }),
        );
        expect(owed(languages.map(({ totals }) => totals))).to.deep.equal(owed([report.totals]));
        const beside = report.files.filter(({ path }) => !path.includes("/"));
        const folders = foldersIn(report.files, "").map(({ path }) => existing(report, folder(path)).totals);
        expect(owed([...folders, ...beside])).to.deep.equal(owed([report.totals]));
      }),
      runs,
    );
  });

  it("are graded as the whole's own tables grade them", () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        for (const { language, ...row } of report.languages) {
          expect(existing(report, { kind: "language", name: language }).totals).to.include(row);
        }
        for (const { path, isWhole: _whole, ...row } of foldersIn(report.files, "")) {
          expect(existing(report, folder(path)).totals).to.include(row);
        }
        for (const { path, gradedLines, debtMinutes, debtRatio, gpa, grade } of report.files) {
          expect(existing(report, { kind: "file", name: path }).totals).to.include({
            ...{ gradedLines, debtMinutes, debtRatio, gpa, grade },
          });
        }
      }),
      runs,
    );
  });

  it("owe what their receipts list, to the hundredth of a minute", () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        for (const { path } of foldersIn(report.files, "")) {
          const { items, debtMinutes } = receiptOf(existing(report, folder(path)));
          const sum = items.reduce((total, { minutes }) => total + toHundredths(minutes), 0);
          expect(sum).to.equal(toHundredths(debtMinutes));
        }
      }),
      runs,
    );
  });

  it("P11 are byte-identical whatever the order of the files", () => {
    const twoOrders = filesInFolders.chain((files) =>
      fc.tuple(fc.constant(files), fc.shuffledSubarray(files, { minLength: files.length })),
    );
    fc.assert(
      fc.property(twoOrders, ([one, other]) => {
        const [first, second] = [assembleReport(inputOf(one)), assembleReport(inputOf(other))];
        for (const { path } of foldersIn(first.files, "")) {
          expect(renderJson(existing(second, folder(path)))).to.equal(
            renderJson(existing(first, folder(path))),
          );
        }
      }),
      runs,
    );
  });
});
