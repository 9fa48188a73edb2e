import * as At from "../../common/at";
import * as Concept from "../../common/concept";
import { addToFunction, conceptAt, eventAt, eventCount, functionCount, NOTHING } from "../outline/events";

/** Metrics that are numbers of concepts in a function, nested functions excluded. Sets of concepts have a bit for each. */

/** Cyclomatic complexity is 1 + these (McCabe 1976, extended form). */
const DECISIONS: u32 =
  (1 << Concept.If) |
  (1 << Concept.Guard) |
  (1 << Concept.ElseIf) |
  (1 << Concept.Loop) |
  (1 << Concept.Case) |
  (1 << Concept.Catch) |
  (1 << Concept.Conditional) |
  (1 << Concept.And) |
  (1 << Concept.Or) |
  (1 << Concept.Coalesce) |
  (1 << Concept.Clause);

/** Conditions of ABC (Fitzpatrick 1997, in codebeat's reading); its assignments and branches are concepts. */
const CONDITIONS: u32 =
  (1 << Concept.Guard) |
  (1 << Concept.ElseIf) |
  (1 << Concept.Else) |
  (1 << Concept.TryElse) |
  (1 << Concept.Case) |
  (1 << Concept.Default) |
  (1 << Concept.Try) |
  (1 << Concept.Catch) |
  (1 << Concept.Conditional) |
  (1 << Concept.Not) |
  (1 << Concept.Comparison);

/** Whether a set has a concept. */
export function has(set: u32, concept: u32): bool {
  return ((set >>> concept) & 1) !== 0;
}

export function countConcepts(): void {
  const fns = functionCount();
  for (let fn: u32 = 0; fn < fns; fn++) addToFunction(fn, At.FunctionCyclomatic, 1);
  const events = eventCount();
  for (let event: u32 = 0; event < events; event++) {
    const fn = eventAt(event, At.EventOwner);
    if (fn === NOTHING) continue;
    const concept = conceptAt(event);
    if (has(DECISIONS, concept)) addToFunction(fn, At.FunctionCyclomatic, 1);
    if (has(CONDITIONS, concept)) addToFunction(fn, At.FunctionConditions, 1);
    if (concept === Concept.Assignment) addToFunction(fn, At.FunctionAssignments, 1);
    else if (concept === Concept.Call) addToFunction(fn, At.FunctionBranches, 1);
    else if (concept === Concept.Return) addToFunction(fn, At.FunctionReturns, 1);
  }
}
