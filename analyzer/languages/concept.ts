/**
 * What the node kinds of all languages are reduced to: the words in which METRICS.md defines the metrics.
 * Languages say which of their node kinds are which concept; metrics count concepts.
 */
export const Concept = {
  None: 0,
  Function: 1,
  Type: 2,
  If: 3,
  ElseIf: 4,
  /** Else of an if or a loop; the else of a try is none. */
  Else: 5,
  Loop: 6,
  Switch: 7,
  Case: 8,
  /** An arm without pattern or condition. */
  Default: 9,
  /** A try, or a block that holds a resource. */
  Try: 10,
  Catch: 11,
  Conditional: 12,
  And: 13,
  Or: 14,
  /** `??` and the logical assignments. */
  Coalesce: 15,
  /** A `for` or `if` of a comprehension. */
  Clause: 16,
  /** A jump to a label. */
  Jump: 17,
  Return: 18,
} as const;
export type Concept = (typeof Concept)[keyof typeof Concept];

/** Number per concept, 0 where `weights` names none. */
export function perConcept(weights: Partial<Record<keyof typeof Concept, number>>): Uint8Array {
  const table = new Uint8Array(Object.keys(Concept).length);
  for (const [name, concept] of Object.entries(Concept)) {
    table[concept] = new Map(Object.entries(weights)).get(name) ?? 0;
  }
  return table;
}
