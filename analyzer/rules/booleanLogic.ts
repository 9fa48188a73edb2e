import type { FunctionRule } from "./rule.js";

/** Boolean logic of one function; its page is `docs/rules/boolean-logic.md`. */
export const booleanLogic: FunctionRule = {
  about: "function",
  id: "boolean-logic",
  title: "Boolean logic",
  measures:
    "Counts the logical operators of one boolean expression, through parentheses and negation, not into calls or closures.",
  why: "Few readers can say for which inputs such an expression is true.",
  advice: "Give parts of it a name, as variables or as functions that ask one question.",
  thresholds: [4, 5, 7, 10],
  minutes: { base: 10, perUnit: 12 },
  source: "Code Climate's 4; Qlty's minutes",
  group: null,
  measure: ({ booleanLogic: found }) =>
    found && { value: found.operators, fullValue: found.operators, line: found.line, endLine: found.line },
  says: (value) => `One boolean expression joins ${value} operators`,
};
