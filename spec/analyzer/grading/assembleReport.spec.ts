import { expect } from "chai";
import { assembleReport } from "../../../analyzer/assembleReport.js";
import { renderJson } from "../../../analyzer/formats/json.js";
import { DEFAULT_SETTINGS } from "../../../analyzer/settings/settings.js";
import type { TypeFacts } from "../../../analyzer/types.js";
import { ANALYZER_VERSION } from "../../../analyzer/version.js";
import { fileWith, inputOf, plainFacts, plainFunction } from "./facts.js";

describe("assembleReport", () => {
  it("adds up lines, functions, debt and grades of all files", () => {
    // 7 parameters: 15 + 2 × (7 − 5) = 19 minutes; 200 graded lines stand for 600: 0.0316666…
    const report = assembleReport(
      inputOf([fileWith("b.ts", [plainFunction({ arity: 7 })]), fileWith("a.ts", [plainFunction()])]),
    );
    expect(report.totals).to.deep.equal({
      files: 2,
      functions: 2,
      types: 0,
      duplicatedLines: 0,
      lines: 240,
      codeLines: 200,
      commentLines: 30,
      blankLines: 10,
      gradedLines: 80,
      debtMinutes: 19,
      debtRatio: 0.031667,
      gpa: 3.37,
      grade: "A",
    });
  });

  it("sorts files and skipped files by the bytes of their paths", () => {
    // UTF-8: "B" 42, "a" 61, U+E000 ee 80 80, U+1F600 f0 9f 98 80; in UTF-16 the last two are the other way round
    const paths = ["\u{1F600}.ts", "a.ts", "\uE000.ts", "B.ts"];
    const report = assembleReport(
      inputOf(
        paths.map((path) => fileWith(path, [])),
        { skipped: paths.map((path) => ({ path: `skipped/${path}`, reason: "binary" })) },
      ),
    );
    const sorted = ["B.ts", "a.ts", "\uE000.ts", "\u{1F600}.ts"];
    expect(report.files.map(({ path }) => path)).to.deep.equal(sorted);
    expect(report.skipped.map(({ path }) => path)).to.deep.equal(sorted.map((path) => `skipped/${path}`));
  });

  it("measures a test file without grading it", () => {
    const test = {
      path: "a.spec.ts",
      role: "test" as const,
      facts: plainFacts({ functions: [plainFunction({ arity: 9 })] }),
    };
    const report = assembleReport(inputOf([test]));
    expect(report.files[0]).to.include({
      role: "test",
      codeLines: 100,
      gradedLines: 0,
      debtMinutes: 0,
      debtRatio: null,
      gpa: null,
      grade: null,
    });
    expect(report.files[0]?.findings.map(({ rule, counted }) => ({ rule, counted }))).to.deep.equal([
      { rule: "function-parameters", counted: false },
    ]);
    expect(report.totals).to.include({ files: 1, functions: 1, codeLines: 100, gradedLines: 0, grade: null });
  });

  it("grades each language by itself, sorted by id", () => {
    const report = assembleReport(
      inputOf([
        fileWith("a.ts", []),
        fileWith("b.go", [plainFunction({ arity: 9 })], { language: "go" }),
        fileWith("c.ts", []),
      ]),
    );
    // 9 parameters: 15 + 2 × 4 = 23 of 300 minutes = 0.0766666…: B, GPA 3 − 2.6666 / 5
    expect(report.languages).to.deep.equal([
      {
        language: "go",
        files: 1,
        codeLines: 100,
        grade: "B",
        gpa: 2.47,
        debtRatio: 0.076667,
        debtMinutes: 23,
        gradedLines: 40,
      },
      {
        language: "typescript",
        files: 2,
        codeLines: 200,
        grade: "A",
        gpa: 4,
        debtRatio: 0,
        debtMinutes: 0,
        gradedLines: 80,
      },
    ]);
  });

  it("grades sub-projects by the files below their folder, and not by those of a folder that begins alike", () => {
    const settings = { ...DEFAULT_SETTINGS, subprojects: [{ name: "api", path: "services/api" }] };
    const files = [
      fileWith("services/api/a.ts", [plainFunction({ arity: 9 })]),
      fileWith("services/api2/b.ts", [plainFunction({ arity: 9 })]),
    ];
    expect(assembleReport(inputOf(files, { settings })).subprojects).to.deep.equal([
      {
        name: "api",
        path: "services/api",
        files: 1,
        codeLines: 100,
        grade: "B",
        gpa: 2.47,
        debtRatio: 0.076667,
        debtMinutes: 23,
        gradedLines: 40,
      },
    ]);
  });

  it("has no grade for an empty tree", () => {
    const report = assembleReport(inputOf([]));
    expect(report.totals).to.include({ files: 0, debtMinutes: 0, debtRatio: null, gpa: null, grade: null });
    expect(report.languages).to.deep.equal([]);
  });

  it("refuses one path twice", () => {
    expect(() => assembleReport(inputOf([fileWith("a.ts", []), fileWith("a.ts", [])]))).to.throw(
      "one path twice",
    );
  });
});

describe("renderJson", () => {
  it("writes exactly METRICS' keys in METRICS' order", () => {
    const long = plainFunction({
      name: "Ledger.post",
      startLine: 3,
      endLine: 40,
      codeLines: 31,
      ownCodeLines: 29,
      arity: 2,
      abc: { assignments: 3, branches: 4, conditions: 0, magnitude: 5 },
      returns: null,
      halstead: { distinctOperators: 4, distinctOperands: 4, operators: 10, operands: 10 },
    });
    const ledger: TypeFacts = {
      name: "Ledger",
      key: null,
      startLine: 2,
      startColumn: 0,
      endLine: 41,
      isDeclared: true,
      functions: 1,
      fields: ["total", "rows"],
      complexity: 5,
      codeLines: 31,
    };
    // V = 20 · log₂ 8 = 60, D = 4 / 2 · 10 / 4 = 5, E = 300
    // 171 − 5.2 ln 60 − 0.23 − 16.2 ln 29 = 171 − 21.290 − 0.23 − 54.550 = 94.930; · 100 / 171 = 55.5
    const halstead = `{"distinctOperators": 4, "distinctOperands": 4, "operators": 10, "operands": 10,
      "volume": 60, "difficulty": 5, "effort": 300}`;
    const report = assembleReport(
      inputOf([fileWith("a.ts", [long], { types: [ledger] })], {
        skipped: [{ path: "x.bin", reason: "binary" }],
        settingsProblems: [{ file: ".sealgrade.yml", line: 2, message: "wrong" }],
        revision: "0123456789abcdef0123456789abcdef01234567",
      }),
    );
    const hash = report.analyzer.settingsHash;
    // 29 own lines: 10 + 0.5 × (29 − 25) = 12 minutes of 300 = 4 %, GPA 4 − 4 / 5
    const graded = `"gradedLines": 40, "debtMinutes": 12, "debtRatio": 0.04, "gpa": 3.2, "grade": "A"`;
    const ofLanguage = `"codeLines": 100, "grade": "A", "gpa": 3.2, "debtRatio": 0.04, "debtMinutes": 12, "gradedLines": 40`;
    const expected = `{"schemaVersion": 1,
      "analyzer": {"version": "${ANALYZER_VERSION}", "settingsHash": "${hash}"},
      "revision": "0123456789abcdef0123456789abcdef01234567",
      "totals": {"files": 1, "functions": 1, "types": 1, "lines": 120, "codeLines": 100, "commentLines": 15, "blankLines": 5, ${graded}, "duplicatedLines": 0},
      "languages": [{"language": "typescript", "files": 1, ${ofLanguage}}],
      "files": [{"path": "a.ts", "language": "typescript", "role": "source", "lines": 120, "codeLines": 100,
        "commentLines": 15, "blankLines": 5, "gradedLines": 40, "parseErrorLines": 0, "duplicatedLines": 0, "debtMinutes": 12,
        "debtRatio": 0.04, "gpa": 3.2, "grade": "A",
        "functions": [{"name": "Ledger.post", "startLine": 3, "endLine": 40, "codeLines": 31, "arity": 2,
          "cyclomatic": 1, "cognitive": 0, "nesting": 0,
          "abc": {"assignments": 3, "branches": 4, "conditions": 0, "magnitude": 5},
          "returns": null, "returnValues": null, "halstead": ${halstead}, "maintainability": 55.5}],
        "types": [{"name": "Ledger", "startLine": 2, "endLine": 41, "functions": 1, "fields": 2, "complexity": 5,
          "codeLines": 31, "parts": []}],
        "findings": [{"rule": "function-length", "severity": "info", "line": 3, "endLine": 40,
          "subject": "Ledger.post", "value": 29, "threshold": 25, "minutes": 12, "counted": true,
          "message": "The function is 29 lines long in its own code, 31 with nested functions. A function that does not fit on a screen is read in pieces and changed by guess. Find the steps it takes and make each a function that is named for what it does."}]}],
      "clones": [],
      "skipped": [{"path": "x.bin", "reason": "binary"}],
      "settingsProblems": [{"file": ".sealgrade.yml", "line": 2, "message": "wrong"}],
      "suppressed": [], "subprojects": []}`;
    expect(renderJson(report)).to.equal(`${JSON.stringify(JSON.parse(expected), null, 2)}\n`);
  });
});
