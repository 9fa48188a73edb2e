import type { Thresholds } from "../rules/rule.js";
import type { LanguageId, MapSettings } from "../types.js";

/** The settings file at the root of a repository. */
export const SETTINGS_FILE = ".sealgrade.yml";

/** codebeat's thresholds: JSON, by language, then check. */
export const CODEBEAT_SETTINGS = ".codebeatsettings";

/** codebeat's excluded paths: one pattern a line. */
export const CODEBEAT_IGNORE = ".codebeatignore";

/** A line of a file of the repository, 1-based. */
export interface SettingsLine {
  readonly file: string;
  readonly line: number;
}

/** A path pattern in gitignore syntax with the line that holds it. */
export interface Pattern extends SettingsLine {
  readonly text: string;
}

/** A part of the repository with a grade of its own; `path` is a folder without a slash at either end. */
export interface Subproject {
  readonly name: string;
  readonly path: string;
}

/** What a repository may decide about its own analysis; `parseSettings` is the only maker. */
export interface Settings {
  readonly exclude: readonly Pattern[];
  readonly include: readonly Pattern[];
  readonly tests: readonly Pattern[];
  /** By rule id; rules that are not listed keep their own thresholds. */
  readonly thresholds: ReadonlyMap<string, Thresholds>;
  /** By language, then rule id; these go before `thresholds`. */
  readonly languageThresholds: ReadonlyMap<LanguageId, ReadonlyMap<string, Thresholds>>;
  readonly rulesOff: ReadonlySet<string>;
  /** Sorted by name; paths do not overlap in meaning: a file counts in every sub-project that holds it. */
  readonly subprojects: readonly Subproject[];
  readonly duplication: { readonly mass: number; readonly lines: number };
  /** Whether `codebeat:disable` comments count: only where there is no settings file of our own. */
  readonly codebeatComments: boolean;
  /** Where each value comes from, by `originKey`; what is not listed is the default. */
  readonly origins: ReadonlyMap<string, SettingsLine>;
}

/** Settings of a repository that says nothing. Mass and lines are METRICS' own (ours). */
export const DEFAULT_SETTINGS: Settings = {
  exclude: [],
  include: [],
  tests: [],
  thresholds: new Map(),
  languageThresholds: new Map(),
  rulesOff: new Set(),
  subprojects: [],
  duplication: { mass: 64, lines: 8 },
  codebeatComments: true,
  origins: new Map(),
};

/** Settings while they are read: what is read replaces what stands there by default. */
export type Draft = { -readonly [Key in keyof Omit<Settings, "origins">]: Settings[Key] } & {
  readonly origins: Map<string, SettingsLine>;
};

/** A draft with default values, and places of its own for where they come from. */
export function newDraft(): Draft {
  return { ...DEFAULT_SETTINGS, origins: new Map() };
}

/** Names a value in `origins`: its keys from the top of the file, such as `thresholds`, `languages`, `go`, `function-length`. */
export function originKey(...keys: readonly string[]): string {
  return keys.join("/");
}

/**
 * The part of the settings that the map step reads, for a file that `include` brought back, for a component or for any other.
 * Thresholds are not in it: they belong to the reduce step, and changing them costs no new facts.
 */
export function mapSettingsOf(
  _settings: Settings,
  file: { readonly broughtBack?: boolean; readonly isComponent?: boolean } = {},
): MapSettings {
  const broughtBack = file.broughtBack === true;
  const kept = { keepGenerated: broughtBack, keepMinified: broughtBack };
  return file.isComponent === true ? { ...kept, onlyScripts: true } : kept;
}

/** Canonical text of map settings, for the key of facts: equal settings give equal text. */
export function mapSettingsKey({ keepGenerated, keepMinified, onlyScripts }: MapSettings): string {
  return JSON.stringify({ keepGenerated, keepMinified, onlyScripts });
}
