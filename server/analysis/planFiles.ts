import {
  CODEBEAT_IGNORE,
  CODEBEAT_SETTINGS,
  createPathRules,
  detectLanguage,
  isComponent,
  isDecidedByContent,
  mapSettingsOf,
  type PathExplanation,
  type PathRules,
  readSettings,
  SETTINGS_FILE,
  type Settings,
} from "../../analyzer/index.js";
import type { LanguageId, MapSettings, Role, SettingsProblem, SkippedFile } from "../../analyzer/types.js";
import { isAttributesFile } from "./decidingFiles.js";

const NO_BYTES = new Uint8Array();

/** A file that will be measured, whatever its tree is read from. */
export interface PlannedFile<Entry> {
  readonly entry: Entry;
  readonly role: Role;
  readonly settings: MapSettings;
  /** `null` until its bytes decide, because its name does not say it. */
  readonly language: LanguageId | null;
}

export interface Plan<Entry> {
  readonly files: readonly PlannedFile<Entry>[];
  readonly skipped: readonly SkippedFile[];
  readonly settings: Settings;
  readonly settingsProblems: readonly SettingsProblem[];
  /** Why a file is in or out by its path, and as what. */
  explain(path: string): PathExplanation;
}

/**
 * Decides by path alone what of a tree is measured and as what. `deciding` holds the bytes of the files that
 * `decidingFiles` chose, as far as they could be read.
 */
export async function planFiles<Entry extends { readonly path: string }>(
  entries: readonly Entry[],
  deciding: ReadonlyMap<string, Uint8Array>,
): Promise<Plan<Entry>> {
  const { settings, problems } = await readSettings({
    sealgradeYml: deciding.get(SETTINGS_FILE),
    codebeatSettings: deciding.get(CODEBEAT_SETTINGS),
    codebeatIgnore: deciding.get(CODEBEAT_IGNORE),
  });
  const gitattributes = new Map([...deciding].filter(([path]) => isAttributesFile({ path })));
  const paths = entries.map((entry) => entry.path);
  const rules = createPathRules({ settings, gitattributes, paths });
  const files: PlannedFile<Entry>[] = [];
  const skipped: SkippedFile[] = [];
  for (const entry of entries) {
    const planned = planFile(entry, rules, settings);
    if ("reason" in planned) skipped.push(planned);
    else files.push(planned);
  }
  const settingsProblems = [...problems, ...rules.problems()];
  return { files, skipped, settings, settingsProblems, explain: rules.explain };
}

function planFile<Entry extends { readonly path: string }>(
  entry: Entry,
  rules: PathRules,
  settings: Settings,
): PlannedFile<Entry> | SkippedFile {
  const { path } = entry;
  const verdict = rules.classify(path);
  if ("skip" in verdict) return { path, reason: verdict.skip };
  const isByContent = isDecidedByContent(path);
  const language = isByContent ? null : detectLanguage(path, NO_BYTES);
  if (language === null && !isByContent) return { path, reason: "unsupported-language" };
  const map = mapSettingsOf(settings, { ...verdict, isComponent: isComponent(path) });
  return { entry, role: verdict.role, settings: map, language };
}
