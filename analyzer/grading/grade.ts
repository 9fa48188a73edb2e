import type { Grade, Grading } from "../types.js";

/**
 * Minutes of debt per graded line that make a ratio of 1: what writing the line is taken to cost. Calibrated so that the
 * median of the well-known repositories in docs/decisions/grading-minutes-per-line.md lies where B meets C.
 */
export const MINUTES_PER_LINE = 7.5;

/** Largest debt ratio of each grade in percent (Sonar's and Code Climate's cut-offs); above the last is F. */
export const CUTOFF_PERCENT = { A: 5, B: 10, C: 20, D: 50 } as const;

/** Grades from best to worst. */
export const GRADES: readonly Grade[] = ["A", "B", "C", "D", "F"];

/** GPA at debt ratios in percent, linear between. */
const GPA_POINTS = [
  { percent: 0, gpa: 4 },
  { percent: 5, gpa: 3 },
  { percent: 10, gpa: 2 },
  { percent: 20, gpa: 1 },
  { percent: 50, gpa: 0 },
] as const;

/**
 * Debt as it is summed: whole hundredths of a minute. Every finding's minutes have at most two decimals, so
 * these sums are exact, do not depend on the order of adding, and meet cut-offs exactly.
 */
export interface Debt {
  readonly gradedLines: number;
  readonly hundredths: number;
}

/** Whole hundredths of minutes that have at most two decimals. */
export function toHundredths(minutes: number): number {
  return Math.round(minutes * 100);
}

/** The sum of debts: what a folder, a language or a project owes. */
export function addDebts(debts: Iterable<Debt>): Debt {
  let gradedLines = 0;
  let hundredths = 0;
  for (const debt of debts) {
    gradedLines += debt.gradedLines;
    hundredths += debt.hundredths;
  }
  return { gradedLines, hundredths };
}

/** Ratio, GPA and grade of a debt, computed from exact sums and rounded at this one place. */
export function gradingOf({ gradedLines, hundredths }: Debt): Grading {
  const debtMinutes = hundredths / 100;
  if (gradedLines === 0) return { gradedLines, debtMinutes, debtRatio: null, gpa: null, grade: null };
  const percent = hundredths / (gradedLines * MINUTES_PER_LINE);
  return {
    gradedLines,
    debtMinutes,
    debtRatio: Math.round(percent * 10_000) / 1_000_000,
    gpa: Math.round(gpaAt(percent) * 100) / 100,
    grade: gradeAt({ gradedLines, hundredths }),
  };
}

/** What a set of files owes together: the grade of a folder, from rows of a report. */
export function gradeOf(files: Iterable<Pick<Grading, "gradedLines" | "debtMinutes">>): Grading {
  const debts: Debt[] = [];
  for (const { gradedLines, debtMinutes } of files) {
    debts.push({ gradedLines, hundredths: toHundredths(debtMinutes) });
  }
  return gradingOf(addDebts(debts));
}

/** Compares whole numbers, so that a debt exactly on a cut-off has the better grade. */
function gradeAt({ gradedLines, hundredths }: Debt): Grade {
  const reaches = (percent: number) => hundredths <= percent * gradedLines * MINUTES_PER_LINE;
  if (reaches(CUTOFF_PERCENT.A)) return "A";
  if (reaches(CUTOFF_PERCENT.B)) return "B";
  if (reaches(CUTOFF_PERCENT.C)) return "C";
  return reaches(CUTOFF_PERCENT.D) ? "D" : "F";
}

function gpaAt(percent: number): number {
  let from: { readonly percent: number; readonly gpa: number } = GPA_POINTS[0];
  for (const to of GPA_POINTS) {
    if (percent < to.percent) {
      return from.gpa + ((percent - from.percent) / (to.percent - from.percent)) * (to.gpa - from.gpa);
    }
    from = to;
  }
  return 0;
}
