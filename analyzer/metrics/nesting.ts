import { Concept, perConcept } from "../languages/concept.js";
import { type FunctionMetric, filled } from "./parsedFile.js";

/** Structures that deepen; an else-if is as deep as its if, a catch as its try. */
const DEEPENS = perConcept({ If: 1, Loop: 1, Switch: 1, Try: 1 });

/** Deepest chain of control structures in a function, nested functions excluded. */
export const nesting: FunctionMetric = ({ outline }) => {
  const deepest = filled(outline, 0);
  const depth = filled(outline, 0);
  for (let event = 0; event < outline.count; event++) {
    const up = outline.up[event] ?? -1;
    const concept = outline.concept[event] ?? Concept.None;
    const outer = outline.concept[up] === Concept.Function ? 0 : (depth[up] ?? 0);
    const own = outer + (DEEPENS[concept] ?? 0);
    depth[event] = own;
    const owner = outline.owner[event] ?? -1;
    if (own > (deepest[owner] ?? own)) deepest[owner] = own;
  }
  return deepest;
};
