import { RULES } from "../rules/index.js";
import type { Rule, Thresholds } from "../rules/rule.js";
import type { LanguageId } from "../types.js";
import { originKey, type Settings, type SettingsLine } from "./settings.js";

/** The thresholds of a rule for a language where no settings say anything. */
export function defaultThresholds(rule: Rule, language: LanguageId): Thresholds {
  return rule.languageThresholds?.[language] ?? rule.thresholds;
}

/** The thresholds of a rule for a language under these settings; `null` when the rule is off. */
export function thresholdsFor(settings: Settings, rule: Rule, language: LanguageId): Thresholds | null {
  if (settings.rulesOff.has(rule.id)) return null;
  const ofLanguage = settings.languageThresholds.get(language)?.get(rule.id);
  return ofLanguage ?? settings.thresholds.get(rule.id) ?? defaultThresholds(rule, language);
}

/** What holds for one rule in one language, and since which line. */
export interface ExplainedThresholds {
  readonly rule: string;
  /** `null`: the rule is off. */
  readonly thresholds: Thresholds | null;
  /** `null`: the rule's own thresholds. */
  readonly from: SettingsLine | null;
}

/** The thresholds of every rule for a language with the line that sets them, in the order of `RULES`. */
export function explainThresholds(settings: Settings, language: LanguageId): ExplainedThresholds[] {
  return RULES.map((rule) => {
    const thresholds = thresholdsFor(settings, rule, language);
    const keys =
      thresholds === null
        ? [originKey("rules", rule.id)]
        : [originKey("thresholds", "languages", language, rule.id), originKey("thresholds", rule.id)];
    const from = keys.flatMap((key) => settings.origins.get(key) ?? [])[0] ?? null;
    return { rule: rule.id, thresholds, from };
  });
}

/**
 * Four thresholds from one number: it replaces the first and scales the rest by the same factor, rounded
 * to whole numbers, since thresholds are whole and minutes then have at most two decimals.
 */
export function scaleThresholds(thresholds: Thresholds, first: number): Thresholds {
  const scaled = (threshold: number) => Math.round((threshold * first) / thresholds[0]);
  return [first, scaled(thresholds[1]), scaled(thresholds[2]), scaled(thresholds[3])];
}
