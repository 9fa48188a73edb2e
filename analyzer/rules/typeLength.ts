import { ofWhole, type TypeRule } from "./rule.js";

/** Length of one type; its page is `docs/rules/type-length.md`. */
export const typeLength: TypeRule = {
  about: "type",
  id: "type-length",
  title: "Length of a type",
  measures: "Adds up the code lines of all functions of a type.",
  why: "A reader looks for the right place in it each time.",
  advice: "Move what has a name of its own into a type of its own.",
  thresholds: [150, 200, 300, 400],
  minutes: { base: 60, perUnit: 0.5 },
  source: "codebeat's thresholds",
  group: "type-size",
  measure: (type) => ofWhole(type, type.codeLines),
  says: (value) => `The functions of the type are ${value} lines long together`,
};
