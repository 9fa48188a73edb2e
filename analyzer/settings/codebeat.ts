import { compilePattern } from "../paths/pattern.js";
import type { Thresholds } from "../rules/rule.js";
import type { LanguageId } from "../types.js";
import { rulesOfCheck, unknownCheck } from "./codebeatChecks.js";
import { isLanguageId } from "./languageIds.js";
import { shown } from "./messages.js";
import { CODEBEAT_IGNORE, CODEBEAT_SETTINGS, originKey, type Pattern } from "./settings.js";
import { readSettingsText } from "./settingsText.js";
import { entriesOf, type Reading, readSettingsTree, type SettingsEntry, scalarOf } from "./settingsTree.js";
import { reportUnreachedThresholds } from "./unreachedThresholds.js";
import { fourThresholds, MAX_PATTERNS, patternText } from "./values.js";

/** codebeat's languages and ours; spellings that were documented or are found in repositories. */
const LANGUAGE_OF_KEY: ReadonlyMap<string, string> = new Map([
  ["ELIXIR", "elixir"],
  ["GO", "go"],
  ["GOLANG", "go"],
  ["JAVA", "java"],
  ["JAVASCRIPT", "javascript"],
  ["KOTLIN", "kotlin"],
  ["OBJC", "objective-c"],
  ["OBJECTIVE_C", "objective-c"],
  ["PHP", "php"],
  ["PYTHON", "python"],
  ["RUBY", "ruby"],
  ["SWIFT", "swift"],
  ["TYPESCRIPT", "typescript"],
]);

/**
 * Reads `.codebeatsettings`. It is JSON, which the YAML reader takes as it is, with the line of every value;
 * commas at the end of a list or an object, which codebeat's own users often left, are reported and read over.
 */
export function readCodebeatSettings(bytes: Uint8Array, reading: Reading): void {
  const text = readSettingsText(bytes, reading.complain);
  const root = text === null ? null : readSettingsTree(text, reading.complain);
  if (text === null || root === null) return;
  for (const line of trailingCommas(text))
    reading.complain(line, "JSON has no comma before a closing bracket; it was read over");
  const languages = new Map<LanguageId, Map<string, Thresholds>>();
  for (const entry of entriesOf("the file", root, reading)) readLanguage(entry, languages, reading);
  reading.draft.languageThresholds = languages;
  reportUnreachedThresholds(reading);
}

function readLanguage(
  { key, line, value }: SettingsEntry,
  languages: Map<LanguageId, Map<string, Thresholds>>,
  reading: Reading,
): void {
  const language = LANGUAGE_OF_KEY.get(key);
  if (rulesOfCheck(key) !== undefined)
    reading.complain(line, `${key} must stand inside a language, such as {"GOLANG": {"${key}": […]}}`);
  else if (language === undefined || !isLanguageId(language))
    reading.complain(
      line,
      `codebeat has no language "${shown(key)}"; its languages are ${[...LANGUAGE_OF_KEY.keys()].join(", ")}`,
    );
  else {
    const found = languages.get(language) ?? new Map<string, Thresholds>();
    languages.set(language, found);
    for (const entry of entriesOf(key, value, reading)) readCheck(entry, { language, found, reading });
  }
}

function readCheck(
  { key, line, value }: SettingsEntry,
  to: {
    readonly language: LanguageId;
    readonly found: Map<string, Thresholds>;
    readonly reading: Reading;
  },
): void {
  const { language, found, reading } = to;
  const rules = rulesOfCheck(key);
  const four = fourThresholds.safeParse(value.kind === "list" ? value.items.map(scalarOf) : null);
  if (rules === undefined) reading.complain(line, unknownCheck(key));
  else if (!four.success)
    reading.complain(value.line, `${key} needs four whole numbers above 0 that never fall`);
  else {
    for (const rule of rules) {
      found.set(rule, four.data);
      const origin = originKey("thresholds", "languages", language, rule);
      reading.draft.origins.set(origin, { file: CODEBEAT_SETTINGS, line });
    }
  }
}

/**
 * Lines of commas that nothing but white space parts from a closing bracket, outside of strings. An open
 * string is read to the end of its line, or looking for its end at every quote would take for ever.
 */
function trailingCommas(text: string): number[] {
  const found: number[] = [];
  let line = 1;
  for (const [token] of text.matchAll(/"(?:[^"\\\n]|\\.)*"?|,(?=\s*[\]}])|\n/g)) {
    if (token === "\n") line++;
    else if (token === ",") found.push(line);
  }
  return found;
}

/** Reads `.codebeatignore`: one pattern in gitignore syntax a line, `#` before a comment. */
export function readCodebeatIgnore(bytes: Uint8Array, reading: Reading): void {
  const text = readSettingsText(bytes, reading.complain);
  const patterns: Pattern[] = [];
  for (const [index, row] of (text ?? "").split(/\r?\n/).entries()) {
    if (row.trim() === "" || row.startsWith("#")) continue;
    const line = index + 1;
    if (patternText.safeParse(row).success && compilePattern(row) !== null)
      patterns.push({ text: row, file: CODEBEAT_IGNORE, line });
    else reading.complain(line, "a pattern must be text in gitignore syntax, at most 1000 characters long");
  }
  const beyond = patterns[MAX_PATTERNS];
  if (beyond !== undefined) reading.complain(beyond.line, `only the first ${MAX_PATTERNS} patterns apply`);
  reading.draft.exclude = patterns.slice(0, MAX_PATTERNS);
}
