import { findRule } from "../rules/index.js";
import type { Finding, Receipt, ReceiptItem, Report, ReportFile } from "../types.js";
import { compareBytes } from "./byteOrder.js";
import { CUTOFF_PERCENT, MINUTES_PER_LINE } from "./grade.js";

/** The parts of a report that its receipt is made of; a stored report without functions is enough. */
export type ReceiptSource = Pick<Report, "analyzer" | "revision" | "totals"> & {
  readonly files: readonly Pick<ReportFile, "path" | "findings">[];
};

/**
 * The grade's sum written out: every counted finding with the terms of its minutes, the denominator and the
 * cut-offs. Dearest first; equal ones by path bytes, line, rule, subject.
 *
 * @throws Error when the report names a rule this version does not have (a report of another version).
 */
export function receiptOf(report: ReceiptSource): Receipt {
  const items = report.files.flatMap(({ path, findings }) =>
    findings.filter(({ counted }) => counted).map((finding) => receiptItem(path, finding)),
  );
  const { gradedLines, debtMinutes, debtRatio, gpa, grade } = report.totals;
  return {
    analyzerVersion: report.analyzer.version,
    settingsHash: report.analyzer.settingsHash,
    revision: report.revision,
    minutesPerLine: MINUTES_PER_LINE,
    cutoffs: {
      A: CUTOFF_PERCENT.A / 100,
      B: CUTOFF_PERCENT.B / 100,
      C: CUTOFF_PERCENT.C / 100,
      D: CUTOFF_PERCENT.D / 100,
    },
    items: items.sort(compareItems),
    gradedLines,
    debtMinutes,
    debtRatio,
    gpa,
    grade,
  };
}

/** The first threshold is not in the finding, but its minutes and its rule's price imply it exactly. */
function receiptItem(path: string, finding: Finding): ReceiptItem {
  const price = findRule(finding.rule)?.minutes;
  if (price === undefined) throw new Error(`the report names a rule that does not exist: ${finding.rule}`);
  const { line, rule, subject, value, minutes } = finding;
  return {
    path,
    line,
    rule,
    subject,
    value,
    minutes,
    baseMinutes: price.base,
    minutesPerUnit: price.perUnit,
    firstThreshold: Math.round((value - (minutes - price.base) / price.perUnit) * 100) / 100,
  };
}

function compareItems(left: ReceiptItem, right: ReceiptItem): number {
  return (
    right.minutes - left.minutes ||
    compareBytes(left.path, right.path) ||
    left.line - right.line ||
    compareBytes(left.rule, right.rule) ||
    compareBytes(left.subject, right.subject)
  );
}
