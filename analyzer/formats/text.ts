import { type QuickWins, quickWins } from "../grading/quickWins.js";
import type { Grade, Grading, Part, Report } from "../types.js";
import { notesBeside } from "./beside.js";
import { folderRows } from "./folderRows.js";
import { partKindInWords } from "./partInWords.js";
import { sizeInWords } from "./sizeInWords.js";
import { counted, duration, grouped, keepEnd, keepStart, percent, printable } from "./words.js";
import { worstFiles as listWorstFiles } from "./worstFiles.js";

/** Narrower than this, columns would be shorter than the words in them. */
const NARROWEST = 60;

/** How a report is written for a terminal. */
export interface TextOptions {
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

interface Style {
  readonly width: number;
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly grade: (grade: Grade | null) => string;
}

/**
 * The report made for reading: the grade first, then where the debt is, what to mend first, and what stands
 * beside the grade. Lines fit the width; text from the repository cannot act on the terminal.
 */
export function renderText(report: Report, options: TextOptions): string {
  const style = createStyle(options);
  const sections = [
    headline(report, style),
    languages(report, style),
    subprojects(report, style),
    folders(report, style),
    worstFiles(report, style),
    wins(report, style),
    beside(report, style),
    origin(report, style),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

const GRADE_COLORS = { A: "32", B: "36", C: "33", D: "35", F: "31" } as const;

function createStyle({ color, width }: TextOptions): Style {
  const paint = (code: string, text: string) => (color ? `\u001b[${code}m${text}\u001b[0m` : text);
  return {
    width: Math.max(NARROWEST, width),
    bold: (text) => paint("1", text),
    dim: (text) => paint("2", text),
    grade: (grade) => (grade === null ? "–" : paint(`1;${GRADE_COLORS[grade]}`, grade)),
  };
}

function headline({ part, totals }: Report, style: Style): string[] {
  const { grade, gpa, debtRatio, debtMinutes, gradedLines } = totals;
  const size = sizeInWords(totals);
  const only = part === undefined ? [] : [partLine(part, style)];
  if (grade === null || gpa === null || debtRatio === null) {
    return [...only, `${style.bold("No grade")}: there are no lines of code to grade`, size];
  }
  return [
    ...only,
    `${style.bold("Grade")} ${style.grade(grade)}  GPA ${gpa.toFixed(2)}, debt ratio ${percent(debtRatio)}`,
    `${duration(debtMinutes)} of debt in ${counted(gradedLines, "graded line")}`,
    size,
  ];
}

function partLine(part: Part, style: Style): string {
  const start = `Only the ${partKindInWords(part)} `;
  return `${start}${style.bold(keepEnd(printable(part.name), style.width - start.length))}`;
}

function languages(report: Report, style: Style): string[] {
  if (report.languages.length === 0) return [];
  const rows = report.languages.map((row) => ({ ...row, name: row.language }));
  return [style.bold("Languages"), ...gradedRows(rows, style)];
}

function subprojects(report: Report, style: Style): string[] {
  if (report.subprojects.length === 0) return [];
  return [style.bold("Sub-projects"), ...gradedRows(report.subprojects, style)];
}

type GradedRow = Grading & { readonly name: string; readonly files: number; readonly codeLines: number };

function gradedRows(rows: readonly GradedRow[], style: Style): string[] {
  const nameWidth = Math.max(...rows.map(({ name }) => name.length));
  return rows.map(({ name, grade, gpa, debtRatio, files, codeLines }) => {
    const gpaText = gpa === null ? "" : gpa.toFixed(2);
    const ratio = debtRatio === null ? "" : percent(debtRatio);
    const size = `${counted(files, "file")}, ${counted(codeLines, "line")}`;
    const cells = [name.padEnd(nameWidth), style.grade(grade), gpaText.padStart(4), ratio.padStart(9)];
    return `  ${cells.join("  ")}  ${keepStart(size, style.width - nameWidth - 24)}`.trimEnd();
  });
}

function folders(report: Report, style: Style): string[] {
  const { shown, rest } = folderRows(report);
  if (shown.length === 0) return [];
  return [
    style.bold("Folders"),
    ...shown.map((folder) => debtRow({ ...folder, path: folder.name }, style)),
    ...(rest > 0 ? [style.dim(`  and ${grouped(rest)} more`)] : []),
  ];
}

function worstFiles(report: Report, style: Style): string[] {
  const { shown, rest } = listWorstFiles(report);
  if (shown.length === 0) return [];
  return [
    style.bold("Worst files"),
    ...shown.map((file) => debtRow(file, style)),
    ...(rest > 0 ? [style.dim(`  and ${grouped(rest)} more with debt`)] : []),
  ];
}

type DebtRow = Pick<Grading, "grade" | "debtRatio" | "debtMinutes"> & { readonly path: string };

function debtRow({ path, grade, debtRatio, debtMinutes }: DebtRow, style: Style): string {
  const ratio = debtRatio === null ? "" : percent(debtRatio);
  const start = `${ratio.padStart(10)}  ${duration(debtMinutes).padStart(11)}`;
  return `  ${style.grade(grade)}  ${start}  ${keepEnd(printable(path), style.width - 30)}`;
}

function wins(report: Report, style: Style): string[] {
  const { wins: shown, toNextGrade } = quickWins(report);
  if (shown.length === 0) return [];
  const rows = shown.flatMap(({ path, line, subject, rules, gainMinutes }) => {
    const place = `:${line}`;
    const where = `${keepEnd(printable(path), style.width - 15 - place.length)}${place}`;
    const what = keepStart(`${printable(subject)}: ${rules.join(", ")}`, style.width - 15);
    return [`  ${duration(gainMinutes).padStart(11)}  ${where}`, style.dim(`${" ".repeat(15)}${what}`)];
  });
  return [style.bold("Quick wins"), ...rows, ...reachOf(toNextGrade, style)];
}

function reachOf(next: QuickWins["toNextGrade"], style: Style): string[] {
  if (next === null) return [];
  const { grade, subjects, gainMinutes } = next;
  const first = subjects === 1 ? "the first" : `the first ${grouped(subjects)}`;
  return [`  Mending ${first} saves ${duration(gainMinutes)} and reaches ${style.grade(grade)}`];
}

function beside(report: Report, style: Style): string[] {
  const notes = notesBeside(report);
  const problems = report.settingsProblems;
  if (problems.length > 0) notes.push(`${counted(problems.length, "problem")} in settings:`);
  for (const { file, line, message } of problems) notes.push(`  ${printable(`${file}:${line}: ${message}`)}`);
  if (notes.length === 0) return [];
  return [style.bold("Beside the grade"), ...notes.map((note) => `  ${keepStart(note, style.width - 2)}`)];
}

function origin({ analyzer, revision }: Report, style: Style): string[] {
  const parts = [`analyzer ${analyzer.version}`, `settings ${analyzer.settingsHash.slice(0, 12)}`];
  if (revision !== null) parts.push(`revision ${revision.slice(0, 12)}`);
  return [style.dim(parts.join(", "))];
}
