import type { Rule, Thresholds } from "../rules/rule.js";
import type { LanguageId } from "../types.js";
import type { Settings } from "./settings.js";

/** The thresholds of a rule for a language under these settings; `null` when the rule is off. */
export function thresholdsFor(settings: Settings, rule: Rule, language: LanguageId): Thresholds | null {
  if (settings.rulesOff.has(rule.id)) return null;
  const ofLanguage = settings.languageThresholds.get(language)?.get(rule.id);
  const ofSettings = ofLanguage ?? settings.thresholds.get(rule.id);
  return ofSettings ?? rule.languageThresholds?.[language] ?? rule.thresholds;
}

/**
 * Four thresholds from one number: it replaces the first and scales the rest by the same factor, rounded
 * to whole numbers, since thresholds are whole and minutes then have at most two decimals.
 */
export function scaleThresholds(thresholds: Thresholds, first: number): Thresholds {
  const scaled = (threshold: number) => Math.round((threshold * first) / thresholds[0]);
  return [first, scaled(thresholds[1]), scaled(thresholds[2]), scaled(thresholds[3])];
}
