/**
 * Brings what Sealgrade needs onto this machine: the npm packages of the lock file, Node 24 among them,
 * and the Debian packages `purpose` needs. Doing it again takes milliseconds. Plain JavaScript for
 * Node 20 without dependencies, because nothing else is there yet.
 *
 *   node scripts/setup.mjs [run|demo|test|check] [--quiet]
 */
import { fileURLToPath } from "node:url";
import { provideDebianPackages } from "./debian.mjs";
import { installDependencies } from "./dependencies.mjs";
import { loadNode24 } from "./node24.mjs";
import { createProgress, runMain, SetupProblem } from "./progress.mjs";

const OLDEST_NODE = 20;
const PURPOSES = ["run", "demo", "test", "check"];

/** Sets up for `purpose` and answers where Node 24 is. Throws `SetupProblem` where it cannot go on. */
export async function setUp(purpose, progress) {
  if (Number(process.versions.node.split(".")[0]) < OLDEST_NODE) {
    throw new SetupProblem(`Set-up needs Node ${OLDEST_NODE} or newer; this is ${process.versions.node}.`);
  }
  await installDependencies(progress);
  const node = loadNode24();
  if (purpose !== "check") provideDebianPackages(purpose, progress);
  return { node };
}

async function main() {
  const args = process.argv.slice(2);
  const purpose = args.find((argument) => !argument.startsWith("-")) ?? "run";
  if (!PURPOSES.includes(purpose))
    throw new SetupProblem(`Unknown purpose "${purpose}": use ${PURPOSES.join(", ")}.`);
  const progress = createProgress({ quiet: args.includes("--quiet") });
  const { node } = await setUp(purpose, progress);
  progress.step(`Set up; Sealgrade runs on ${node}`);
  return 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await runMain(main);
