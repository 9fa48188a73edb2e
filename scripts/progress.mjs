/**
 * What the scripts say while they work. Progress goes to stderr, so that the output of the program
 * they start stays alone on stdout.
 */

/** Something a person can act on; the scripts print its message without a stack and exit with 1. */
export class SetupProblem extends Error {}

/** A line printer; under `quiet` only warnings are printed. */
export function createProgress({ quiet = false } = {}) {
  const print = (line) => process.stderr.write(`${line}\n`);
  return {
    step: (text) => quiet || print(`· ${text}`),
    warn: (text) => print(`! ${text}`),
  };
}

/** Runs a script's main function; a `SetupProblem` ends it with its message alone. */
export async function runMain(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof SetupProblem)) throw error;
    process.stderr.write(`\n${error.message}\n`);
    process.exitCode = 1;
  }
}

/** Seconds since `startedMs`, as `performance.now()` gives it, with one decimal: "2.3 s". */
export function secondsSince(startedMs) {
  return `${((performance.now() - startedMs) / 1000).toFixed(1)} s`;
}
