import { type FunctionRule, ofWhole } from "./rule.js";

/** Cyclomatic complexity of one function; its page is `docs/rules/function-cyclomatic.md`. */
export const functionCyclomatic: FunctionRule = {
  about: "function",
  id: "function-cyclomatic",
  title: "Cyclomatic complexity",
  measures:
    "Counts the independent paths through a function: one, plus one for every decision (McCabe 1976, extended form).",
  why: "Each path needs a test of its own before a change is safe.",
  advice:
    "Move decisions that belong together into functions with names, or replace a chain of cases by a table.",
  thresholds: [6, 11, 21, 41],
  minutes: { base: 10, perUnit: 2 },
  source: "radon's bands B, C, D and F",
  group: "function-size",
  measure: (fn) => ofWhole(fn, fn.cyclomatic),
  says: (value) => `Cyclomatic complexity is ${value}`,
};
