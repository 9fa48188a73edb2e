import * as Concept from "../../common/concept";
import * as Kind from "../../common/kind";
import * as columns from "../columns";
import { isA, isOfComment } from "../language";
import { lastOf, NO_NODE, parentOf } from "../tree";
import { conceptOf, isBoolean } from "./concepts";

/** To which boolean expression an `and` or `or` belongs. */

/**
 * Parentheses around an operator, or comments before it, beyond which nothing is looked for: hostile files put thousands around
 * thousands of operators.
 */
const FARTHEST: i32 = 1000;

/** Forgets all expressions. */
export function clearBooleans(): void {
  columns.clearColumn(columns.runs);
  columns.clearColumn(columns.expressions);
}

/** First node of the expression of an operator in `host`, through parentheses; `NO_NODE` where there is none. */
export function runIn(host: i32): i32 {
  return host === NO_NODE ? NO_NODE : columns.at(columns.runs, host) - 1;
}

/** The same through negations too. */
export function expressionIn(host: i32): i32 {
  return host === NO_NODE ? NO_NODE : columns.at(columns.expressions, host) - 1;
}

/** Notes to which expression the operator of a node belongs; the outer ones were met before. */
export function placeOperators(node: u32): void {
  if (!hasOperator(node)) return;
  let inner: i32 = node;
  let around = parentOf(node);
  let isNegated: bool = false;
  let isLoose: bool = false;
  for (let steps: i32 = 0; around !== NO_NODE && steps < FARTHEST; steps++) {
    if (isA(around, Kind.Parentheses))
      isLoose = (isLoose || inner === <i32>node) && isA(around, Kind.LoosePostfix);
    else if (isA(around, Kind.Negation) && conceptOf(around) === Concept.Not) isNegated = true;
    else if (expressionIn(around) !== NO_NODE) break;
    else if (!(isLoose && leads(inner, around)) && !isFlat(inner, around)) break;
    inner = around;
    around = parentOf(around);
  }
  const host = expressionIn(around) !== NO_NODE ? around : danglingBefore(inner);
  const expression = expressionIn(host);
  const run = isNegated ? NO_NODE : runIn(host);
  columns.put(columns.expressions, node, 1 + (expression === NO_NODE ? <i32>node : expression));
  columns.put(columns.runs, node, 1 + (run === NO_NODE ? <i32>node : run));
}

function hasOperator(node: u32): bool {
  const end = lastOf(node);
  for (let child = node + 1; child <= end; child = lastOf(child) + 1) if (isBoolean(child)) return true;
  return false;
}

/** Whether a node comes first in one that binds closer than boolean operators. */
function leads(inner: i32, around: i32): bool {
  return inner === around + 1 && isA(around, Kind.LoosePostfixLead);
}

/** Whether a side of an infix expression is one only because the grammar knows no precedence. */
function isFlat(inner: i32, around: i32): bool {
  return isA(inner, Kind.FlatInfix) && isA(around, Kind.FlatInfix);
}

/** The infix expression that the grammar ended with a line, if `node` is what should be its right side. */
function danglingBefore(node: i32): i32 {
  let before = node - 1;
  const first = max<i32>(0, before - FARTHEST);
  while (before >= first && isOfComment(before)) before--;
  if (before < first) return NO_NODE;
  const host = parentOf(before);
  return host !== NO_NODE && isA(host, Kind.DanglingInfix) ? host : NO_NODE;
}
