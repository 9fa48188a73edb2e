import { IntakeError } from "../errors.js";

/** Objects that git itself refuses, or that are not what they are said to be. */
export function malformedObjects(options: { detail?: string; cause?: unknown } = {}): IntakeError {
  return new IntakeError(
    "malformed-objects",
    "The repository holds objects that git refuses as malformed or incomplete. Run `git fsck --strict` on a clone to see which, and repair them.",
    options,
  );
}

/** The wall clock ran out. */
export function overTime(options: { detail?: string } = {}): IntakeError {
  return new IntakeError(
    "over-limit-time",
    "Fetching and reading took longer than this installation allows. It is tried again; if it keeps failing, ask its operator to raise the limit.",
    options,
  );
}
