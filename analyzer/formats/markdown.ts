import { quickWins } from "../grading/quickWins.js";
import type { Grade, Grading, Report } from "../types.js";
import { notesBeside } from "./beside.js";
import { folderRows } from "./folderRows.js";
import { partKindInWords } from "./partInWords.js";
import { sizeInWords } from "./sizeInWords.js";
import { counted, duration, grouped, percent, printable } from "./words.js";
import { worstFiles } from "./worstFiles.js";

/**
 * The report as Markdown (GitHub's dialect): the grade first, then languages, worst files and what to mend first.
 * Text from the repository cannot become markup.
 */
export function renderMarkdown(report: Report): string {
  const sections = [
    headline(report),
    gradedTable(
      "Languages",
      "language",
      report.languages.map((row) => ({ ...row, name: row.language })),
    ),
    gradedTable("Sub-projects", "sub-project", report.subprojects),
    folders(report),
    worst(report),
    wins(report),
    beside(report),
    origin(report),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function headline({ part, totals }: Report): string {
  const { grade, gpa, debtRatio, debtMinutes, gradedLines } = totals;
  const size = `${sizeInWords(totals)}.`;
  const only = part === undefined ? "" : `Only the ${partKindInWords(part)} ${code(part.name)}.\n\n`;
  if (grade === null || gpa === null || debtRatio === null)
    return `# No grade\n\n${only}There are no lines of code to grade. ${size}`;
  return `# Grade ${grade}

${only}GPA ${gpa.toFixed(2)}, debt ratio ${percent(debtRatio)}: ${duration(debtMinutes)} of debt in ${counted(gradedLines, "graded line")}. ${size}`;
}

type GradedRow = Grading & { readonly name: string; readonly files: number; readonly codeLines: number };

function gradedTable(title: string, what: string, rows: readonly GradedRow[]): string {
  if (rows.length === 0) return "";
  const cells = rows.map(
    ({ name, grade, gpa, debtRatio, files, codeLines }) =>
      `| ${code(name)} | ${letter(grade)} | ${gpa?.toFixed(2) ?? ""} | ${debtRatio === null ? "" : percent(debtRatio)} | ${grouped(files)} | ${grouped(codeLines)} |`,
  );
  return `## ${title}

| ${what} | grade | GPA | debt ratio | files | lines of code |
|---|---|---:|---:|---:|---:|
${cells.join("\n")}`;
}

function folders(report: Report): string {
  const { shown, rest } = folderRows(report);
  const rows = shown.map((folder) => ({ ...folder, path: folder.name }));
  return debtTable("Folders", "folder", { rows, more: rest > 0 ? `And ${grouped(rest)} more.` : "" });
}

function worst(report: Report): string {
  const { shown, rest } = worstFiles(report);
  const more = rest > 0 ? `And ${grouped(rest)} more with debt.` : "";
  return debtTable("Worst files", "file", { rows: shown, more });
}

interface DebtRows {
  readonly rows: readonly (Grading & { readonly path: string })[];
  /** What is said below about those that are not shown. */
  readonly more: string;
}

function debtTable(title: string, what: string, { rows, more }: DebtRows): string {
  if (rows.length === 0) return "";
  const cells = rows.map(
    ({ path, grade, debtRatio, debtMinutes }) =>
      `| ${code(path)} | ${letter(grade)} | ${debtRatio === null ? "" : percent(debtRatio)} | ${duration(debtMinutes)} |`,
  );
  return `## ${title}

| ${what} | grade | debt ratio | debt |
|---|---|---:|---:|
${cells.join("\n")}${more === "" ? "" : `\n\n${more}`}`;
}

function wins(report: Report): string {
  const { wins: shown, toNextGrade: next } = quickWins(report);
  if (shown.length === 0) return "";
  const rows = shown.map(
    ({ path, line, subject, rules, gainMinutes }) =>
      `| ${duration(gainMinutes)} | ${code(`${path}:${line}`)} | ${code(subject)} | ${rules.join(", ")} |`,
  );
  const first = next?.subjects === 1 ? "the first" : `the first ${grouped(next?.subjects ?? 0)}`;
  const reach =
    next === null
      ? ""
      : `\n\nMending ${first} saves ${duration(next.gainMinutes)} and reaches ${next.grade}.`;
  return `## Quick wins

| gain | place | subject | rules |
|---:|---|---|---|
${rows.join("\n")}${reach}`;
}

function beside(report: Report): string {
  const notes = [
    ...notesBeside(report),
    ...report.settingsProblems.map(
      ({ file, line, message }) => `${code(`${file}:${line}`)}: ${code(message)}`,
    ),
  ];
  return notes.length === 0 ? "" : `## Beside the grade\n\n${notes.map((note) => `* ${note}`).join("\n")}`;
}

function origin({ analyzer, revision }: Report): string {
  const parts = [`Analyzer ${analyzer.version}`, `settings \`${analyzer.settingsHash.slice(0, 12)}\``];
  if (revision !== null) parts.push(`revision \`${revision.slice(0, 12)}\``);
  return `${parts.join(", ")}.`;
}

function letter(grade: Grade | null): string {
  return grade === null ? "–" : `**${grade}**`;
}

/**
 * Text from the repository as a code span that no backtick or bar in it can end. Nothing in a span is a link or mentions
 * anybody, as addresses and `@names` in plain text do.
 */
function code(text: string): string {
  // An odd number of backslashes hides a bar from all readers; some take `\\|` for a backslash and the end of a cell.
  const safe = printable(text).replace(/(\\*)\|/g, (_bar, before: string) =>
    before.length % 2 === 0 ? `${before}\\|` : `${before}\\\\|`,
  );
  const longest = Math.max(0, ...[...safe.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return longest === 0 ? `\`${safe}\`` : `${fence} ${safe} ${fence}`;
}
