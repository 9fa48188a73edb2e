import { createHash } from "node:crypto";
import { RULES } from "../rules/index.js";
import type { Thresholds } from "../rules/rule.js";
import type { LanguageId } from "../types.js";
import { LANGUAGE_IDS } from "./languageIds.js";
import type { Pattern, Settings } from "./settings.js";
import { thresholdsFor } from "./thresholds.js";

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
    thresholds: RULES.map((rule) => [rule.id, generalThresholds(settings, rule.id, rule.thresholds)]),
    languages: LANGUAGE_IDS.map((language) => [language, differing(settings, language)] as const).filter(
      ([, thresholds]) => thresholds.length > 0,
    ),
    subprojects: settings.subprojects.map(({ name, path }) => [name, path]),
    duplication: [settings.duplication.mass, settings.duplication.lines],
    codebeatComments: settings.codebeatComments,
  });
}

function generalThresholds(settings: Settings, id: string, own: Thresholds): Thresholds | "off" {
  return settings.rulesOff.has(id) ? "off" : (settings.thresholds.get(id) ?? own);
}

/** What a language has otherwise than all languages, sorted by rule id (the order of RULES). */
function differing(settings: Settings, language: LanguageId): (readonly [string, Thresholds])[] {
  return RULES.flatMap((rule) => {
    const here = thresholdsFor(settings, rule, language);
    const general = generalThresholds(settings, rule.id, rule.thresholds);
    if (here === null || general === "off" || here.join() === general.join()) return [];
    return [[rule.id, here] as const];
  });
}
