import { compareBytes } from "../grading/byteOrder.js";
import type { Report } from "../types.js";
import { counted, grouped } from "./words.js";

/** What a reader must know to judge the grade: what was left out, did not parse or was switched off. */
export function notesBeside(report: Report): string[] {
  const notes: string[] = [];
  if (report.skipped.length > 0)
    notes.push(`${counted(report.skipped.length, "file")} skipped: ${skipReasons(report)}`);
  const tests = report.files.filter(({ role }) => role === "test").length;
  if (tests > 0) notes.push(`${counted(tests, "test file")} measured, not graded`);
  const broken = report.files.filter(({ parseErrorLines }) => parseErrorLines > 0);
  const brokenLines = broken.reduce((sum, { parseErrorLines }) => sum + parseErrorLines, 0);
  if (broken.length > 0)
    notes.push(`${counted(brokenLines, "line")} in ${counted(broken.length, "file")} did not parse`);
  if (report.suppressed.length > 0)
    notes.push(`${counted(report.suppressed.length, "finding")} switched off by comments`);
  return notes;
}

/** Counts by reason, the most frequent first. */
function skipReasons({ skipped }: Report): string {
  const counts = new Map<string, number>();
  for (const { reason } of skipped) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .sort(([a, some], [b, others]) => others - some || compareBytes(a, b))
    .map(([reason, count]) => `${grouped(count)} ${reason}`)
    .join(", ");
}
