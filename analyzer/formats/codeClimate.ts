import { findRule } from "../rules/index.js";
import type { Report, Severity } from "../types.js";
import { type ListedFinding, listFindings } from "./fingerprints.js";
import { toJsonText } from "./json.js";

/** Ours are four, theirs five; `blocker` is for what breaks a build. */
const SEVERITIES: Readonly<Record<Severity, string>> = {
  info: "info",
  warning: "minor",
  error: "major",
  critical: "critical",
};

/** Code Climate's unit: about 50,000 points an hour of work on a finding, its engines' own scale. */
const POINTS_PER_MINUTE = 50_000 / 60;

/**
 * Findings in Code Climate's issue format, as one JSON array, which GitLab's code-quality widget reads
 * (Code Climate, "Analyzer specification"; GitLab, "Code Quality report format"). What is found in tests is
 * information, since it is not graded.
 */
export function renderCodeClimate(report: Report): string {
  return toJsonText(listFindings(report).map(issueOf));
}

function issueOf({ file, finding, fingerprint }: ListedFinding): object {
  return {
    type: "issue",
    check_name: finding.rule,
    description: finding.message,
    categories: [findRule(finding.rule)?.about === "clone" ? "Duplication" : "Complexity"],
    severity: file.role === "test" ? "info" : SEVERITIES[finding.severity],
    remediation_points: Math.round(finding.minutes * POINTS_PER_MINUTE),
    location: { path: file.path, lines: { begin: finding.line, end: finding.endLine } },
    fingerprint,
  };
}
