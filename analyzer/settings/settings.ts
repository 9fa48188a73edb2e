import type { Thresholds } from "../rules/rule.js";
import type { LanguageId, MapSettings } from "../types.js";

/** A path pattern in gitignore syntax with the line of the settings file that holds it. */
export interface Pattern {
  readonly text: string;
  readonly line: number;
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
};

/**
 * The part of the settings that the map step reads, for a file that `include` brought back or for any other.
 * Thresholds are not in it: they belong to the reduce step, and changing them costs no new facts.
 */
export function mapSettingsOf(
  _settings: Settings,
  file: { readonly broughtBack?: boolean } = {},
): MapSettings {
  const broughtBack = file.broughtBack === true;
  return { keepGenerated: broughtBack, keepMinified: broughtBack };
}

/** Canonical text of map settings, for the key of facts: equal settings give equal text. */
export function mapSettingsKey({ keepGenerated, keepMinified }: MapSettings): string {
  return JSON.stringify({ keepGenerated, keepMinified });
}
