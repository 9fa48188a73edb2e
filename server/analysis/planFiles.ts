import {
  createPathRules,
  detectLanguage,
  mapSettingsOf,
  type ParsedSettings,
  type PathRules,
  parseSettings,
  SETTINGS_FILE,
} from "../../analyzer/index.js";
import type { LanguageId, MapSettings, Role, SettingsProblem, SkippedFile } from "../../analyzer/types.js";

/** The files of a repository whose text is data for us (P07); both stand at its root. */
const ATTRIBUTES_FILE = ".gitattributes";
export const DECIDING_FILES: readonly string[] = [SETTINGS_FILE, ATTRIBUTES_FILE];

const NO_BYTES = new Uint8Array();

/** A file that will be measured, whatever its tree is read from. */
export interface PlannedFile<Entry> {
  readonly entry: Entry;
  readonly role: Role;
  readonly settings: MapSettings;
  /** `null` until its first bytes decide: it has no extension and may begin with `#!`. */
  readonly language: LanguageId | null;
}

export interface Plan<Entry> {
  readonly files: readonly PlannedFile<Entry>[];
  readonly skipped: readonly SkippedFile[];
  readonly settings: ParsedSettings["settings"];
  readonly settingsProblems: readonly SettingsProblem[];
}

/**
 * Decides by path alone what of a tree is measured and as what. `deciding` holds the bytes of
 * `DECIDING_FILES`, as far as the tree has them.
 */
export function planFiles<Entry extends { readonly path: string }>(
  entries: readonly Entry[],
  deciding: ReadonlyMap<string, Uint8Array>,
): Plan<Entry> {
  const { settings, problems } = parseSettings({ sealgradeYml: deciding.get(SETTINGS_FILE) });
  const paths = entries.map((entry) => entry.path);
  const rules = createPathRules({ settings, gitattributes: deciding.get(ATTRIBUTES_FILE), paths });
  const files: PlannedFile<Entry>[] = [];
  const skipped: SkippedFile[] = [];
  for (const entry of entries) {
    const planned = planFile(entry, rules, settings);
    if ("reason" in planned) skipped.push(planned);
    else files.push(planned);
  }
  return { files, skipped, settings, settingsProblems: [...problems, ...rules.problems()] };
}

function planFile<Entry extends { readonly path: string }>(
  entry: Entry,
  rules: PathRules,
  settings: ParsedSettings["settings"],
): PlannedFile<Entry> | SkippedFile {
  const { path } = entry;
  const verdict = rules.classify(path);
  if ("skip" in verdict) return { path, reason: verdict.skip };
  const language = detectLanguage(path, NO_BYTES);
  if (language === null && hasExtension(path)) return { path, reason: "unsupported-language" };
  return { entry, role: verdict.role, settings: mapSettingsOf(settings, verdict), language };
}

/** A leading dot makes a hidden file, not an extension. */
function hasExtension(path: string): boolean {
  return path.slice(path.lastIndexOf("/") + 1).lastIndexOf(".") > 0;
}
