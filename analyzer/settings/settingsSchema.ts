import { z } from "zod";
import { CLONE_FLOOR } from "../duplication/cloneFloor.js";
import { RULES } from "../rules/index.js";
import { LANGUAGE_IDS } from "./languageIds.js";
import { DEFAULT_SETTINGS } from "./settings.js";
import {
  fourThresholds,
  MAX_PATTERNS,
  MAX_SUBPROJECTS,
  patternText,
  subprojectName,
  wholeNumber,
} from "./values.js";

/**
 * The JSON Schema of `.sealgrade.yml` for editors (draft 7, which they all read), as the text of the file
 * that ships. It is made of the same values, rules and languages that `parseSettings` reads by.
 */
export function renderSettingsSchema(): string {
  const schema = z.toJSONSchema(settingsFile(), { target: "draft-7", io: "input" });
  const { $schema, ...rest } = schema;
  const text = JSON.stringify({ $schema, title: "Settings of Sealgrade (.sealgrade.yml)", ...rest }, null, 2);
  return `${text.replace(SHORT_LIST, (list) => `[${list.slice(1, -1).trim().replace(/\s+/g, " ")}]`)}\n`;
}

/** A list of numbers and words, which is easier to read on one line. */
const SHORT_LIST = /\[\n[^[\]{}]*\n\s*\]/g;

function settingsFile() {
  const { mass, lines } = DEFAULT_SETTINGS.duplication;
  const byRule = thresholdsByRule();
  const ofLanguage = z.strictObject(byRule).nullable().meta({ id: "thresholdsByRule" });
  return z
    .strictObject({
      exclude: patterns("Paths that are not measured, in gitignore syntax, relative to the root."),
      include: patterns(
        "Paths that built-in lists, .gitattributes or exclude took out and that are measured.",
      ),
      tests: patterns("More paths of tests, which are measured and never graded; ! makes sources of tests."),
      thresholds: z
        .strictObject({
          ...byRule,
          languages: z
            .strictObject(ofEach(LANGUAGE_IDS, ofLanguage))
            .nullable()
            .meta({ description: "Thresholds for one language; they go before those for all." }),
        })
        .partial()
        .nullable()
        .meta({ description: "From which values on a rule finds something, by rule." }),
      rules: z
        .strictObject(ofEach(ruleIds(), z.union([z.enum(["on", "off"]), z.boolean()])))
        .nullable()
        .meta({ description: "Rules that are switched off." }),
      subprojects: z.record(subprojectName, z.string().min(1).max(1024)).nullable().meta({
        description: "Folders with a grade and a badge of their own, by name.",
        maxProperties: MAX_SUBPROJECTS,
      }),
      duplication: z
        .strictObject({
          mass: wholeNumber
            .min(CLONE_FLOOR.mass)
            .meta({ description: "Least number of syntax nodes in a copy.", default: mass }),
          lines: wholeNumber
            .min(CLONE_FLOOR.lines)
            .meta({ description: "Least number of code lines in a copy.", default: lines }),
        })
        .partial()
        .nullable()
        .meta({ description: "From which size on repeated code is a copy." }),
    })
    .partial();
}

function patterns(description: string) {
  return z.array(patternText).max(MAX_PATTERNS).nullable().meta({ description });
}

/** The thresholds of every rule: four, or one that replaces the first and scales the rest. */
function thresholdsByRule() {
  const four = z.union([wholeNumber, fourThresholds.meta({ id: "fourThresholds" })]);
  return Object.fromEntries(
    RULES.map(({ id, title, thresholds }) => {
      const description = `${title}: [info, warning, error, critical], or one number that replaces the first and scales the rest.`;
      return [id, four.meta({ description, default: [...thresholds] }).optional()];
    }),
  );
}

function ruleIds(): string[] {
  return RULES.map(({ id }) => id);
}

function ofEach(keys: readonly string[], value: z.ZodType) {
  return Object.fromEntries(keys.map((key) => [key, value.optional()]));
}
