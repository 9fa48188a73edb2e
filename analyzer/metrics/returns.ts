import { perConcept } from "../languages/concept.js";
import { weighing } from "./weighing.js";

/** Explicit return statements of a function, nested functions excluded. */
export const returns = weighing(0, perConcept({ Return: 1 }));
