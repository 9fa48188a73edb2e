import type { Outline } from "../languages/outline.js";
import type { LineTable } from "./lines.js";
import type { Span, SyntaxFile } from "./spans.js";

/** Everything a metric may look at. */
export interface ParsedFile extends SyntaxFile {
  readonly lines: LineTable;
  /** Where the outline's functions stand, in its order. */
  readonly spans: readonly Span[];
}

/** A metric of functions: a value for each event of the outline, meaningful where the event is a function. */
export type FunctionMetric = (file: ParsedFile) => readonly number[];

/** One `value` for each event. */
export function filled(outline: Outline, value: number): number[] {
  return new Array<number>(outline.count).fill(value);
}
