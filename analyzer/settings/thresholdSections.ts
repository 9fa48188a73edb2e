import { findRule } from "../rules/index.js";
import type { Thresholds } from "../rules/rule.js";
import type { LanguageId } from "../types.js";
import { isLanguageId, LANGUAGE_IDS } from "./languageIds.js";
import { shown, unknownRule } from "./messages.js";
import { originKey, SETTINGS_FILE } from "./settings.js";
import { entriesOf, type Reading, type ReadSection, type SettingsEntry, scalarOf } from "./settingsTree.js";
import { defaultThresholds, scaleThresholds } from "./thresholds.js";
import { fourThresholds, wholeNumber } from "./values.js";

/** Reads `thresholds`; those of all languages first, since a language's single number scales them. */
export const readThresholds: ReadSection = (node, reading) => {
  const entries = entriesOf("thresholds", node, reading);
  const ofLanguages = entries.find(({ key }) => key === "languages");
  const general = readRules(
    entries.filter((entry) => entry !== ofLanguages),
    { reading, keys: ["thresholds"], base: (id) => findRule(id)?.thresholds },
  );
  const languages = new Map<LanguageId, ReadonlyMap<string, Thresholds>>();
  for (const { key, line, value } of ofLanguages ? entriesOf("languages", ofLanguages.value, reading) : []) {
    if (!isLanguageId(key)) {
      reading.complain(line, unknownLanguage(key));
      continue;
    }
    const base = (id: string) => {
      const rule = findRule(id);
      return general.get(id) ?? (rule && defaultThresholds(rule, key));
    };
    const keys = ["thresholds", "languages", key];
    languages.set(key, readRules(entriesOf(key, value, reading), { reading, keys, base }));
  }
  reading.draft.thresholds = general;
  reading.draft.languageThresholds = languages;
};

interface RulesReading {
  readonly reading: Reading;
  /** Where the rules stand in the file. */
  readonly keys: readonly string[];
  /** What a single number scales. */
  readonly base: (id: string) => Thresholds | undefined;
}

/** Thresholds by rule id. */
function readRules(
  entries: readonly SettingsEntry[],
  { reading, keys, base }: RulesReading,
): Map<string, Thresholds> {
  const found = new Map<string, Thresholds>();
  for (const { key, line, value } of entries) {
    const scaled = base(key);
    if (scaled === undefined) {
      reading.complain(line, unknownRule(key));
      continue;
    }
    const one = wholeNumber.safeParse(scalarOf(value));
    const four = fourThresholds.safeParse(value.kind === "list" ? value.items.map(scalarOf) : null);
    if (one.success) found.set(key, scaleThresholds(scaled, one.data));
    else if (four.success) found.set(key, four.data);
    else {
      reading.complain(
        value.line,
        `${key} needs one whole number above 0, or four that never fall: [info, warning, error, critical]`,
      );
      continue;
    }
    reading.draft.origins.set(originKey(...keys, key), { file: SETTINGS_FILE, line });
  }
  return found;
}

function unknownLanguage(key: string): string {
  return `there is no language "${shown(key)}"; the languages are ${LANGUAGE_IDS.join(", ")}`;
}
