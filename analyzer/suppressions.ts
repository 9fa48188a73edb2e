import type { SyntaxFile } from "./metrics/parsedFile.js";
import { type Command, OpenRanges } from "./openRanges.js";
import { rowAt, textBetween } from "./syntax/source.js";
import type { Suppression, SuppressionDialect } from "./types.js";

const DIALECTS: readonly SuppressionDialect[] = ["sealgrade", "codebeat"];
const MARKS: readonly string[] = DIALECTS.map((dialect) => `${dialect}:`);

/** Whether {@link readSuppressions} can find anything in a file of these bytes. */
export function mayHaveSuppressions(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return MARKS.some((mark) => text.includes(mark));
}

/** A list that is not closed or names nothing is a mistake, which must not switch everything off. */
const COMMAND =
  /(?<![\w-])(sealgrade|codebeat):(disable-next-line|disable|enable)(?![\w-])(?:\[([^\][\n]*)\]|(?!\[))/g;

/**
 * Reads what comments switch off: `disable[rule]`, `disable-next-line[rule]` and `enable[rule]` behind our mark, and
 * `disable[CHECK]` and `enable[CHECK]` behind codebeat's; several rules stand between commas, no brackets mean all.
 * (Were the marks written out here, this comment would be such a command.) A `disable` reaches, for each of its rules, to the `enable` of its own kind that names
 * the rule or none, else to the end of the file.
 */
export function readSuppressions(file: SyntaxFile): Suppression[] {
  const { source, tree, measured } = file;
  const found: Suppression[] = [];
  const open = new OpenRanges();
  for (const comment of measured.comments()) {
    const start = tree.start[comment] ?? 0;
    const text = textBetween(source, start, tree.end[comment] ?? 0);
    if (!MARKS.some((mark) => text.includes(mark))) continue;
    for (const match of text.matchAll(COMMAND)) {
      const line = rowAt(source, start + match.index) + 1;
      const command = commandOf(match, line);
      if (command === null) continue;
      const { action, ...range } = command;
      if (action === "disable-next-line") found.push({ ...range, startLine: line + 1, endLine: line + 1 });
      else if (action === "disable") open.add(range);
      else found.push(...open.end(range).map((one) => ({ ...one, startLine: one.line, endLine: line })));
    }
  }
  const lastLine = source.lineCount;
  const rest = open.rest();
  found.push(...rest.map((one) => ({ ...one, startLine: one.line, endLine: Math.max(lastLine, one.line) })));
  return found.sort((a, b) => a.startLine - b.startLine || a.endLine - b.endLine);
}

interface Action extends Command {
  readonly action: "disable-next-line" | "disable" | "enable";
}

function commandOf([, dialect, action, list]: RegExpExecArray, line: number): Action | null {
  const rules = rulesOf(list);
  if (list !== undefined && rules.length === 0) return null;
  if (action !== "disable-next-line" && action !== "disable" && action !== "enable") return null;
  if (dialect === "sealgrade") return { dialect, action, line, rules };
  // codebeat had no form for the next line.
  return dialect === "codebeat" && action !== "disable-next-line" ? { dialect, action, line, rules } : null;
}

function rulesOf(list: string | undefined): string[] {
  return (list ?? "")
    .split(",")
    .map((rule) => rule.trim())
    .filter((rule) => rule !== "");
}
