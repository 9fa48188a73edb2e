import { perConcept } from "../languages/concept.js";
import type { ConceptCounts } from "./conceptCounts.js";

const DECISIONS = perConcept({
  If: 1,
  Guard: 1,
  ElseIf: 1,
  Loop: 1,
  Case: 1,
  Catch: 1,
  Conditional: 1,
  And: 1,
  Or: 1,
  Coalesce: 1,
  Clause: 1,
});

/** Cyclomatic complexity of a function: 1 + decisions and boolean operators (McCabe 1976, extended form). */
export function cyclomatic(counts: ConceptCounts, fn: number): number {
  return 1 + counts.sum(fn, DECISIONS);
}
