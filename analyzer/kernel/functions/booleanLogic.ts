import * as At from "../../common/at";
import * as Concept from "../../common/concept";
import * as columns from "../columns";
import { conceptAt, eventAt, eventCount, functionAt, NOTHING, setFunctionAt } from "../outline/events";
import { rowOf } from "../tree";

/** Largest maximal boolean expression of each function's own code; the first of equals. */
export function measureBooleanLogic(): void {
  columns.clearColumn(columns.operators);
  const events = eventCount();
  for (let event: u32 = 0; event < events; event++) {
    const expression = expressionOf(event);
    if (expression === NOTHING) continue;
    columns.put(columns.operators, expression, columns.at(columns.operators, expression) + 1);
    columns.put(columns.owners, expression, eventAt(event, At.EventOwner));
  }
  for (let event: u32 = 0; event < events; event++) {
    const expression = expressionOf(event);
    if (expression === NOTHING) continue;
    const operators = columns.at(columns.operators, expression);
    const fn = columns.at(columns.owners, expression);
    if (fn === NOTHING || operators <= functionAt(fn, At.FunctionBooleanOperators)) continue;
    setFunctionAt(fn, At.FunctionBooleanOperators, operators);
    setFunctionAt(fn, At.FunctionBooleanRow, rowOf(expression));
  }
}

/** First node of the boolean expression of an operator, none of other events. */
function expressionOf(event: u32): i32 {
  const concept = conceptAt(event);
  return concept === Concept.And || concept === Concept.Or ? eventAt(event, At.EventExpression) : NOTHING;
}
