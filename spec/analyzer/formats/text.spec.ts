import { stripVTControlCharacters } from "node:util";
import { expect } from "chai";
import { assembleReport } from "../../../analyzer/assembleReport.js";
import { renderText } from "../../../analyzer/formats/text.js";
import { duration, grouped, keepEnd, keepStart } from "../../../analyzer/formats/words.js";
import { partOf } from "../../../analyzer/grading/partOf.js";
import { DEFAULT_SETTINGS } from "../../../analyzer/settings/settings.js";
import { ANALYZER_VERSION } from "../../../analyzer/version.js";
import { fileWith, inputOf, plainFunction } from "../grading/facts.js";

const deep = "packages/a-long-name/of-a-package/src/in/a/deep/folder/where/files/live/ledger.ts";

describe("renderText", () => {
  const report = assembleReport(
    inputOf(
      [
        // nesting 8: 15 + 10 × 4 = 55; cyclomatic 41: 10 + 2 × 35 = 80; together 135 of 300 minutes
        fileWith(deep, [plainFunction({ name: "Ledger.post", startLine: 12, nesting: 8, cyclomatic: 41 })]),
        fileWith("b.go", [plainFunction({ name: "run", arity: 5 })], { language: "go", parseErrorLines: 2 }),
        { ...fileWith("b_test.go", []), role: "test" },
      ],
      {
        skipped: [
          { path: "x", reason: "binary" },
          { path: "y", reason: "vendored" },
          { path: "z", reason: "vendored" },
        ],
        settings: { ...DEFAULT_SETTINGS, subprojects: [{ name: "all", path: "packages" }] },
        settingsProblems: [{ file: ".sealgrade.yml", line: 3, message: "wrong" }],
        revision: "0123456789abcdef0123456789abcdef01234567",
      },
    ),
  );

  it("tells the grade first, then where the debt is, what to mend and what stands beside the grade", () => {
    // The path at the win has 88 − 15 − 3 = 70 columns. 150 of 600 minutes is 25 %: D, GPA 1 − 5 / 30; without Ledger.post 15 of 600 are 2.5 %
    const expected = `Grade D  GPA 0.83, debt ratio 25.00 %
2 h 30 min of debt in 80 graded lines
3 files, 2 functions, 0 types, 300 lines of code

Languages
  go          A  3.00     5.00 %  1 file, 100 lines
  typescript  D  0.17    45.00 %  2 files, 200 lines

Sub-projects
  all  D  0.17    45.00 %  1 file, 100 lines

Folders
  D     45.00 %   2 h 15 min  packages/
  A      5.00 %       15 min  *

Worst files
  D     45.00 %   2 h 15 min  …a-package/src/in/a/deep/folder/where/files/live/ledger.ts
  A      5.00 %       15 min  b.go

Quick wins
   2 h 15 min  …ong-name/of-a-package/src/in/a/deep/folder/where/files/live/ledger.ts:12
               Ledger.post: function-cyclomatic, function-nesting
       15 min  b.go:1
               run: function-parameters
  Mending the first saves 2 h 15 min and reaches C

Beside the grade
  3 files skipped: 2 vendored, 1 binary
  1 test file measured, not graded
  2 lines in 1 file did not parse
  1 problem in settings:
    .sealgrade.yml:3: wrong

analyzer ${ANALYZER_VERSION}, settings ${report.analyzer.settingsHash.slice(0, 12)}, revision 0123456789ab
`;
    expect(renderText(report, { color: false, width: 88 })).to.equal(expected);
  });

  it("says first which part it is about, and divides the part's own folders", () => {
    const part = partOf(report, { kind: "subproject", name: "all" });
    if (part === null) throw new Error("the sub-project is there");
    // 135 of 300 minutes: 45 %, D, GPA 1 − 25 / 30
    expect(renderText(part, { color: false, width: 88 })).to.match(
      /^Only the sub-project all\nGrade D {2}GPA 0\.17, debt ratio 45\.00 %\n2 h 15 min of debt in 40 graded lines\n1 file, /,
    );
    expect(renderText(part, { color: false, width: 88 })).not.to.include("Folders");
  });

  it("keeps every line within the width", () => {
    const long = partOf(report, { kind: "file", name: deep });
    for (const width of [60, 80, 120]) {
      for (const line of [report, long ?? report].flatMap((each) =>
        renderText(each, { color: false, width }).split("\n"),
      )) {
        expect([...line].length, line).to.be.at.most(width);
      }
    }
  });

  it("colours only when asked to, and says nothing by colour alone", () => {
    const plain = renderText(report, { color: false, width: 80 });
    const colored = renderText(report, { color: true, width: 80 });
    expect(plain).not.to.include("\u001b");
    expect(colored).to.include("\u001b[1;35mD\u001b[0m");
    expect(stripVTControlCharacters(colored)).to.equal(plain);
  });

  it("says that there is nothing to grade", () => {
    expect(renderText(assembleReport(inputOf([])), { color: false, width: 80 })).to.match(
      /^No grade: .+\n0 files, /,
    );
  });

  it("P12 lets no text from the repository act on the terminal", () => {
    const hostile = "\u001b]0;owned\u0007\u202e\r\n\u009b2J";
    const text = renderText(
      assembleReport(
        inputOf([fileWith(`a${hostile}.ts`, [plainFunction({ name: `f${hostile}`, arity: 5 })])], {
          settingsProblems: [
            { file: ".sealgrade.yml", line: 1, message: `there is no setting "${hostile}"` },
          ],
        }),
      ),
      { color: false, width: 200 },
    );
    expect(text).not.to.match(/[^\P{Cc}\n]|\u202e/u);
  });
});

describe("words", () => {
  it("groups thousands", () =>
    expect([0, 999, 1000, 1234567].map(grouped)).to.deep.equal(["0", "999", "1,000", "1,234,567"]));

  it("writes minutes as hours", () =>
    expect([0, 12.5, 59.5, 60, 125, 90_000].map(duration)).to.deep.equal([
      "0 min",
      "13 min",
      "1 h 00 min",
      "1 h 00 min",
      "2 h 05 min",
      "1,500 h 00 min",
    ]));

  it("cuts text to a width", () => {
    expect([
      keepEnd("abcdef", 6),
      keepEnd("abcdef", 4),
      keepStart("abcdef", 6),
      keepStart("abcdef", 4),
    ]).to.deep.equal(["abcdef", "…def", "abcdef", "abc…"]);
  });
});
