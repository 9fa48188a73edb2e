import { CLONE_FLOOR } from "../duplication/cloneFloor.js";
import { compareBytes } from "../grading/byteOrder.js";
import { compilePattern } from "../paths/pattern.js";
import { findRule } from "../rules/index.js";
import { shown, unknownRule } from "./messages.js";
import { originKey, type Pattern, SETTINGS_FILE, type Subproject } from "./settings.js";
import {
  entriesOf,
  isNothing,
  type Reading,
  type ReadSection,
  type SettingsEntry,
  type SettingsNode,
  scalarOf,
} from "./settingsTree.js";
import { readThresholds } from "./thresholdSections.js";
import {
  MAX_PATTERNS,
  MAX_SUBPROJECTS,
  patternText,
  subprojectName,
  subprojectPath,
  wholeNumber,
} from "./values.js";

const READERS: Readonly<Record<string, ReadSection>> = {
  exclude: (node, reading) => {
    reading.draft.exclude = readPatterns("exclude", node, reading);
  },
  include: (node, reading) => {
    reading.draft.include = readPatterns("include", node, reading);
  },
  tests: (node, reading) => {
    reading.draft.tests = readPatterns("tests", node, reading);
  },
  thresholds: readThresholds,
  rules: readRules,
  subprojects: readSubprojects,
  duplication: readDuplication,
};

/** The keys a settings file may have at its top. */
export const SECTIONS: readonly string[] = Object.keys(READERS);

/** Reads one key of the file into the draft; complains about what is wrong in it and takes the rest. */
export function readSection({ key, line, value }: SettingsEntry, reading: Reading): void {
  const read = Object.hasOwn(READERS, key) ? READERS[key] : undefined;
  if (read === undefined)
    reading.complain(line, `there is no setting "${shown(key)}"; the settings are ${SECTIONS.join(", ")}`);
  else if (!isNothing(value)) read(value, reading);
}

function readPatterns(name: string, node: SettingsNode, { complain }: Reading): Pattern[] {
  const items = node.kind === "list" ? node.items : [];
  if (node.kind !== "list") complain(node.line, `${name} must be a list of patterns, such as ["legacy/**"]`);
  const patterns = items.flatMap((item): Pattern[] => {
    const text = patternText.safeParse(scalarOf(item));
    if (text.success && compilePattern(text.data) !== null)
      return [{ text: text.data, file: SETTINGS_FILE, line: item.line }];
    complain(item.line, `${name}: a pattern must be text in gitignore syntax, at most 1000 characters long`);
    return [];
  });
  const beyond = patterns[MAX_PATTERNS];
  if (beyond !== undefined) complain(beyond.line, `${name}: only the first ${MAX_PATTERNS} patterns apply`);
  return patterns.slice(0, MAX_PATTERNS);
}

function readRules(node: SettingsNode, reading: Reading): void {
  const off = new Set<string>();
  for (const { key, line, value } of entriesOf("rules", node, reading)) {
    const state = scalarOf(value);
    if (findRule(key) === undefined) reading.complain(line, unknownRule(key));
    else if (state === "off" || state === false) {
      off.add(key);
      reading.draft.origins.set(originKey("rules", key), { file: SETTINGS_FILE, line });
    } else if (state !== "on" && state !== true) reading.complain(value.line, `${key} can be on or off`);
  }
  reading.draft.rulesOff = off;
}

function readSubprojects(node: SettingsNode, reading: Reading): void {
  const { draft, complain } = reading;
  const found: Subproject[] = [];
  for (const { key, line, value } of entriesOf("subprojects", node, reading)) {
    const name = subprojectName.safeParse(key);
    const path = subprojectPath.safeParse(scalarOf(value));
    if (!name.success)
      complain(line, "the name of a sub-project may have letters, digits, ., _ and -, at most 64");
    else if (!path.success)
      complain(value.line, `${key} must name a folder below the root, such as services/api`);
    else if (found.length === MAX_SUBPROJECTS)
      complain(line, `only the first ${MAX_SUBPROJECTS} sub-projects apply`);
    else {
      found.push({ name: name.data, path: path.data });
      draft.origins.set(originKey("subprojects", key), { file: SETTINGS_FILE, line });
    }
  }
  draft.subprojects = found.sort((left, right) => compareBytes(left.name, right.name));
}

function readDuplication(node: SettingsNode, reading: Reading): void {
  const { draft, complain } = reading;
  const found = { ...draft.duplication };
  for (const { key, line, value } of entriesOf("duplication", node, reading)) {
    const number = wholeNumber.safeParse(scalarOf(value));
    if (key !== "mass" && key !== "lines")
      complain(line, `duplication has mass and lines, not "${shown(key)}"`);
    else if (number.success) {
      const least = Math.max(number.data, CLONE_FLOOR[key]);
      if (number.data < least) complain(value.line, belowFloor(key, number.data));
      found[key] = least;
      draft.origins.set(originKey("duplication", key), { file: SETTINGS_FILE, line });
    } else complain(value.line, `${key} must be a whole number above 0`);
  }
  draft.duplication = found;
}

function belowFloor(key: keyof typeof CLONE_FLOOR, number: number): string {
  const { mass, lines } = CLONE_FLOOR;
  const least = { mass: `a mass of ${mass}`, lines: `${lines} code lines` }[key];
  return `copies are found from ${least} on: ${number} is read as ${CLONE_FLOOR[key]}`;
}
