import { Concept } from "../languages/concept.js";
import type { ParsedFile } from "./parsedFile.js";

/** The largest boolean expression of a function. */
export interface BooleanLogic {
  /** `&&`, `||`, `and`, `or` in it. */
  readonly operators: number;
  /** 1-based line on which it starts. */
  readonly line: number;
}

/** Largest maximal boolean expression of each function's own code, by function index; the first of equals. */
export function booleanLogic({ outline, tree }: ParsedFile): ReadonlyMap<number, BooleanLogic> {
  const counts = new Map<number, number>();
  const owners = new Map<number, number>();
  for (let event = 0; event < outline.count; event++) {
    const concept = outline.concept[event];
    if (concept !== Concept.And && concept !== Concept.Or) continue;
    const expression = outline.expression[event] ?? -1;
    counts.set(expression, (counts.get(expression) ?? 0) + 1);
    owners.set(expression, outline.owner[event] ?? -1);
  }
  const largest = new Map<number, BooleanLogic>();
  for (const [expression, operators] of counts) {
    const owner = owners.get(expression) ?? -1;
    if (owner < 0 || operators <= (largest.get(owner)?.operators ?? 0)) continue;
    largest.set(owner, { operators, line: (tree.row[expression] ?? 0) + 1 });
  }
  return largest;
}
