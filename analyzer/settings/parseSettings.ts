import type { SettingsProblem } from "../types.js";
import { readCodebeatIgnore, readCodebeatSettings } from "./codebeat.js";
import { compareProblems } from "./compareProblems.js";
import { readSection, SECTIONS } from "./sections.js";
import { CODEBEAT_IGNORE, CODEBEAT_SETTINGS, newDraft, SETTINGS_FILE, type Settings } from "./settings.js";
import { readSettingsText } from "./settingsText.js";
import { type Complain, type Reading, readSettingsTree } from "./settingsTree.js";
import { reportUnreachedThresholds } from "./unreachedThresholds.js";

/** Mistakes of one file that are listed one by one; a last line says how many more there are. */
const MAX_PROBLEMS = 100;

/** The bytes of the files at the root that hold settings, as far as they exist. */
export interface SettingsFiles {
  readonly sealgradeYml?: Uint8Array | undefined;
  readonly codebeatSettings?: Uint8Array | undefined;
  readonly codebeatIgnore?: Uint8Array | undefined;
}

/** Settings in effect with every mistake in the files they come from, by file and line. */
export interface ParsedSettings {
  readonly settings: Settings;
  readonly problems: SettingsProblem[];
}

/**
 * Reads the settings of a repository. Never throws: what is wrong is reported with its line, and everything
 * else applies. A file that is too large, no UTF-8 or malformed is reported and does not apply at all.
 * codebeat's files apply only where there is no file of our own; else they are reported.
 */
export function parseSettings(files: SettingsFiles): ParsedSettings {
  const draft = newDraft();
  const problems: SettingsProblem[] = [];
  const read = (file: string, bytes: Uint8Array | undefined, reader: Reader) => {
    if (bytes === undefined) return;
    const found: SettingsProblem[] = [];
    const complain: Complain = (line, message) => found.push({ file, line, message });
    reader(bytes, { draft, complain });
    problems.push(...shortened(file, found));
  };
  const isOurs = files.sealgradeYml !== undefined;
  read(SETTINGS_FILE, files.sealgradeYml, readSealgradeYml);
  read(CODEBEAT_IGNORE, files.codebeatIgnore, isOurs ? leaveUnread : readCodebeatIgnore);
  read(CODEBEAT_SETTINGS, files.codebeatSettings, isOurs ? leaveUnread : readCodebeatSettings);
  draft.codebeatComments = !isOurs;
  return { settings: draft, problems };
}

type Reader = (bytes: Uint8Array, reading: Reading) => void;

const leaveUnread: Reader = (_bytes, { complain }) => {
  complain(1, `this file is ignored, because there is a ${SETTINGS_FILE}`);
};

const readSealgradeYml: Reader = (bytes, reading) => {
  const text = readSettingsText(bytes, reading.complain);
  const root = text === null ? null : readSettingsTree(text, reading.complain);
  if (root === null || (root.kind === "scalar" && root.value === null)) return;
  if (root.kind === "map") {
    for (const entry of root.entries) readSection(entry, reading);
    reportUnreachedThresholds(reading);
  } else reading.complain(root.line, `the file must hold keys: ${SECTIONS.join(", ")}`);
};

function shortened(file: string, problems: readonly SettingsProblem[]): SettingsProblem[] {
  const sorted = problems.toSorted(compareProblems);
  const more = sorted.length - MAX_PROBLEMS;
  if (more <= 0) return sorted;
  const next = sorted[MAX_PROBLEMS];
  const last = { file, line: next?.line ?? 1, message: `there are ${more} more mistakes from here on` };
  return [...sorted.slice(0, MAX_PROBLEMS), last];
}
