import type { Names } from "../languages/names.js";
import type { Outline } from "../languages/outline.js";
import type { LineTable } from "./lines.js";
import type { Span, SyntaxFile } from "./spans.js";

/** Everything a metric may look at. */
export interface ParsedFile extends SyntaxFile {
  readonly names: Names;
  readonly lines: LineTable;
  /** Hash of the text of each named token, by node. */
  readonly leafHashes: Uint32Array;
  /** Where the outline's functions stand, in its order. */
  readonly spans: readonly Span[];
}

/** A metric of functions: a value for each, in the outline's order. */
export type FunctionMetric = (file: ParsedFile) => ArrayLike<number>;

/** One `value` for each function. */
export function perFunction(outline: Outline, value: number): number[] {
  return new Array<number>(outline.functions.length).fill(value);
}
