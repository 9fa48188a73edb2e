import { type CloneRule, ofWhole } from "./rule.js";

/** Similar copies; its page is `docs/rules/duplicate-similar.md`. */
export const duplicateSimilar: CloneRule = {
  about: "clone",
  id: "duplicate-similar",
  title: "Similar code",
  measures:
    "Finds runs of statements that stand somewhere else with the same structure but other names or values; the value is the number of syntax nodes in the copy.",
  why: "Who changes one place has to find the other, and to see what differs on purpose.",
  advice: "Make one function of it and pass in what differs.",
  thresholds: [64, 128, 256, 512],
  minutes: { base: 10, perUnit: 0.15 },
  source: "ours, half of what identical code costs",
  group: null,
  measure: (copy) => (copy.kind === "similar" ? ofWhole(copy, copy.mass) : null),
  says: (value, { original }) => `${value} syntax nodes have the structure of those at ${original}`,
};
