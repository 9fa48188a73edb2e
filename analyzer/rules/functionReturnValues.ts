import { type FunctionRule, ofWhole } from "./rule.js";

/** Values in the result of one function; its page is `docs/rules/function-return-values.md`. */
export const functionReturnValues: FunctionRule = {
  about: "function",
  id: "function-return-values",
  title: "Return values",
  measures: "Counts the values in the declared result of a function, in languages that can declare several.",
  why: "Callers tell results apart by their position alone, and mix them up.",
  advice: "Return one value with named fields.",
  thresholds: [4, 5, 6, 7],
  minutes: { base: 10, perUnit: 5 },
  source: "ours",
  group: null,
  measure: (fn) => (fn.returnValues === null ? null : ofWhole(fn, fn.returnValues)),
  says: (value) => `The function returns ${value} values`,
};
