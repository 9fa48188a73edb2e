/**
 * What the node kinds of all languages are reduced to: the words in which METRICS.md defines the metrics.
 * Languages say which of their node kinds are which concept; metrics count concepts.
 */
export const Concept = {
  None: 0,
  Function: 1,
  Type: 2,
  If: 3,
  /** Swift's `guard`, Rust's `let … else`. */
  Guard: 4,
  ElseIf: 5,
  /** Else of an if or a loop. */
  Else: 6,
  /** Else of a try. */
  TryElse: 7,
  Loop: 8,
  /** A loop of generators and filters, each of which is a {@link Concept.Clause}: Scala's and Elixir's `for`. */
  ClauseLoop: 9,
  Switch: 10,
  Case: 11,
  /** An arm without pattern or condition. */
  Default: 12,
  Try: 13,
  /** A block that holds a resource: `with`, `using`. */
  Resource: 14,
  Catch: 15,
  Conditional: 16,
  And: 17,
  Or: 18,
  /** `??`, elvis and the logical assignments. */
  Coalesce: 19,
  /** A `for` or `if` of a comprehension, a generator or filter of a {@link Concept.ClauseLoop}. */
  Clause: 20,
  /** A Ruby block: no function, but one level deeper. */
  Block: 21,
  /** A jump to a label. */
  Jump: 22,
  Return: 23,
  Assignment: 24,
  Call: 25,
  Comparison: 26,
  /** A logical negation. */
  Not: 27,
  /** Neither it nor what is in it counts: conditions of a preprocessor. */
  Ignored: 28,
} as const;
export type Concept = (typeof Concept)[keyof typeof Concept];
export type ConceptName = Exclude<keyof typeof Concept, "None">;

/** Concepts there are, {@link Concept.None} among them. */
export const CONCEPT_COUNT = Object.keys(Concept).length;

/** Number per concept, 0 where `weights` names none. */
export function perConcept(weights: Partial<Record<ConceptName, number>>): Uint8Array {
  const table = new Uint8Array(CONCEPT_COUNT);
  const given = new Map<string, number>(Object.entries(weights));
  for (const [name, concept] of Object.entries(Concept)) table[concept] = given.get(name) ?? 0;
  return table;
}
