import { compareBytes } from "../grading/byteOrder.js";
import type { SettingsProblem } from "../types.js";

/** The order of problems in reports: by file, line and text. */
export function compareProblems(left: SettingsProblem, right: SettingsProblem): number {
  return (
    compareBytes(left.file, right.file) || left.line - right.line || compareBytes(left.message, right.message)
  );
}
