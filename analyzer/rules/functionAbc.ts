import { type FunctionRule, ofWhole } from "./rule.js";

/** ABC size of one function; its page is `docs/rules/function-abc.md`. */
export const functionAbc: FunctionRule = {
  about: "function",
  id: "function-abc",
  title: "ABC size",
  measures:
    "Takes assignments, branches (calls) and conditions of a function as a vector and measures its length, √(A² + B² + C²) (Fitzpatrick 1997).",
  why: "A function that sets, calls and asks this much does several things at once.",
  advice: "Find the part that could be called by a name of its own, and move it out.",
  thresholds: [10, 20, 40, 60],
  minutes: { base: 10, perUnit: 1 },
  source: "codebeat's thresholds",
  group: "function-size",
  measure: (fn) => ofWhole(fn, fn.abc.magnitude),
  says: (value, { abc }) =>
    `ABC size is ${value} (${abc.assignments} assignments, ${abc.branches} calls, ${abc.conditions} conditions)`,
};
