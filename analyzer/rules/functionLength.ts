import { type FunctionRule, ofWhole } from "./rule.js";

/** Function length of one function; its page is `docs/rules/function-length.md`. */
export const functionLength: FunctionRule = {
  about: "function",
  id: "function-length",
  title: "Function length",
  measures:
    "Counts the lines of a function that hold code of its own: no comments, no blank lines, no lines that belong to nested functions alone.",
  why: "A function that does not fit on a screen is read in pieces and changed by guess.",
  advice: "Find the steps it takes and make each a function that is named for what it does.",
  thresholds: [25, 40, 70, 100],
  minutes: { base: 10, perUnit: 0.5 },
  source: "Code Climate's 25 lines",
  group: "function-size",
  measure: (fn) => ofWhole(fn, fn.ownCodeLines, fn.codeLines),
  says: (value) => `The function is ${value} lines long`,
};
