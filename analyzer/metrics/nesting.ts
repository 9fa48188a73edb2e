import { Concept, perConcept } from "../languages/concept.js";
import { type FunctionMetric, perFunction } from "./parsedFile.js";

/** Structures that deepen; an else-if is as deep as its if, a catch as its try. */
const DEEPENS = perConcept({ If: 1, Loop: 1, ClauseLoop: 1, Switch: 1, Try: 1, Resource: 1 });

/** Deepest chain of control structures in a function, nested functions excluded. */
export const nesting: FunctionMetric = ({ outline }) => {
  const deepest = perFunction(outline, 0);
  const depth = new Uint32Array(outline.count);
  for (let event = 0; event < outline.count; event++) {
    const up = outline.up[event] ?? -1;
    const outer = outline.concept[up] === Concept.Function ? 0 : (depth[up] ?? 0);
    const own = outer + (DEEPENS[outline.concept[event] ?? 0] ?? 0);
    depth[event] = own;
    const fn = outline.owner[event] ?? -1;
    if (own > (deepest[fn] ?? own)) deepest[fn] = own;
  }
  return deepest;
};
