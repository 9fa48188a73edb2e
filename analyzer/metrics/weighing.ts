import type { FunctionMetric } from "./parsedFile.js";
import { filled } from "./parsedFile.js";

/** Metric that starts at `base` and adds a weight for each event of a function, nested functions excluded. */
export function weighing(base: number, weights: Uint8Array): FunctionMetric {
  return ({ outline }) => {
    const totals = filled(outline, base);
    for (let event = 0; event < outline.count; event++) {
      const weight = weights[outline.concept[event] ?? 0] ?? 0;
      const owner = outline.owner[event] ?? -1;
      if (weight !== 0 && owner >= 0) totals[owner] = (totals[owner] ?? 0) + weight;
    }
    return totals;
  };
}
