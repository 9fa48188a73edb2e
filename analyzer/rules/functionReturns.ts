import { type FunctionRule, ofWhole } from "./rule.js";

/** Return statements of one function; its page is `docs/rules/function-returns.md`. */
export const functionReturns: FunctionRule = {
  about: "function",
  id: "function-returns",
  title: "Return statements",
  measures: "Counts explicit return statements; those of nested functions do not count.",
  why: "With many ways out it is easy to miss one when behaviour at the end changes.",
  advice: "Gather the checks that come first, and let one expression or a table choose the result.",
  thresholds: [5, 7, 10, 15],
  minutes: { base: 15, perUnit: 5 },
  source: "Code Climate's 4 exceeded; Qlty's minutes",
  group: null,
  measure: (fn) => (fn.returns === null ? null : ofWhole(fn, fn.returns)),
  says: (value) => `The function returns in ${value} places`,
};
