/**
 * What a text may take, so that a hostile one ends: counts, not a clock, with the same outcome on every machine. A text that takes
 * more is given up, which leaves it to tree-sitter's own parser.
 */

/** Steps of the parser for a unit of text, and for any text. */
const STEPS_PER_UNIT: u32 = 6;
const STEPS_AT_LEAST: u32 = 100_000;
/** Levels that two readings of one text may be compared or joined down to. */
const MOST_LEVELS: u32 = 500;

let steps: u32 = 0;
let levels: u32 = 0;

/** @param units of the text */
export function allowSteps(units: u32): void {
  steps = STEPS_AT_LEAST + units * STEPS_PER_UNIT;
  levels = 0;
}

/** Takes a step; false when there is none left. */
export function takeStep(): bool {
  if (steps === 0) return false;
  steps--;
  return true;
}

/** Takes a step one level down, to be followed by `ascend`; false, and no step is left, when that is too deep. */
export function descend(): bool {
  if (levels === MOST_LEVELS) steps = 0;
  if (!takeStep()) return false;
  levels++;
  return true;
}

export function ascend(): void {
  levels--;
}

/** Whether all that was asked for was given. */
export function isWithinBudget(): bool {
  return steps > 0;
}
