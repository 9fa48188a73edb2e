import { CONCEPT_COUNT } from "../languages/concept.js";
import type { Outline } from "../languages/outline.js";

/** How often each concept occurs in each function, nested functions excluded: what most metrics are sums of. */
export interface ConceptCounts {
  /** Occurrences times their weights, in the function of that index. */
  sum(fn: number, weights: Uint8Array): number;
}

/** Counts the concepts of all functions in one pass over the outline. */
export function countConcepts({ count, concept, owner, functions }: Outline): ConceptCounts {
  const counts = new Uint32Array(functions.length * CONCEPT_COUNT);
  for (let event = 0; event < count; event++) {
    const fn = owner[event] ?? -1;
    if (fn < 0) continue;
    const cell = fn * CONCEPT_COUNT + (concept[event] ?? 0);
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  return {
    sum(fn, weights) {
      let total = 0;
      for (let each = 0; each < CONCEPT_COUNT; each++)
        total += (weights[each] ?? 0) * (counts[fn * CONCEPT_COUNT + each] ?? 0);
      return total;
    },
  };
}
