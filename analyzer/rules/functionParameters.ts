import { type FunctionRule, ofWhole } from "./rule.js";

/** Parameters of one function; its page is `docs/rules/function-parameters.md`. */
export const functionParameters: FunctionRule = {
  about: "function",
  id: "function-parameters",
  title: "Parameters",
  measures:
    "Counts declared parameters; receivers do not count, a variadic or destructured parameter is one.",
  why: "Callers mix up long lists of arguments, and every caller changes when the list does.",
  advice: "Group values that travel together into one object, or split the function by what it does.",
  thresholds: [5, 6, 7, 9],
  minutes: { base: 15, perUnit: 2 },
  source: "Code Climate's 4 exceeded; Qlty's minutes",
  group: null,
  measure: (fn) => ofWhole(fn, fn.arity),
  says: (value) => `The function takes ${value} parameters`,
};
