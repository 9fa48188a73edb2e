import { perConcept } from "../languages/concept.js";
import type { ConceptCounts } from "./conceptCounts.js";

const RETURNS = perConcept({ Return: 1 });

/** Explicit return statements of a function, nested functions excluded. */
export function returns(counts: ConceptCounts, fn: number): number {
  return counts.sum(fn, RETURNS);
}
