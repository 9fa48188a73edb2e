import { perConcept } from "../languages/concept.js";
import type { Abc } from "../types.js";
import type { ConceptCounts } from "./conceptCounts.js";

const ASSIGNMENTS = perConcept({ Assignment: 1 });
const BRANCHES = perConcept({ Call: 1 });
const CONDITIONS = perConcept({
  Guard: 1,
  ElseIf: 1,
  Else: 1,
  TryElse: 1,
  Case: 1,
  Default: 1,
  Try: 1,
  Catch: 1,
  Conditional: 1,
  Not: 1,
  Comparison: 1,
});

/** Assignments, branches and conditions of a function (Fitzpatrick 1997, in codebeat's reading). */
export function abc(counts: ConceptCounts, fn: number): Abc {
  const assignments = counts.sum(fn, ASSIGNMENTS);
  const branches = counts.sum(fn, BRANCHES);
  const conditions = counts.sum(fn, CONDITIONS);
  return { assignments, branches, conditions, magnitude: magnitudeOf(assignments, branches, conditions) };
}

/** Length of the vector of assignments, branches and conditions, rounded to two decimals. */
export function magnitudeOf(a: number, b: number, c: number): number {
  return Math.round(Math.sqrt(a * a + b * b + c * c) * 100) / 100;
}
