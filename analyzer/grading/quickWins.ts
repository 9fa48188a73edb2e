import type { FunctionPlace, Grade, GradedFile, Grading } from "../types.js";
import { compareBytes } from "./byteOrder.js";
import { type Debt, GRADES, gradingOf, toHundredths } from "./grade.js";

/** How many subjects are shown. */
const SHOWN = 5;

/** One thing to mend: a function, and what the debt loses when all its findings are gone. */
export interface QuickWin {
  readonly path: string;
  readonly subject: string;
  /** First line of the subject. */
  readonly line: number;
  /** Rules of the counted findings, sorted. */
  readonly rules: readonly string[];
  /** The debt now minus the debt without any finding of this subject, in minutes, two decimals. */
  readonly gainMinutes: number;
}

/** Where to begin. */
export interface QuickWins {
  /** At most five, the largest gain first; equal gains by path bytes, line and name. */
  readonly wins: readonly QuickWin[];
  /** The shortest beginning of that order, over all subjects, which reaches the next grade; `null` at A or without a grade. */
  readonly toNextGrade: {
    readonly grade: Grade;
    readonly subjects: number;
    readonly gainMinutes: number;
  } | null;
}

/** The parts of a report that its quick wins are made of. */
export interface QuickWinSource {
  readonly totals: Grading;
  readonly files: readonly Pick<GradedFile, "path" | "functions" | "findings">[];
}

/**
 * The subjects whose mending lowers the debt most. All of this can be read off a report, so that pages
 * which show a stored report agree with the one that was made.
 */
export function quickWins(report: QuickWinSource): QuickWins {
  const wins = report.files.flatMap(winsOf).sort(compareWins);
  return { wins: wins.slice(0, SHOWN), toNextGrade: toNextGrade(report, wins) };
}

function winsOf(file: QuickWinSource["files"][number]): QuickWin[] {
  if (!file.findings.some(({ counted }) => counted)) return [];
  const bySubject = new Map<
    string,
    { line: number; rules: Set<string>; hundredths: number; subject: string }
  >();
  const startLineOf = subjectFinder(file.functions);
  for (const { counted, subject, line, rule, minutes } of file.findings) {
    if (!counted) continue;
    const startLine = startLineOf(subject, line);
    const key = `${startLine} ${subject}`;
    const win = bySubject.get(key) ?? { line: startLine, rules: new Set(), hundredths: 0, subject };
    win.rules.add(rule);
    win.hundredths += toHundredths(minutes);
    bySubject.set(key, win);
  }
  return [...bySubject.values()].map(({ line, rules, hundredths, subject }) => ({
    path: file.path,
    subject,
    line,
    rules: [...rules].sort(compareBytes),
    gainMinutes: hundredths / 100,
  }));
}

/**
 * Finds the function a finding is about: the innermost of that name around its line, since a finding may
 * stand inside its function (boolean logic does). Must be asked in the order of lines. Two functions of one
 * name that start on one line are one subject: a report does not tell them apart.
 */
function subjectFinder(functions: readonly FunctionPlace[]): (name: string, line: number) => number {
  const open = new Map<string, FunctionPlace[]>();
  let next = 0;
  return (name, line) => {
    for (let fn = functions[next]; fn !== undefined && fn.startLine <= line; fn = functions[++next]) {
      const ofThatName = open.get(fn.name);
      if (ofThatName === undefined) open.set(fn.name, [fn]);
      else ofThatName.push(fn);
    }
    const around = open.get(name) ?? [];
    while ((around.at(-1)?.endLine ?? line) < line) around.pop();
    return around.at(-1)?.startLine ?? line;
  };
}

function compareWins(left: QuickWin, right: QuickWin): number {
  return (
    right.gainMinutes - left.gainMinutes ||
    compareBytes(left.path, right.path) ||
    left.line - right.line ||
    compareBytes(left.subject, right.subject)
  );
}

function toNextGrade({ totals }: QuickWinSource, wins: readonly QuickWin[]): QuickWins["toNextGrade"] {
  const next = totals.grade === null ? undefined : GRADES[GRADES.indexOf(totals.grade) - 1];
  if (next === undefined) return null;
  const gradedLines = totals.gradedLines;
  const before = toHundredths(totals.debtMinutes);
  let gained = 0;
  for (const [index, { gainMinutes }] of wins.entries()) {
    gained += toHundredths(gainMinutes);
    if (isAtLeast(next, { gradedLines, hundredths: before - gained })) {
      return { grade: next, subjects: index + 1, gainMinutes: gained / 100 };
    }
  }
  return null;
}

function isAtLeast(grade: Grade, debt: Debt): boolean {
  const reached = gradingOf(debt).grade;
  return reached !== null && GRADES.indexOf(reached) <= GRADES.indexOf(grade);
}
