import { createHash } from "node:crypto";
import { RULES } from "../rules/index.js";
import type { Thresholds } from "../rules/rule.js";
import type { LanguageId } from "../types.js";
import type { Pattern, Settings } from "./settings.js";

/**
 * SHA-256, in lower-case hex, of the settings in effect: every rule with the thresholds that hold, patterns
 * in their order, sub-projects by name. What changes nothing (comments, order of keys, a threshold set to
 * the value it has anyway) does not change the hash.
 */
export function settingsHash(settings: Settings): string {
  return createHash("sha256").update(canonicalSettings(settings)).digest("hex");
}

/** The text that `settingsHash` hashes: compact JSON with a fixed order of keys. */
export function canonicalSettings(settings: Settings): string {
  const texts = (patterns: readonly Pattern[]) => patterns.map((pattern) => pattern.text);
  return JSON.stringify({
    exclude: texts(settings.exclude),
    include: texts(settings.include),
    tests: texts(settings.tests),
    thresholds: RULES.map((rule) => [rule.id, effectiveThresholds(settings, rule.id, rule.thresholds)]),
    languages: [...settings.languageThresholds.keys()]
      .sort()
      .map((language) => [language, differingThresholds(settings, language)] as const)
      .filter(([, differing]) => differing.length > 0),
    subprojects: settings.subprojects.map(({ name, path }) => [name, path]),
    duplication: [settings.duplication.mass, settings.duplication.lines],
  });
}

function effectiveThresholds(settings: Settings, id: string, own: Thresholds): Thresholds | "off" {
  return settings.rulesOff.has(id) ? "off" : (settings.thresholds.get(id) ?? own);
}

/** What a language has otherwise than all languages, sorted by rule id (the order of RULES). */
function differingThresholds(settings: Settings, language: LanguageId): (readonly [string, Thresholds])[] {
  const ofLanguage = settings.languageThresholds.get(language);
  return RULES.flatMap((rule) => {
    const here = ofLanguage?.get(rule.id);
    const general = effectiveThresholds(settings, rule.id, rule.thresholds);
    if (here === undefined || general === "off" || here.join() === general.join()) return [];
    return [[rule.id, here] as const];
  });
}
