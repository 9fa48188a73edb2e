import type { Explanation, FileExplanation, FolderExplanation, Measured } from "../explanation.js";
import type { Reason } from "../paths/pathRules.js";
import type { SettingsLine } from "../settings/settings.js";
import type { ExplainedThresholds } from "../settings/thresholds.js";
import type { SettingsProblem } from "../types.js";
import { toJsonText } from "./json.js";
import { counted, grouped, printable } from "./words.js";

/** An explanation as JSON; equal explanations give equal bytes. */
export function renderExplanationJson(explanation: Explanation): string {
  return toJsonText({ schemaVersion: 1, ...explanation });
}

/** An explanation made for reading; text from the repository cannot act on the terminal. */
export function renderExplanation(explanation: Explanation): string {
  const sections = explanation.kind === "file" ? aboutFile(explanation) : aboutFolder(explanation);
  const all = [...sections, problems(explanation.settingsProblems)];
  return `${all
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map(printable).join("\n"))
    .join("\n\n")}\n`;
}

function aboutFile(file: FileExplanation): string[][] {
  const { path, outcome, measured } = file;
  if (measured === null) {
    const what = outcome === "ignored" ? "is not part of the tree" : `is not measured (${outcome})`;
    return [[`${path} ${what}: ${reason(file)}`]];
  }
  const graded = measured.role === "test" ? "measured and never graded" : "measured and graded";
  return [
    [
      `${path} is ${graded}`,
      `  language  ${measured.language}`,
      `  in        ${reason(file)}`,
      `  ${measured.role.padEnd(8)}  ${reason(measured.roleReason)}`,
      ...measured.subprojects.map(({ name, from }) => `  part of   sub-project ${name} (${place(from)})`),
    ],
    thresholds(measured),
  ];
}

const LEVELS = ["info", "warning", "error", "critical"];

function thresholds({ thresholds: rules, duplication }: Measured): string[] {
  const nameWidth = Math.max(...rules.map(({ rule }) => rule.length));
  const row = (name: string, cells: readonly string[], from: string) =>
    `  ${name.padEnd(nameWidth)}${cells.map((cell) => cell.padStart(10)).join("")}  ${from}`.trimEnd();
  const cellsOf = ({ thresholds: four }: ExplainedThresholds) =>
    four === null ? ["off", "", "", ""] : four.map(grouped);
  const { mass, massFrom, lines, linesFrom } = duplication;
  return [
    "Thresholds",
    row("", LEVELS, ""),
    ...rules.map((rule) => row(rule.rule, cellsOf(rule), place(rule.from))),
    `  a copy has at least ${grouped(mass)} syntax nodes (${place(massFrom)}) on ${grouped(lines)} lines (${place(linesFrom)})`,
  ];
}

function aboutFolder(folder: FolderExplanation): string[][] {
  const name = folder.path === "" ? "The whole tree" : `${folder.path}/`;
  if (folder.ignored !== null) return [[`${name} is not part of the tree: ${reason(folder.ignored)}`]];
  const measured = folder.measured.map(({ language, role, files }) => {
    const kind = role === "test" ? "test" : "source";
    return `  ${grouped(files).padStart(7)}  ${kind}, ${language ?? "language by the first line"}`;
  });
  const skipped = folder.skipped.map(
    (group) => `  ${grouped(group.files).padStart(7)}  ${group.reason}: ${reason(group)}`,
  );
  return [
    [`${name} holds ${counted(folder.files, "file")}`],
    measured.length === 0 ? [] : ["Measured", ...measured],
    skipped.length === 0 ? [] : ["Not measured", ...skipped],
    ["This is by names alone; what a file holds can still take it out. Name a file to have it looked into."],
  ];
}

function problems(all: readonly SettingsProblem[]): string[] {
  if (all.length === 0) return [];
  return ["Problems in settings", ...all.map(({ file, line, message }) => `  ${file}:${line}: ${message}`)];
}

function reason({ because, setting }: Reason): string {
  return setting === null ? because : `${because} (${place(setting)})`;
}

function place(from: SettingsLine | null): string {
  return from === null ? "default" : `${from.file}:${from.line}`;
}
