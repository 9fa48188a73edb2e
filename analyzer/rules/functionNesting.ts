import { type FunctionRule, ofWhole } from "./rule.js";

/** Nesting of one function; its page is `docs/rules/function-nesting.md`. */
export const functionNesting: FunctionRule = {
  about: "function",
  id: "function-nesting",
  title: "Nesting",
  measures: "Measures the deepest chain of control structures inside one another.",
  why: "At that depth it is hard to see under which conditions a line runs.",
  advice: "Turn conditions round and return early, or move the inner structure into a function.",
  thresholds: [4, 5, 6, 8],
  minutes: { base: 15, perUnit: 10 },
  source: "Code Climate's 4; Qlty's minutes",
  group: null,
  measure: (fn) => ofWhole(fn, fn.nesting),
  says: (value) => `Control structures are nested ${value} deep`,
};
