import * as At from "../../common/at";
import * as Concept from "../../common/concept";
import {
  conceptAt,
  eventAt,
  eventCount,
  functionAt,
  NOTHING,
  setEventAt,
  setFunctionAt,
} from "../outline/events";
import { has } from "./counts";

/** Structures that deepen; an else-if is as deep as its if, a catch as its try. */
const DEEPENS: u32 =
  (1 << Concept.If) |
  (1 << Concept.Loop) |
  (1 << Concept.ClauseLoop) |
  (1 << Concept.Switch) |
  (1 << Concept.Try) |
  (1 << Concept.Resource);

/** Deepest chain of control structures in each function, nested functions excluded. */
export function measureNesting(): void {
  const events = eventCount();
  for (let event: u32 = 0; event < events; event++) {
    const up = eventAt(event, At.EventUp);
    const isInner = up !== NOTHING && conceptAt(up) !== Concept.FunctionLike;
    let depth = isInner ? eventAt(up, At.EventDepth) : 0;
    if (has(DEEPENS, conceptAt(event))) depth++;
    setEventAt(event, At.EventDepth, depth);
    const fn = eventAt(event, At.EventOwner);
    if (fn !== NOTHING && depth > functionAt(fn, At.FunctionNesting))
      setFunctionAt(fn, At.FunctionNesting, depth);
  }
}
