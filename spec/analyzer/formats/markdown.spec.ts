import { expect } from "chai";
import { assembleReport } from "../../../analyzer/assembleReport.js";
import { renderMarkdown } from "../../../analyzer/formats/markdown.js";
import { partOf } from "../../../analyzer/grading/partOf.js";
import { ANALYZER_VERSION } from "../../../analyzer/version.js";
import { fileWith, inputOf, plainFunction } from "../grading/facts.js";
import { sampleReport } from "./sampleReport.js";

describe("renderMarkdown", () => {
  it("tells the grade first, then where the debt is, what to mend and what stands beside the grade", () => {
    const report = sampleReport();
    // ledger.ts: 55 + 80 = 135 minutes of 300; the odd one 2 × 15 = 30 of 300; together 165 of 600 = 27.5 %: D,
    // GPA 1 − 7.5 / 30 = 0.75; without Ledger.post 30 of 600 = 5 %: A. The next grade, C, is reached as well.
    const expected = `# Grade D

GPA 0.75, debt ratio 27.50 %: 2 h 45 min of debt in 80 graded lines. 3 files, 4 functions, 0 types, 300 lines of code.

## Languages

| language | grade | GPA | debt ratio | files | lines of code |
|---|---|---:|---:|---:|---:|
| \`typescript\` | **D** | 0.75 | 27.50 % | 3 | 300 |

## Sub-projects

| sub-project | grade | GPA | debt ratio | files | lines of code |
|---|---|---:|---:|---:|---:|
| \`all\` | **B** | 2.00 | 10.00 % | 1 | 100 |

## Folders

| folder | grade | debt ratio | debt |
|---|---|---:|---:|
| \`*\` | **D** | 45.00 % | 2 h 15 min |
| \`src/\` | **B** | 10.00 % | 30 min |

## Worst files

| file | grade | debt ratio | debt |
|---|---|---:|---:|
| \`ledger.ts\` | **D** | 45.00 % | 2 h 15 min |
| \`\` src/a\\|b #1 [x](y) \`q\` é.ts \`\` | **B** | 10.00 % | 30 min |

## Quick wins

| gain | place | subject | rules |
|---:|---|---|---|
| 2 h 15 min | \`ledger.ts:12\` | \`Ledger.post\` | function-cyclomatic, function-nesting |
| 30 min | \`\` src/a\\|b #1 [x](y) \`q\` é.ts:1 \`\` | \`run\` | function-parameters |

Mending the first saves 2 h 15 min and reaches C.

## Beside the grade

* 1 file skipped: 1 binary
* 1 test file measured, not graded
* \`.sealgrade.yml:3\`: \`there is no setting "<b>"\`

Analyzer ${ANALYZER_VERSION}, settings \`${report.analyzer.settingsHash.slice(0, 12)}\`, revision \`0123456789ab\`.
`;
    expect(renderMarkdown(report)).to.equal(expected);
  });

  it("says which part it is about", () => {
    const part = partOf(sampleReport(), { kind: "folder", name: "src" });
    expect(part === null ? "" : renderMarkdown(part)).to.match(
      /^# Grade B\n\nOnly the folder `src`\.\n\nGPA 2\.00,/,
    );
  });

  it("says so when there is nothing to grade", () => {
    expect(renderMarkdown(assembleReport(inputOf([])))).to.match(
      /^# No grade\n\nThere are no lines of code to grade\. 0 files/,
    );
  });

  it("P12 keeps all text of the repository in code spans, where nothing is a link and nobody is mentioned", () => {
    const hostile = "@everyone https://evil.example www.evil.example <b> [a](//evil.example) #1";
    const text = renderMarkdown(
      assembleReport(
        inputOf([fileWith(`a ${hostile}.ts`, [plainFunction({ name: `f ${hostile}`, arity: 9 })])], {
          settingsProblems: [{ file: hostile, line: 1, message: `there is no setting "${hostile}"` }],
        }),
      ),
    );
    expect(text.split(hostile)).to.have.length(6);
    // No backtick is in what is hostile here, so that every span has one on either side.
    expect(text.replace(/`[^`\n]*`/g, "")).to.not.match(/evil|everyone|<b>/);
  });

  it("P12 lets no backslash before a bar end the cell, however a reader counts backslashes", () => {
    for (const [name, written] of [
      ["a|b", "a\\|b"],
      ["a\\|b", "a\\\\\\|b"],
      ["a\\\\|b", "a\\\\\\|b"],
      ["||", "\\|\\|"],
    ] as const) {
      const text = renderMarkdown(
        assembleReport(inputOf([fileWith("a.ts", [plainFunction({ name, arity: 9 })])])),
      );
      expect(text, name).to.include(`| \`${written}\` |`);
    }
  });

  it("P12 leaves no control character of a name, and no way out of a code span", () => {
    const name = "a\u001b[31m``|\n# b";
    const text = renderMarkdown(
      assembleReport(inputOf([fileWith("a.ts", [plainFunction({ name, arity: 9 })])])),
    );
    expect(text).to.include("| ``` a\u{FFFD}[31m``\\|\u{FFFD}# b ``` |");
  });
});
