import type { Language } from "../languages/language.js";
import type { Outline } from "../languages/outline.js";
import type { FlatTree } from "../syntax/flatTree.js";
import type { Source } from "../syntax/source.js";
import type { LineTable } from "./lines.js";

/** Everything a metric may look at. */
export interface ParsedFile {
  readonly source: Source;
  readonly tree: FlatTree;
  readonly language: Language;
  readonly outline: Outline;
  readonly lines: LineTable;
}

/** A metric of functions: a value for each event of the outline, meaningful where the event is a function. */
export type FunctionMetric = (file: ParsedFile) => readonly number[];

/** One `value` for each event. */
export function filled(outline: Outline, value: number): number[] {
  return new Array<number>(outline.count).fill(value);
}
