/**
 * The benchmarks of docs/performance.md:
 *
 *   node scripts/bench.mjs FOLDER [FOLDER …] [--rounds 3] [--jobs 2]
 *   node scripts/bench.mjs click --repository WORK_TREE [--rounds 5]
 *   node scripts/bench.mjs page --repository FOLDER [--seconds 15] [--rounds 3] [--connections 10]
 *
 * The first compares `sealgrade grade` with the peers that are installed; the others need a running service.
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
const PEERS = "peers.js";

async function main() {
  const given = process.argv.slice(2);
  const service = PROGRAMS[given[0]];
  if (given.length === 0) throw new SetupProblem("Name folders to grade, or a benchmark: click or page.");
  const [program, args] = service === undefined ? [PEERS, given] : [service, given.slice(1)];
  const progress = createProgress();
  await setUp("test", progress);
  await buildWhenStale(progress);
  const flags = ["--no-addons", "--enable-source-maps", "--disable-warning=ExperimentalWarning"];
  return runInForeground(loadNode24(), [...flags, path.join(root, "dist/spec/bench", program), ...args]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await runMain(main);
