import { perConcept } from "../languages/concept.js";
import { weighing } from "./weighing.js";

/** Cyclomatic complexity: 1 + decisions and boolean operators (McCabe 1976, extended form). */
export const cyclomatic = weighing(
  1,
  perConcept({
    If: 1,
    ElseIf: 1,
    Loop: 1,
    Case: 1,
    Catch: 1,
    Conditional: 1,
    And: 1,
    Or: 1,
    Coalesce: 1,
    Clause: 1,
  }),
);
