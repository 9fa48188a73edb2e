import * as At from "../../common/at";
import * as Concept from "../../common/concept";
import * as Kind from "../../common/kind";
import * as language from "../language";
import { firstRule } from "../selectors";
import { count, fieldOf, lastOf, symbolOf } from "../tree";

/** Which concept a node is. */

/** Rules for a node of any kind, by its field; 0 for none. */
export function rulesOfField(node: u32): usize {
  const field = fieldOf(node);
  if (field >= language.member(At.LanguageFieldRuleCount)) return 0;
  return language.entry(language.member(At.LanguageFieldRules), field);
}

/**
 * What a node is by its kind and place.
 * @param anyNode rules that are asked last, 0 for none
 */
export function conceptOf(node: u32, anyNode: usize): u32 {
  if (language.isA(node, Kind.Rules)) {
    const rules = language.entry(language.member(At.LanguageRules), symbolOf(node));
    const rule = firstRule(rules, node);
    if (rule !== 0) return load<u32>(rule + (At.SelectorMeaning << 2));
  }
  const concept = language.conceptOfKind(node);
  if (concept !== Concept.None) return concept;
  const rule = firstRule(anyNode, node);
  return rule === 0 ? Concept.None : load<u32>(rule + (At.SelectorMeaning << 2));
}

/** Whether an else token stands directly before an else-if, and so is part of it. */
export function leadsToElseIf(node: u32): bool {
  let next = node + 1;
  while (next < count && language.isA(next, Kind.Comment)) next = lastOf(next) + 1;
  return next < count && conceptOf(next, 0) === Concept.ElseIf;
}

export function isBoolean(node: u32): bool {
  const concept = conceptOf(node, 0);
  return concept === Concept.And || concept === Concept.Or;
}
