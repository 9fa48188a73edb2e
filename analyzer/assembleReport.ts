import { compareBytes } from "./grading/byteOrder.js";
import { type FoundClones, findClones } from "./grading/clones.js";
import { findingsOf } from "./grading/findings.js";
import { gradeOf, gradingOf, toHundredths } from "./grading/grade.js";
import { type JoinedTypes, joinTypes } from "./grading/joinTypes.js";
import { reportFunction, reportType } from "./grading/reportRows.js";
import { compareProblems } from "./settings/compareProblems.js";
import type { Settings } from "./settings/settings.js";
import { settingsHash } from "./settings/settingsHash.js";
import type {
  Finding,
  LanguageId,
  LanguageTotals,
  MeasuredFile,
  Report,
  ReportFile,
  ReportTotals,
  SettingsProblem,
  SkippedFile,
  SubprojectTotals,
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
  const files = measured.map((file) =>
    reportFile(file, { types, clones, settings: input.settings, suppressed }),
  );
  return {
    schemaVersion: 1,
    analyzer: { version: ANALYZER_VERSION, settingsHash: settingsHash(input.settings) },
    revision: input.revision,
    totals: totalsOf(files, clones),
    languages: languageTotals(files),
    files,
    clones: clones.classes,
    skipped: byPath(input.skipped).map(({ path, reason }) => ({ path, reason })),
    settingsProblems: input.settingsProblems
      .map(({ file, line, message }) => ({ file, line, message }))
      .sort(compareProblems),
    suppressed,
    subprojects: subprojectTotals(files, input.settings),
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
  readonly settings: Settings;
  readonly suppressed: SuppressedFinding[];
}

function reportFile(file: MeasuredFile, { types, clones, settings, suppressed }: Around): ReportFile {
  const { path, role, facts } = file;
  const its = types.get(path) ?? [];
  const found = findingsOf({ ...file, types: its, copies: clones.copies.get(path) ?? [] }, settings);
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
    debtMinutes,
    debtRatio,
    gpa,
    grade,
    functions: facts.functions.map(reportFunction),
    types: its.map(reportType),
    findings: found.findings,
  };
}

function countedHundredths(findings: readonly Finding[]): number {
  return findings.reduce((sum, { counted, minutes }) => (counted ? sum + toHundredths(minutes) : sum), 0);
}

function totalsOf(files: readonly ReportFile[], { duplicatedLines }: FoundClones): ReportTotals {
  const sum = (value: (file: ReportFile) => number) => files.reduce((total, file) => total + value(file), 0);
  const { gradedLines, debtMinutes, debtRatio, gpa, grade } = gradeOf(files);
  return {
    files: files.length,
    functions: sum((file) => file.functions.length),
    types: sum((file) => file.types.length),
    lines: sum((file) => file.lines),
    codeLines: sum((file) => file.codeLines),
    commentLines: sum((file) => file.commentLines),
    blankLines: sum((file) => file.blankLines),
    gradedLines,
    debtMinutes,
    debtRatio,
    gpa,
    grade,
    duplicatedLines,
  };
}

function languageTotals(files: readonly ReportFile[]): LanguageTotals[] {
  const byLanguage = new Map<LanguageId, ReportFile[]>();
  for (const file of files) {
    const sofar = byLanguage.get(file.language);
    if (sofar === undefined) byLanguage.set(file.language, [file]);
    else sofar.push(file);
  }
  return [...byLanguage]
    .sort(([left], [right]) => compareBytes(left, right))
    .map(([language, its]) => {
      const { grade, gpa, debtRatio, debtMinutes, gradedLines } = gradeOf(its);
      const codeLines = codeLinesOf(its);
      return { language, files: its.length, codeLines, grade, gpa, debtRatio, debtMinutes, gradedLines };
    });
}

function subprojectTotals(files: readonly ReportFile[], settings: Settings): SubprojectTotals[] {
  return settings.subprojects.map(({ name, path }) => {
    const its = files.filter((file) => path === "" || file.path.startsWith(`${path}/`));
    const { grade, gpa, debtRatio, debtMinutes, gradedLines } = gradeOf(its);
    const codeLines = codeLinesOf(its);
    return { name, path, files: its.length, codeLines, grade, gpa, debtRatio, debtMinutes, gradedLines };
  });
}

function codeLinesOf(files: readonly ReportFile[]): number {
  return files.reduce((total, file) => total + file.codeLines, 0);
}
