import * as At from "../common/at";
import { isIn, isOfComment } from "./language";
import { realloc } from "./memory";
import { isText } from "./text";
import { endOf, fieldOf, lastOf, NO_NODE, parentOf, startOf } from "./tree";

/** Nodes at their places; see `languages/selector.ts` for what selectors say. */

/**
 * What was found out about nodes around others, of which all of their children ask the same: a place by node and condition for the
 * address of a condition, and for the node with the answer in its lowest bit.
 */
const ANSWERS: u32 = 1 << 12;
const ANSWER_BYTES: u32 = 8;
const answers = realloc(0, ANSWERS * ANSWER_BYTES);

/** Forgets what is known of the nodes of the file before. */
export function forgetAnswers(): void {
  memory.fill(answers, 0, ANSWERS * ANSWER_BYTES);
}

function word(record: usize, at: u32): u32 {
  return load<u32>(record + (at << 2));
}

/** First child that is the part, or `NO_NODE`. */
export function childAt(node: u32, part: usize): i32 {
  const end = lastOf(node);
  for (let child = node + 1; child <= end; child = lastOf(child) + 1) if (isPart(child, part)) return child;
  return NO_NODE;
}

/** Whether a child is the part of the node around it. */
export function isPart(child: u32, part: usize): bool {
  const field = fieldOf(child);
  return (field !== 0 && load<u8>(part + field) === 1) || isIn(part + At.PartFields, child);
}

/** Whether one of a list of selectors fits. */
export function fitsOne(list: usize, node: u32): bool {
  return firstOf(list, node) !== 0;
}

/** Address of the first selector of a list that fits, 0 for none. */
export function firstOf(list: usize, node: u32): usize {
  if (list === 0) return 0;
  const count = load<u32>(list);
  for (let i: u32 = 1; i <= count; i++) {
    const selector: usize = word(list, i);
    if (fits(selector, node)) return selector;
  }
  return 0;
}

/** Address of the first rule of a set that fits, 0 for none. */
export function firstRule(rules: usize, node: u32): usize {
  if (rules === 0) return 0;
  const field = word(rules, At.RulesField);
  const list: usize = field === 0 ? <usize>word(rules, At.RulesOthers) : candidates(rules, field, node);
  return firstOf(list, node);
}

/** The rules that ask for the text that a field of the node has. */
function candidates(rules: usize, field: u32, node: u32): usize {
  const others = word(rules, At.RulesOthers);
  const end = lastOf(node);
  let child = node + 1;
  while (child <= end && fieldOf(child) !== field) child = lastOf(child) + 1;
  if (child > end || endOf(child) - startOf(child) > word(rules, At.RulesLongest)) return others;
  const byText: usize = word(rules, At.RulesByText);
  const count = load<u32>(byText);
  for (let i: u32 = 0; i < count; i++) {
    if (isText(startOf(child), endOf(child), word(byText, 1 + 2 * i))) return word(byText, 2 + 2 * i);
  }
  return others;
}

/** Whether a node and what is around it are as a selector says. */
export function fits(selector: usize, node: i32): bool {
  let at = node;
  let step = selector;
  while (at !== NO_NODE) {
    const symbols: usize = word(step, At.SelectorSymbols);
    if (symbols !== 0 && !isIn(symbols, at)) return false;
    const texts: usize = word(step, At.SelectorTexts);
    if (texts !== 0 && !hasText(at, texts)) return false;
    const conditions: usize = word(step, At.SelectorConditions);
    const count = word(step, At.SelectorConditionCount);
    for (let i: u32 = 0; i < count; i++) {
      const condition = conditions + ((i * At.ConditionWords) << 2);
      if (!(step === selector ? holds(condition, at) : holdsAround(condition, at))) return false;
    }
    const around: usize = word(step, At.SelectorAround);
    if (around === 0) return true;
    const field = word(step, At.SelectorField);
    if (field !== 0 && fieldOf(at) !== field) return false;
    at = word(step, At.SelectorIsBefore) !== 0 ? tokenBefore(at) : parentOf(at);
    step = around;
  }
  return false;
}

function hasText(node: u32, texts: usize): bool {
  const start = startOf(node);
  const end = endOf(node);
  const count = load<u32>(texts);
  for (let i: u32 = 1; i <= count; i++) if (isText(start, end, word(texts, i))) return true;
  return false;
}

/** The same as {@link holds}, for a node that many others ask about. */
function holdsAround(condition: usize, node: u32): bool {
  const place = answers + ((node + (<u32>condition >>> 2)) & (ANSWERS - 1)) * ANSWER_BYTES;
  const known = load<u32>(place, 4);
  if (load<u32>(place) === condition && known >>> 1 === node) return (known & 1) !== 0;
  const answer = holds(condition, node);
  store<u32>(place, <u32>condition);
  store<u32>(place, (node << 1) | u32(answer), 4);
  return answer;
}

function holds(condition: usize, node: u32): bool {
  const within: usize = word(condition, At.ConditionWithin);
  const isWanted = word(condition, At.ConditionIsWanted) !== 0;
  const around = within === 0 ? <i32>node : childAt(node, within);
  if (around === NO_NODE) return !isWanted;
  const part: usize = word(condition, At.ConditionPart);
  const texts: usize = word(condition, At.ConditionTexts);
  let missing = word(condition, At.ConditionLeast);
  const end = lastOf(around);
  for (let child: u32 = around + 1; child <= end && missing > 0; child = lastOf(child) + 1)
    if (isPart(child, part) && (texts === 0 || hasText(child, texts))) missing--;
  return (missing === 0) === isWanted;
}

/** The leaf directly before a node in the same parent, comments apart. */
function tokenBefore(node: i32): i32 {
  let before = node - 1;
  while (before >= 0 && isOfComment(before)) before--;
  return before >= 0 && parentOf(before) === parentOf(node) ? before : NO_NODE;
}
