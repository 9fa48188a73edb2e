import { ofWhole, type TypeRule } from "./rule.js";

/** Fields of one type; its page is `docs/rules/type-fields.md`. */
export const typeFields: TypeRule = {
  about: "type",
  id: "type-fields",
  title: "Fields of a type",
  measures:
    "Counts the fields of a type by their names: declared ones, promoted constructor parameters and those assigned through the receiver; no constants and no computed properties.",
  why: "Every function of the type may depend on each of them.",
  advice: "Group fields that change together into a type of their own.",
  thresholds: [8, 10, 14, 20],
  minutes: { base: 30, perUnit: 5 },
  source: "codebeat's documented example",
  group: null,
  measure: (type) => ofWhole(type, type.fields),
  says: (value) => `The type has ${value} fields`,
};
