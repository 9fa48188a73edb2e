import { existsSync, readFileSync, writeFileSync } from "node:fs";
import Mocha from "mocha";

/** What one run of the specs came to; `scripts/test.mjs` reads it from the file SPEC_SUMMARY names. */
export interface RunSummary {
  readonly passed: number;
  /** Failed specs and hooks, and specs skipped without saying why. */
  readonly failed: number;
  readonly skipped: number;
  /** Wall-clock time in ms. */
  readonly durationMs: number;
  /** "title: reason" of everything `unavailable` named, in order. */
  readonly unavailable: readonly string[];
  /** Full titles of specs that were skipped without `unavailable`: each counts as a failure. */
  readonly silentlySkipped: readonly string[];
}

/** How long after the last spec the process may take to end before its open handles are named. */
const LINGER_MS = 10_000;

/** How Mocha titles a hook; group 1 is its suite. */
const HOOK = /^(.*) "(?:before|after) (?:all|each)" hook.*?: /;

/** Mocha's `spec` reporter, plus a summary in a file and an end to processes that something holds open. */
class SummaryReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const pending: string[] = [];
    runner.on("pending", (test) => pending.push(test.fullTitle()));
    runner.once("end", () => {
      const summary = summarize(this.stats, pending, readLines(process.env["SPEC_UNAVAILABLE"]));
      const file = process.env["SPEC_SUMMARY"];
      if (file) writeFileSync(file, JSON.stringify(summary));
      setTimeout(() => endLingering(summary.failed), LINGER_MS).unref();
    });
  }
}

// Mocha loads reporters with `require`, which takes this name for the module's value.
export { SummaryReporter as "module.exports" };

/** Pure: counts of a run, with every silent skip turned into a failure. */
function summarize(
  stats: Mocha.Stats,
  pending: readonly string[],
  unavailable: readonly string[],
): RunSummary {
  const silentlySkipped = pending.filter((title) => !unavailable.some((line) => explains(line, title)));
  return {
    passed: stats.passes,
    failed: stats.failures + silentlySkipped.length,
    skipped: stats.pending - silentlySkipped.length,
    durationMs: stats.duration ?? 0,
    unavailable: unavailable.map((line) => line.replace(HOOK, "$1: ")),
    silentlySkipped,
  };
}

/** Whether a line of `unavailable` is about this spec, or about a hook of a suite around it. */
function explains(line: string, title: string): boolean {
  const suite = HOOK.exec(line)?.[1];
  return suite === undefined ? line.startsWith(`${title}: `) : title.startsWith(`${suite} `);
}

function readLines(file: string | undefined): string[] {
  if (!file || !existsSync(file)) return [];
  return readFileSync(file, "utf8").split("\n").filter(Boolean);
}

/** Runs only when something still holds the event loop: names it, since a hang would name nothing. */
function endLingering(failed: number): void {
  const open = process.getActiveResourcesInfo().filter((name) => name !== "TTYWrap" && name !== "PipeWrap");
  process.stderr.write(`Still open ${LINGER_MS / 1000} s after the last spec: ${open.join(", ")}\n`);
  process.exit(failed > 0 ? 1 : 0); // what holds the loop was just named, and would hold it for ever
}
