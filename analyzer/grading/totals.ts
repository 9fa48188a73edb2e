import type {
  GradedFile,
  Grading,
  LanguageId,
  LanguageTotals,
  ReportTotals,
  SubprojectTotals,
} from "../types.js";
import { compareBytes } from "./byteOrder.js";
import { gradeOf } from "./grade.js";
import { isBelow } from "./isBelow.js";

/**
 * What files have and owe together; tests count in sizes, never in debt.
 * @param functions how many they have, where it is known without asking each for them
 */
export function totalsOf(files: readonly GradedFile[], functions?: number): ReportTotals {
  const sum = (value: (file: GradedFile) => number) => files.reduce((total, file) => total + value(file), 0);
  const { gradedLines, debtMinutes, debtRatio, gpa, grade } = gradeOf(files);
  return {
    files: files.length,
    functions: functions ?? sum((file) => file.functions.length),
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
    duplicatedLines: sum((file) => file.duplicatedLines),
  };
}

/** Totals of each language that occurs, sorted by its id. */
export function languageTotals(files: readonly GradedFile[]): LanguageTotals[] {
  const byLanguage = new Map<LanguageId, GradedFile[]>();
  for (const file of files) {
    const sofar = byLanguage.get(file.language);
    if (sofar === undefined) byLanguage.set(file.language, [file]);
    else sofar.push(file);
  }
  return [...byLanguage]
    .sort(([left], [right]) => compareBytes(left, right))
    .map(([language, its]) => ({ language, ...rowOf(its) }));
}

/** Totals of sub-projects in the order given, also of those without a file. */
export function subprojectTotals(
  files: readonly GradedFile[],
  subprojects: readonly { readonly name: string; readonly path: string }[],
): SubprojectTotals[] {
  return subprojects.map(({ name, path }) => ({
    name,
    path,
    ...rowOf(files.filter((file) => isBelow(path, file.path))),
  }));
}

/** Size and grade of some files as rows of tables have them, in the order of METRICS' JSON. */
export function rowOf(
  files: readonly GradedFile[],
): Grading & { readonly files: number; readonly codeLines: number } {
  const { grade, gpa, debtRatio, debtMinutes, gradedLines } = gradeOf(files);
  const codeLines = files.reduce((total, file) => total + file.codeLines, 0);
  return { files: files.length, codeLines, grade, gpa, debtRatio, debtMinutes, gradedLines };
}
