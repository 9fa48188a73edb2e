import { compareBytes } from "../grading/byteOrder.js";
import type { SettingsProblem } from "../types.js";
import { type Draft, readSection, SECTIONS } from "./sections.js";
import { DEFAULT_SETTINGS, type Settings } from "./settings.js";
import { type Complain, readSettingsTree } from "./settingsTree.js";

/** The settings file at the root of a repository. */
export const SETTINGS_FILE = ".sealgrade.yml";

/** Largest settings file that is read. */
const MAX_SETTINGS_BYTES = 65_536;

/** Mistakes that are listed one by one; a last line says how many more there are. */
const MAX_PROBLEMS = 100;

/** Settings in effect with every mistake in the file they come from, by line. */
export interface ParsedSettings {
  readonly settings: Settings;
  readonly problems: SettingsProblem[];
}

/**
 * Reads the settings of a repository. Never throws: what is wrong is reported with its line, and everything
 * else applies. A file that is too large, no UTF-8 or no YAML is reported and does not apply at all.
 */
export function parseSettings(files: { readonly sealgradeYml?: Uint8Array | undefined }): ParsedSettings {
  if (files.sealgradeYml === undefined) return { settings: DEFAULT_SETTINGS, problems: [] };
  const problems: SettingsProblem[] = [];
  const complain: Complain = (line, message) => problems.push({ file: SETTINGS_FILE, line, message });
  const settings = readSettings(files.sealgradeYml, complain);
  return { settings, problems: shortened(problems) };
}

function readSettings(bytes: Uint8Array, complain: Complain): Settings {
  if (bytes.byteLength > MAX_SETTINGS_BYTES) {
    complain(1, `the file is larger than ${MAX_SETTINGS_BYTES / 1024} KiB and was not read`);
    return DEFAULT_SETTINGS;
  }
  const text = decodeUtf8(bytes);
  if (text === null) {
    complain(1, "the file is not UTF-8 and was not read");
    return DEFAULT_SETTINGS;
  }
  const root = readSettingsTree(text, complain);
  if (root === null || (root.kind === "scalar" && root.value === null)) return DEFAULT_SETTINGS;
  if (root.kind !== "map") {
    complain(root.line, `the file must hold keys: ${SECTIONS.join(", ")}`);
    return DEFAULT_SETTINGS;
  }
  const draft: Draft = { ...DEFAULT_SETTINGS };
  // `thresholds` by name first: a language's single number scales what holds for all languages.
  for (const entry of root.entries) readSection(entry, draft, complain);
  return draft;
}

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

function shortened(problems: readonly SettingsProblem[]): SettingsProblem[] {
  const sorted = problems.toSorted((a, b) => a.line - b.line || compareBytes(a.message, b.message));
  const more = sorted.length - MAX_PROBLEMS;
  if (more <= 0) return sorted;
  const next = sorted[MAX_PROBLEMS];
  const last = {
    file: SETTINGS_FILE,
    line: next?.line ?? 1,
    message: `there are ${more} more mistakes from here on`,
  };
  return [...sorted.slice(0, MAX_PROBLEMS), last];
}
