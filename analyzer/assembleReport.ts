import { compareBytes } from "./grading/byteOrder.js";
import { type FoundClones, findClones } from "./grading/clones.js";
import { createFinder, type FileFindings, type Findable } from "./grading/findings.js";
import { gradingOf, toHundredths } from "./grading/grade.js";
import { type JoinedTypes, joinTypes } from "./grading/joinTypes.js";
import { reportFunction, reportType } from "./grading/reportRows.js";
import { languageTotals, subprojectTotals, totalsOf } from "./grading/totals.js";
import { compareProblems } from "./settings/compareProblems.js";
import type { Settings } from "./settings/settings.js";
import { settingsHash } from "./settings/settingsHash.js";
import type {
  Finding,
  MeasuredFile,
  Report,
  ReportFile,
  SettingsProblem,
  SkippedFile,
  SuppressedFinding,
} from "./types.js";
import { ANALYZER_VERSION } from "./version.js";

/** What the reduce step is made of. No order matters. */
export interface ReportInput {
  readonly files: readonly MeasuredFile[];
  readonly skipped: readonly SkippedFile[];
  readonly settings: Settings;
  readonly settingsProblems: readonly SettingsProblem[];
  /** Commit id in lower-case hex, or `null` for a folder. */
  readonly revision: string | null;
}

/**
 * The reduce step: findings, debt and grades from the facts of all files. Pure, and independent of the
 * order in which files are given. Objects are built in the order of METRICS' JSON, which `renderJson` keeps.
 *
 * @throws Error when one path is given twice, since such a report could not be sorted.
 */
export function assembleReport(input: ReportInput): Report {
  const suppressed: SuppressedFinding[] = [];
  const measured = byPath(input.files);
  const types = joinTypes(measured);
  const clones = findClones(measured, input.settings);
  const find = createFinder(input.settings);
  const files = measured.map((file) => reportFile(file, { types, clones, find, suppressed }));
  return {
    schemaVersion: 1,
    analyzer: { version: ANALYZER_VERSION, settingsHash: settingsHash(input.settings) },
    revision: input.revision,
    totals: totalsOf(
      files,
      measured.reduce((sum, { facts }) => sum + facts.functions.length, 0),
    ),
    languages: languageTotals(files),
    files,
    clones: clones.classes,
    skipped: byPath(input.skipped).map(({ path, reason }) => ({ path, reason })),
    settingsProblems: input.settingsProblems
      .map(({ file, line, message }) => ({ file, line, message }))
      .sort(compareProblems),
    suppressed,
    subprojects: subprojectTotals(files, input.settings.subprojects),
  };
}

function byPath<Item extends { readonly path: string }>(items: readonly Item[]): Item[] {
  const sorted = items.toSorted((left, right) => compareBytes(left.path, right.path));
  sorted.forEach((item, index) => {
    if (sorted[index - 1]?.path === item.path) throw new Error("a report was given one path twice");
  });
  return sorted;
}

interface Around {
  readonly types: JoinedTypes;
  readonly clones: FoundClones;
  readonly find: (file: Findable) => FileFindings;
  readonly suppressed: SuppressedFinding[];
}

function reportFile(file: MeasuredFile, { types, clones, find, suppressed }: Around): ReportFile {
  const { path, role, facts } = file;
  const its = types.get(path) ?? [];
  const found = find({ ...file, types: its, copies: clones.copies.get(path) ?? [] });
  suppressed.push(...found.suppressed);
  const { gradedLines, debtMinutes, debtRatio, gpa, grade } = gradingOf({
    gradedLines: role === "test" ? 0 : facts.gradedLines,
    hundredths: countedHundredths(found.findings),
  });
  return {
    path,
    language: facts.language,
    role,
    lines: facts.lines,
    codeLines: facts.codeLines,
    commentLines: facts.commentLines,
    blankLines: facts.blankLines,
    gradedLines,
    parseErrorLines: facts.parseErrorLines,
    duplicatedLines: clones.duplicatedLines.get(path) ?? 0,
    debtMinutes,
    debtRatio,
    gpa,
    grade,
    // Made when they are asked for: most readers of a report ask for the functions of a few files or for one file after another.
    get functions() {
      return facts.functions.map(reportFunction);
    },
    types: its.map(reportType),
    findings: found.findings,
  };
}

function countedHundredths(findings: readonly Finding[]): number {
  return findings.reduce((sum, { counted, minutes }) => (counted ? sum + toHundredths(minutes) : sum), 0);
}
