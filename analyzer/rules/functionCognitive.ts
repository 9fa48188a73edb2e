import { type FunctionRule, ofWhole } from "./rule.js";

/** Cognitive complexity of one function; its page is `docs/rules/function-cognitive.md`. */
export const functionCognitive: FunctionRule = {
  about: "function",
  id: "function-cognitive",
  title: "Cognitive complexity",
  measures:
    'Counts breaks in the flow of reading, each one dearer the deeper it is nested (SonarSource, "Cognitive Complexity", 2018 and 2023).',
  why: "A reader has to keep every open branch in mind at once.",
  advice: "Return early instead of nesting, and give inner blocks a function of their own.",
  thresholds: [8, 15, 25, 50],
  minutes: { base: 10, perUnit: 2 },
  source: "Sonar's 15 and 25; Code Climate's 5",
  group: "function-size",
  measure: (fn) => ofWhole(fn, fn.ownCognitive, fn.cognitive),
  says: (value) => `Cognitive complexity is ${value}`,
};
