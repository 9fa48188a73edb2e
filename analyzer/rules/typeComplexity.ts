import { ofWhole, type TypeRule } from "./rule.js";

/** Complexity of one type; its page is `docs/rules/type-complexity.md`. */
export const typeComplexity: TypeRule = {
  about: "type",
  id: "type-complexity",
  title: "Complexity of a type",
  measures: "Adds up the ABC sizes of all functions of a type.",
  why: "Nobody keeps this much behaviour in mind when changing a part of it.",
  advice: "Split the type along the things it knows about.",
  thresholds: [75, 150, 250, 350],
  languageThresholds: { "objective-c": [100, 180, 280, 400] },
  minutes: { base: 60, perUnit: 1 },
  source: "codebeat's thresholds",
  group: "type-size",
  measure: (type) => ofWhole(type, type.complexity),
  says: (value) => `The functions of the type have an ABC size of ${value} together`,
};
