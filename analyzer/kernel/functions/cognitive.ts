import * as At from "../../common/at";
import * as Concept from "../../common/concept";
import * as columns from "../columns";
import {
  addToFunction,
  addToLarge,
  conceptAt,
  eventAt,
  eventCount,
  functionAt,
  functionCount,
  NOTHING,
  setEventAt,
} from "../outline/events";
import { has } from "./counts";

/** Cost 1 + n, n being the structures around that raise it. */
const NESTED: u32 =
  (1 << Concept.If) |
  (1 << Concept.Guard) |
  (1 << Concept.Loop) |
  (1 << Concept.ClauseLoop) |
  (1 << Concept.Switch) |
  (1 << Concept.Catch) |
  (1 << Concept.Conditional);
/** Cost 1 wherever they stand. */
const FLAT: u32 = (1 << Concept.ElseIf) | (1 << Concept.Else) | (1 << Concept.Jump);
/** A nested function raises by one too. */
const RAISES: u32 =
  (1 << Concept.If) |
  (1 << Concept.Loop) |
  (1 << Concept.ClauseLoop) |
  (1 << Concept.Switch) |
  (1 << Concept.Catch) |
  (1 << Concept.Conditional) |
  (1 << Concept.Block);

/** Cognitive complexity (SonarSource, "Cognitive Complexity", 2018/2023), without the cost of recursion. */
export function measureCognitive(): void {
  columns.clearColumn(columns.lastOperators);
  const events = eventCount();
  for (let event: u32 = 0; event < events; event++) {
    const level = levelOf(event);
    setEventAt(event, At.EventLevel, level);
    const fn = eventAt(event, At.EventOwner);
    if (fn === NOTHING) continue;
    const concept = conceptAt(event);
    let cost: i32 = has(FLAT, concept) ? 1 : 0;
    if (has(NESTED, concept)) {
      cost = 1 + level;
      addToFunction(fn, At.FunctionNestedCount, 1);
    } else if (concept === Concept.And || concept === Concept.Or) {
      cost = beginsRun(eventAt(event, At.EventRun), concept) ? 1 : 0;
    }
    addToLarge(fn, At.FunctionOwnCognitive, cost);
    addToLarge(fn, At.FunctionCognitive, cost);
  }
  addNestedFunctions();
}

/** Raising structures between an event and its function. */
function levelOf(event: u32): i32 {
  const up = eventAt(event, At.EventUp);
  const around = conceptAt(up);
  if (up === NOTHING || around === Concept.FunctionLike) return 0;
  return eventAt(up, At.EventLevel) + (has(RAISES, around) ? 1 : 0);
}

/** Whether an operator is another than the last one of its expression. */
function beginsRun(run: i32, concept: u32): bool {
  if (run === NOTHING) return true;
  const isOther = columns.at(columns.lastOperators, run) !== concept;
  columns.put(columns.lastOperators, run, concept);
  return isOther;
}

/** Inner functions come after outer ones, so that going backwards each is complete before it is added. */
function addNestedFunctions(): void {
  for (let inner: i32 = <i32>functionCount() - 1; inner >= 0; inner--) {
    const around = functionAt(inner, At.FunctionOuter);
    if (around === NOTHING) continue;
    const raise = eventAt(functionAt(inner, At.FunctionEvent), At.EventLevel) + 1;
    const inside = functionAt(inner, At.FunctionNestedCount);
    addToLarge(around, At.FunctionCognitive, <u32>functionAt(inner, At.FunctionCognitive));
    addToLarge(around, At.FunctionCognitive, <u64>raise * inside);
    addToFunction(around, At.FunctionNestedCount, inside);
  }
}
