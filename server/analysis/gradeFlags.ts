import { type EngineFlag, LATE_TURBOFAN } from "../../analyzer/pool/engineFlags.js";

/**
 * V8's flags while a folder is graded. The process holds what was measured of a whole repository: with less room for
 * garbage a million lines stay below 400 MiB, in the same processor time. It runs for seconds at most, in which V8's
 * slower compiler takes longer than it saves.
 */
export const GRADE_FLAGS: readonly EngineFlag[] = [
  LATE_TURBOFAN,
  { wanted: "--heap-growing-percent=50", usual: "--heap-growing-percent=0" },
  { wanted: "--no-osr-from-maglev", usual: "--osr-from-maglev" },
];

/**
 * The same for a run over facts that were kept, which is over before the slower compiler has saved anything. One that
 * measures a million lines would be a sixteenth longer without.
 */
export const KEPT_FACTS_FLAGS: readonly EngineFlag[] = [
  ...GRADE_FLAGS,
  { wanted: "--no-turbofan", usual: "--turbofan" },
];
