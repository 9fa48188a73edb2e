import { expect } from "chai";
import { DEFAULT_SETTINGS } from "../../../analyzer/settings/settings.js";
import type { SuppressionDialect } from "../../../analyzer/types.js";
import { reportOf } from "../../../server/analysis/reportOf.js";
import { plainFacts, plainFunction } from "../../analyzer/grading/facts.js";

/** A file with one long function that a comment on line 3 switches off. */
function collected(dialect: SuppressionDialect, rule: string, codebeatComments = true) {
  const suppressions = [{ dialect, line: 3, startLine: 3, endLine: 99, rules: [rule] }];
  const functions = [plainFunction({ startLine: 4, endLine: 99, ownCodeLines: 90 })];
  return {
    files: [
      {
        entry: { path: "a.ts", oid: "", sizeBytes: 1 },
        role: "source" as const,
        factsId: "a",
        result: { kind: "facts" as const, facts: plainFacts({ functions, suppressions }) },
      },
    ],
    skipped: [{ path: "b.ts", reason: "excluded" as const }],
    settings: { ...DEFAULT_SETTINGS, codebeatComments },
    settingsProblems: [{ file: ".sealgrade.yml", line: 2, message: "wrong" }],
  };
}

describe("reportOf", () => {
  it("counts what codebeat's comments switch off, where they count", () => {
    const { suppressed, settingsProblems, files } = reportOf(collected("codebeat", "LOC"), null);
    expect(suppressed.map(({ path, rule, line }) => [path, rule, line])).to.deep.equal([
      ["a.ts", "function-length", 4],
    ]);
    expect(files[0]?.findings).to.deep.equal([]);
    expect(settingsProblems).to.have.lengthOf(1);
  });

  it("lists comments that switch nothing off beside what is wrong with the settings", () => {
    for (const input of [collected("codebeat", "LOC", false), collected("sealgrade", "LOC")]) {
      const { suppressed, settingsProblems } = reportOf(input, null);
      expect(suppressed).to.deep.equal([]);
      expect(settingsProblems.map(({ file, line }) => `${file}:${line}`)).to.deep.equal([
        ".sealgrade.yml:2",
        "a.ts:3",
      ]);
    }
  });
});
