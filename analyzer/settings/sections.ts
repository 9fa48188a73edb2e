import { z } from "zod";
import { compareBytes } from "../grading/byteOrder.js";
import { compilePattern } from "../paths/pattern.js";
import { findRule, RULES } from "../rules/index.js";
import type { Thresholds } from "../rules/rule.js";
import type { LanguageId } from "../types.js";
import { isLanguageId, LANGUAGE_IDS } from "./languageIds.js";
import type { Pattern, Settings, Subproject } from "./settings.js";
import type { Complain, SettingsEntry, SettingsNode } from "./settingsTree.js";
import { scaleThresholds } from "./thresholds.js";

/** Patterns per list; each is tried on every path. */
const MAX_PATTERNS = 100;
/** Sub-projects per repository; each has a grade and a badge of its own. */
const MAX_SUBPROJECTS = 100;

/** Settings while they are read: sections replace what stands there by default. */
export type Draft = { -readonly [Key in keyof Settings]: Settings[Key] };

type ReadSection = (node: SettingsNode, draft: Draft, complain: Complain) => void;

const READERS: Readonly<Record<string, ReadSection>> = {
  exclude: (node, draft, complain) => {
    draft.exclude = readPatterns("exclude", node, complain);
  },
  include: (node, draft, complain) => {
    draft.include = readPatterns("include", node, complain);
  },
  tests: (node, draft, complain) => {
    draft.tests = readPatterns("tests", node, complain);
  },
  thresholds: readAllThresholds,
  rules: readRules,
  subprojects: readSubprojects,
  duplication: readDuplication,
};

/** The keys a settings file may have at its top. */
export const SECTIONS: readonly string[] = Object.keys(READERS);

/** Reads one key of the file into the draft; complains about what is wrong in it and takes the rest. */
export function readSection({ key, line, value }: SettingsEntry, draft: Draft, complain: Complain): void {
  const read = Object.hasOwn(READERS, key) ? READERS[key] : undefined;
  if (read === undefined)
    complain(line, `there is no setting "${key}"; the settings are ${SECTIONS.join(", ")}`);
  else if (!isNothing(value)) read(value, draft, complain);
}

const patternText = z.string().min(1).max(1000);

function readPatterns(name: string, node: SettingsNode, complain: Complain): Pattern[] {
  const items = node.kind === "list" ? node.items : [];
  if (node.kind !== "list") complain(node.line, `${name} must be a list of patterns, such as ["legacy/**"]`);
  const patterns = items.flatMap((item): Pattern[] => {
    const text = patternText.safeParse(item.kind === "scalar" ? item.value : null);
    if (text.success && compilePattern(text.data) !== null) return [{ text: text.data, line: item.line }];
    complain(item.line, `${name}: a pattern must be text in gitignore syntax, at most 1000 characters long`);
    return [];
  });
  const beyond = patterns[MAX_PATTERNS];
  if (beyond !== undefined) complain(beyond.line, `${name}: only the first ${MAX_PATTERNS} patterns apply`);
  return patterns.slice(0, MAX_PATTERNS);
}

const wholeNumber = z.int().min(1).max(1_000_000);
const fourThresholds = z
  .tuple([wholeNumber, wholeNumber, wholeNumber, wholeNumber])
  .refine(([a, b, c, d]) => a <= b && b <= c && c <= d);

function readAllThresholds(node: SettingsNode, draft: Draft, complain: Complain): void {
  const entries = entriesOf("thresholds", node, complain);
  const general = readThresholds(
    entries.filter(({ key }) => key !== "languages"),
    (id) => findRule(id)?.thresholds,
    complain,
  );
  const languages = new Map<LanguageId, ReadonlyMap<string, Thresholds>>();
  const ofLanguages = entries.find(({ key }) => key === "languages");
  for (const { key, line, value } of ofLanguages ? entriesOf("languages", ofLanguages.value, complain) : []) {
    const base = (id: string) => general.get(id) ?? findRule(id)?.thresholds;
    if (isLanguageId(key))
      languages.set(key, readThresholds(entriesOf(key, value, complain), base, complain));
    else complain(line, `there is no language "${key}"; the languages are ${LANGUAGE_IDS.join(", ")}`);
  }
  draft.thresholds = general;
  draft.languageThresholds = languages;
}

/** Thresholds by rule id; a single number scales what `base` says. */
function readThresholds(
  entries: readonly SettingsEntry[],
  base: (id: string) => Thresholds | undefined,
  complain: Complain,
): Map<string, Thresholds> {
  const found = new Map<string, Thresholds>();
  for (const { key, line, value } of entries) {
    const scaled = base(key);
    if (scaled === undefined) {
      complainAboutRule(key, line, complain);
      continue;
    }
    const one = wholeNumber.safeParse(value.kind === "scalar" ? value.value : null);
    const four = fourThresholds.safeParse(value.kind === "list" ? value.items.map(scalarOf) : null);
    if (one.success) found.set(key, scaleThresholds(scaled, one.data));
    else if (four.success) found.set(key, four.data);
    else
      complain(
        value.line,
        `${key} needs one whole number above 0, or four that never fall: [info, warning, error, critical]`,
      );
  }
  return found;
}

function readRules(node: SettingsNode, draft: Draft, complain: Complain): void {
  const off = new Set<string>();
  for (const { key, line, value } of entriesOf("rules", node, complain)) {
    const state = scalarOf(value);
    if (findRule(key) === undefined) complainAboutRule(key, line, complain);
    else if (state === "off" || state === false) off.add(key);
    else if (state !== "on" && state !== true) complain(value.line, `${key} can be on or off`);
  }
  draft.rulesOff = off;
}

function complainAboutRule(id: string, line: number, complain: Complain): void {
  complain(line, `there is no rule "${id}"; the rules are ${RULES.map((rule) => rule.id).join(", ")}`);
}

const subprojectName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);
/** A folder below the root: relative, no empty, `.` or `..` parts; `./` before and `/` after it are taken off. */
const subprojectPath = z
  .string()
  .max(1024)
  .transform((path) => path.replace(/^(\.\/)+/, "").replace(/\/+$/, ""))
  .refine((path) => path.split("/").every((part) => part !== "" && part !== "." && part !== ".."));

function readSubprojects(node: SettingsNode, draft: Draft, complain: Complain): void {
  const found: Subproject[] = [];
  for (const { key, line, value } of entriesOf("subprojects", node, complain)) {
    const name = subprojectName.safeParse(key);
    const path = subprojectPath.safeParse(scalarOf(value));
    if (!name.success)
      complain(line, "the name of a sub-project may have letters, digits, ., _ and -, at most 64");
    else if (!path.success)
      complain(value.line, `${key} must name a folder below the root, such as services/api`);
    else if (found.length === MAX_SUBPROJECTS)
      complain(line, `only the first ${MAX_SUBPROJECTS} sub-projects apply`);
    else found.push({ name: name.data, path: path.data });
  }
  draft.subprojects = found.sort((left, right) => compareBytes(left.name, right.name));
}

function readDuplication(node: SettingsNode, draft: Draft, complain: Complain): void {
  const found = { ...draft.duplication };
  for (const { key, line, value } of entriesOf("duplication", node, complain)) {
    const number = wholeNumber.safeParse(scalarOf(value));
    if (key !== "mass" && key !== "lines") complain(line, `duplication has mass and lines, not "${key}"`);
    else if (number.success) found[key] = number.data;
    else complain(value.line, `${key} must be a whole number above 0`);
  }
  draft.duplication = found;
}

function entriesOf(name: string, node: SettingsNode, complain: Complain): readonly SettingsEntry[] {
  if (node.kind === "map") return node.entries;
  if (!isNothing(node)) complain(node.line, `${name} must hold keys with values`);
  return [];
}

function scalarOf(node: SettingsNode): unknown {
  return node.kind === "scalar" ? node.value : undefined;
}

/** A key without a value. */
function isNothing(node: SettingsNode): boolean {
  return node.kind === "scalar" && node.value === null;
}
