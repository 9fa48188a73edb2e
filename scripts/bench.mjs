/**
 * The benchmarks of docs/performance.md that need a running service:
 *
 *   node scripts/bench.mjs click --repository WORK_TREE [--rounds 5]
 *   node scripts/bench.mjs page --repository FOLDER [--seconds 15] [--rounds 3] [--connections 10]
 *
 * Each prints ratios or rates; what they measure is said at the head of the program they start.
 */
import path from "node:path";
import { fileURLToPath } from "node:url";
import { buildWhenStale } from "./build.mjs";
import { loadNode24 } from "./node24.mjs";
import { root } from "./paths.mjs";
import { createProgress, runMain, SetupProblem } from "./progress.mjs";
import { runInForeground } from "./run.mjs";
import { setUp } from "./setup.mjs";

const PROGRAMS = { click: "clickToGrade.js", page: "projectPage.js" };

async function main() {
  const [name = "", ...args] = process.argv.slice(2);
  const program = PROGRAMS[name];
  if (program === undefined) throw new SetupProblem("Name a benchmark: click or page.");
  const progress = createProgress();
  await setUp("test", progress);
  await buildWhenStale(progress);
  const flags = ["--no-addons", "--enable-source-maps", "--disable-warning=ExperimentalWarning"];
  return runInForeground(loadNode24(), [...flags, path.join(root, "dist/spec/bench", program), ...args]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await runMain(main);
