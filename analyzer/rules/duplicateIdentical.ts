import { type CloneRule, ofWhole } from "./rule.js";

/** Identical copies; its page is `docs/rules/duplicate-identical.md`. */
export const duplicateIdentical: CloneRule = {
  about: "clone",
  id: "duplicate-identical",
  title: "Identical code",
  measures:
    "Finds runs of statements that stand somewhere else with the same structure and the same words; the value is the number of syntax nodes in the copy.",
  why: "What is mended in one place stays broken in the other.",
  advice: "Make one function of it and call it from both places.",
  thresholds: [64, 128, 256, 512],
  minutes: { base: 20, perUnit: 0.3 },
  source: "ours, after Code Climate's points",
  group: null,
  measure: (copy) => (copy.kind === "identical" ? ofWhole(copy, copy.mass) : null),
  says: (value, { original }) => `${value} syntax nodes are the same as at ${original}`,
};
