import { ofWhole, type TypeRule } from "./rule.js";

/** Functions of one type; its page is `docs/rules/type-functions.md`. */
export const typeFunctions: TypeRule = {
  about: "type",
  id: "type-functions",
  title: "Functions of a type",
  measures: "Counts the methods, accessors and constructors with a body that a type has, over all its parts.",
  why: "A type with this many entrances has more than one purpose.",
  advice: "Look for functions that use the same few fields, and give them a type of their own.",
  thresholds: [20, 30, 40, 50],
  minutes: { base: 60, perUnit: 5 },
  source: "Code Climate's 20",
  group: null,
  measure: (type) => ofWhole(type, type.functions),
  says: (value) => `The type has ${value} functions`,
};
