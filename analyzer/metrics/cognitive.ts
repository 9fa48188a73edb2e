import { Concept, perConcept } from "../languages/concept.js";
import type { Outline } from "../languages/outline.js";
import { type ParsedFile, perFunction } from "./parsedFile.js";

/** Cost 1 + n, n being the structures around that raise it. */
const NESTED = perConcept({
  If: 1,
  Guard: 1,
  Loop: 1,
  ClauseLoop: 1,
  Switch: 1,
  Catch: 1,
  Conditional: 1,
});
/** Cost 1 wherever they stand. */
const FLAT = perConcept({ ElseIf: 1, Else: 1, Jump: 1 });
const RAISES = perConcept({
  If: 1,
  Loop: 1,
  ClauseLoop: 1,
  Switch: 1,
  Catch: 1,
  Conditional: 1,
  Function: 1,
  Block: 1,
});

/** Cognitive complexity by function. */
export interface Cognitive {
  /** With nested functions, which count one level deeper. */
  readonly whole: readonly number[];
  /** As if nested functions were empty. */
  readonly own: readonly number[];
}

/** Cognitive complexity (SonarSource, "Cognitive Complexity", 2018/2023), without the cost of recursion. */
export function cognitive({ outline }: ParsedFile): Cognitive {
  const levels = levelsInOwner(outline);
  const own = perFunction(outline, 0);
  const nestedCount = perFunction(outline, 0);
  const lastOperators = new Map<number, number>();
  for (let event = 0; event < outline.count; event++) {
    const fn = outline.owner[event] ?? -1;
    if (fn < 0) continue;
    const concept = outline.concept[event] ?? Concept.None;
    let cost = FLAT[concept] ?? 0;
    if (NESTED[concept]) {
      cost = 1 + (levels[event] ?? 0);
      nestedCount[fn] = (nestedCount[fn] ?? 0) + 1;
    } else if (concept === Concept.And || concept === Concept.Or) {
      const run = outline.run[event] ?? -1;
      cost = lastOperators.get(run) === concept ? 0 : 1;
      lastOperators.set(run, concept);
    }
    own[fn] = (own[fn] ?? 0) + cost;
  }
  return { own, whole: addNestedFunctions(outline, { own, nestedCount, levels }) };
}

/** Raising structures between each event and its function. */
function levelsInOwner(outline: Outline): Uint32Array {
  const levels = new Uint32Array(outline.count);
  for (let event = 0; event < outline.count; event++) {
    const up = outline.up[event] ?? -1;
    const around = outline.concept[up] ?? Concept.None;
    if (around !== Concept.Function) levels[event] = (levels[up] ?? 0) + (RAISES[around] ?? 0);
  }
  return levels;
}

/** Inner functions come after outer ones, so that going backwards each is complete before it is added. */
function addNestedFunctions(
  { functions, outer }: Outline,
  own: {
    readonly own: readonly number[];
    readonly nestedCount: number[];
    readonly levels: Uint32Array;
  },
): number[] {
  const whole = [...own.own];
  const { nestedCount, levels } = own;
  for (let inner = functions.length - 1; inner >= 0; inner--) {
    const around = outer[inner] ?? -1;
    if (around < 0) continue;
    const raise = (levels[functions[inner] ?? -1] ?? 0) + (RAISES[Concept.Function] ?? 0);
    const inside = nestedCount[inner] ?? 0;
    whole[around] = (whole[around] ?? 0) + (whole[inner] ?? 0) + raise * inside;
    nestedCount[around] = (nestedCount[around] ?? 0) + inside;
  }
  return whole;
}
