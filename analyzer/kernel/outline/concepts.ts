import * as At from "../../common/at";
import * as Concept from "../../common/concept";
import * as Kind from "../../common/kind";
import * as language from "../language";
import { firstRule } from "../selectors";
import { count, lastOf, symbolOf } from "../tree";

/** Which concept a node is. */

/** What a node is by its kind and place. */
export function conceptOf(node: u32): u32 {
  if (language.isA(node, Kind.Rules)) {
    const rules = language.entry(language.member(At.LanguageRules), symbolOf(node));
    const rule = firstRule(rules, node);
    if (rule !== 0) return load<u32>(rule + (At.SelectorMeaning << 2));
  }
  return language.conceptOfKind(node);
}

/** Whether an else token stands directly before an else-if, and so is part of it. */
export function leadsToElseIf(node: u32): bool {
  let next = node + 1;
  while (next < count && language.isA(next, Kind.Comment)) next = lastOf(next) + 1;
  return next < count && conceptOf(next) === Concept.ElseIf;
}

export function isBoolean(node: u32): bool {
  const concept = conceptOf(node);
  return concept === Concept.And || concept === Concept.Or;
}
