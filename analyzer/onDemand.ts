import type { Analyzer, AnalyzerOptions } from "./createAnalyzer.js";
import type { ParsedSettings, SettingsFiles } from "./settings/parseSettings.js";
import { DEFAULT_SETTINGS } from "./settings/settings.js";

/*
 * Whatever a command imports is loaded before it does anything, and these parts take longer to load than a
 * small repository takes to measure: so they are loaded by whoever comes to need them.
 */

/** Starts an analyzer in this thread; see {@link Analyzer}. */
export async function createAnalyzer(options: AnalyzerOptions): Promise<Analyzer> {
  const module = await import("./createAnalyzer.js");
  return module.createAnalyzer(options);
}

/** Settings of a repository, the default ones where it has no file that holds any; see `parseSettings`. */
export async function readSettings(files: SettingsFiles): Promise<ParsedSettings> {
  if (Object.values(files).every((bytes) => bytes === undefined)) {
    return { settings: DEFAULT_SETTINGS, problems: [] };
  }
  const module = await import("./settings/parseSettings.js");
  return module.parseSettings(files);
}
