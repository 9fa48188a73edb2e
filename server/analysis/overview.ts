import { folderOf, foldersIn, type QuickWinSource, quickWins, receiptOf } from "../../analyzer/index.js";
import type { GradedFile, ReportOf } from "../../analyzer/types.js";
import type { FindingView } from "../../web/components/FindingsTable.js";
import type { FolderList, QuickWins, ReportOverview, SkippedGroup, WorstFile } from "../../web/overview.js";

/** How much of each list the project page shows; the index has the rest. */
const WORST_FILES = 10;
const TOP_FINDINGS = 25;
const TOP_FOLDERS = 10;
const NAMES_PER_REASON = 50;
const FILES_WITH_PARSE_ERRORS = 50;

/** A report as far as pages show it: a whole one, or what the index holds. */
type ShownReport = ReportOf<GradedFile>;

/** Reduces a report, of a whole project or of a part, to what its overview page shows. */
export function overviewOf(report: ShownReport): ReportOverview {
  const all = findingsOf(report.files);
  return {
    totals: report.totals,
    cutoffs: receiptOf(report).cutoffs,
    languages: report.languages,
    subprojects: report.subprojects,
    folders: folderListOf(report, TOP_FOLDERS),
    quickWins: presentQuickWins(report),
    worstFiles: dearest(
      report.files.filter((file) => file.debtMinutes > 0),
      (file) => file.debtMinutes,
    )
      .slice(0, WORST_FILES)
      .map(worstFile),
    findings: { total: all.length, top: dearestFindings(all).slice(0, TOP_FINDINGS) },
    skipped: groupSkipped(report),
    settingsProblems: report.settingsProblems,
    parseErrors: report.files
      .filter((file) => file.parseErrorLines > 0)
      .slice(0, FILES_WITH_PARSE_ERRORS)
      .map((file) => ({ path: file.path, lines: file.parseErrorLines })),
  };
}

/** All findings with the file each is in, in the report's order. */
export function findingsOf(files: readonly Pick<GradedFile, "path" | "findings">[]): FindingView[] {
  return files.flatMap((file) => file.findings.map((finding) => ({ ...finding, path: file.path })));
}

/** Counted before uncounted, then by minutes; equal ones keep the report's order. */
export function dearestFindings(findings: readonly FindingView[]): FindingView[] {
  return dearest(findings, (finding) =>
    finding.counted ? finding.minutes : finding.minutes - Number.MAX_SAFE_INTEGER,
  );
}

function dearest<T>(items: readonly T[], minutes: (item: T) => number): T[] {
  return [...items].sort((a, b) => minutes(b) - minutes(a));
}

/**
 * The folders directly in what the report is about, at most `most` of them. Within a language there are none, since
 * a folder's own figures count all languages.
 */
export function folderListOf(report: ShownReport, most: number): FolderList {
  const parent = folderOf(report);
  const all = parent === null ? [] : foldersIn(report.files, parent);
  return { total: all.length, top: dearest(all, (folder) => folder.debtMinutes).slice(0, most) };
}

/** What to mend first. */
export function presentQuickWins(report: QuickWinSource): QuickWins {
  const { wins, toNextGrade } = quickWins(report);
  return {
    wins: wins.map(({ path, line, subject, gainMinutes }) => ({ path, line, subject, gainMinutes })),
    next: toNextGrade === null ? null : { grade: toNextGrade.grade, count: toNextGrade.subjects },
  };
}

function worstFile({ path, grade, debtRatio, debtMinutes, gradedLines, findings }: GradedFile): WorstFile {
  return { path, grade, debtRatio, debtMinutes, gradedLines, findings: findings.length };
}

function groupSkipped(report: ShownReport): SkippedGroup[] {
  const groups = new Map<string, { reason: SkippedGroup["reason"]; count: number; paths: string[] }>();
  for (const { path, reason } of report.skipped) {
    const group = groups.get(reason) ?? { reason, count: 0, paths: [] };
    group.count += 1;
    if (group.paths.length < NAMES_PER_REASON) group.paths.push(path);
    groups.set(reason, group);
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}
