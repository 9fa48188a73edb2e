import { assembleReport } from "../../../analyzer/assembleReport.js";
import { DEFAULT_SETTINGS } from "../../../analyzer/settings/settings.js";
import type { Report } from "../../../analyzer/types.js";
import { fileWith, inputOf, plainFunction } from "../grading/facts.js";

/** A path with what URIs, Markdown and terminals take for something else. */
export const ODD_PATH = "src/a|b #1 [x](y) `q` é.ts";

/**
 * One source file with two findings about `Ledger.post` (critical nesting, critical cyclomatic), one of an odd path
 * with an info, and a test file with a finding that does not count.
 */
export function sampleReport(): Report {
  return assembleReport(
    inputOf(
      [
        fileWith("ledger.ts", [
          plainFunction({ name: "Ledger.post", startLine: 12, endLine: 40, nesting: 8, cyclomatic: 41 }),
        ]),
        fileWith(ODD_PATH, [
          plainFunction({ name: "run", arity: 5 }),
          plainFunction({ name: "run", arity: 5 }),
        ]),
        { ...fileWith("ledger.test.ts", [plainFunction({ name: "t", arity: 9 })]), role: "test" },
      ],
      {
        skipped: [{ path: "x", reason: "binary" }],
        settings: { ...DEFAULT_SETTINGS, subprojects: [{ name: "all", path: "src" }] },
        settingsProblems: [{ file: ".sealgrade.yml", line: 3, message: 'there is no setting "<b>"' }],
        revision: "0123456789abcdef0123456789abcdef01234567",
      },
    ),
  );
}
