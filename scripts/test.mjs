/**
 * Sets up, builds and runs the specs on Node 24. The last line it prints is "N passed, N failed, N skipped".
 *
 *   node scripts/test.mjs [--long] [--coverage] [spec/folder | spec/one.spec.ts …] [mocha's options]
 */
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { buildWhenStale } from "./build.mjs";
import { root } from "./paths.mjs";
import { createProgress, runMain, SetupProblem } from "./progress.mjs";
import { runInForeground } from "./run.mjs";
import { setUp } from "./setup.mjs";

const OWN_OPTIONS = ["--long", "--coverage", "--quiet"];
const CRASHED = { passed: 0, failed: 1, skipped: 0, durationMs: 0, unavailable: [], silentlySkipped: [] };

async function main() {
  const args = process.argv.slice(2);
  const progress = createProgress({ quiet: args.includes("--quiet") });
  const { node } = await setUp("test", progress);
  await buildWhenStale(progress);
  const folder = mkdtempSync(path.join(os.tmpdir(), "sealgrade-specs-"));
  try {
    const environment = specEnvironment(folder, args.includes("--long"));
    const code = await runInForeground(node, mochaArguments(args, node), { cwd: root, env: environment });
    return report(readSummary(environment.SPEC_SUMMARY, code), environment.SPEC_LOOPS);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function specEnvironment(folder, isLong) {
  return {
    ...process.env,
    SPEC_LOOPS: isLong ? "full" : (process.env.SPEC_LOOPS ?? ""),
    // What specs grade must neither find nor leave facts in the cache of whoever runs them.
    XDG_CACHE_HOME: path.join(folder, "cache"),
    SPEC_SUMMARY: path.join(folder, "summary.json"),
    SPEC_UNAVAILABLE: path.join(folder, "unavailable.txt"),
  };
}

function mochaArguments(args, node) {
  const given = args.filter((argument) => !OWN_OPTIONS.includes(argument));
  const specs = given.filter(isSpecPath);
  const rest = given.filter((argument) => !isSpecPath(argument));
  const coverage = [
    "node_modules/c8/bin/c8.js",
    "--exclude",
    "dist/spec/**",
    "--reporter=text-summary",
    "--reporter=html",
  ];
  return [
    ...(args.includes("--coverage") ? [...coverage, node] : []),
    "node_modules/mocha/bin/mocha.js",
    "--reporter",
    path.join(root, "dist", "spec", "support", "summary.js"),
    ...(process.stdout.isTTY ? [] : ["--no-color"]), // Mocha takes CI=true for a terminal
    ...rest,
    ...(specs.length > 0 ? specs.map(builtSpec) : ["dist/spec/**/*.spec.js"]),
  ];
}

/** "spec/keys" and "spec/keys/vault.spec.ts", but not the value of an option such as `--grep spec`. */
function isSpecPath(argument) {
  return /^(\.\/)?(dist\/)?spec(\/|$)/.test(argument);
}

/** Where the build put a spec file or folder; fails for one that does not exist. */
function builtSpec(argument) {
  const source = path.normalize(argument).replace(/^dist\//, "");
  const file = path.join("dist", source).replace(/\.tsx?$/, ".js");
  const found = statSync(path.join(root, file), { throwIfNoEntry: false });
  if (!found) throw new SetupProblem(`There is no spec ${argument}.`);
  return found.isDirectory() ? `${file}/**/*.spec.js` : file;
}

/** What the reporter wrote; a run that died before its end, or that ran nothing, is a failure. */
function readSummary(file, code) {
  let summary;
  try {
    summary = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    process.stdout.write(`\nThe specs ended early with exit code ${code} and left no summary.\n`);
    return CRASHED;
  }
  if (summary.passed + summary.failed === 0) {
    process.stdout.write("\nNo spec ran.\n");
    return { ...summary, failed: 1 };
  }
  return code !== 0 && summary.failed === 0 ? { ...summary, failed: 1 } : summary;
}

/** Prints the summary and answers the exit code. */
function report(summary, loops) {
  const lines = [`Loops: ${loops || "small"} (SPEC_LOOPS; npm run test:long runs them in full)`];
  for (const title of summary.silentlySkipped)
    lines.push(`Skipped without a reason, counted as failed: ${title}`);
  if (summary.unavailable.length > 0) lines.push("Unavailable on this machine:");
  for (const line of summary.unavailable) lines.push(`  ${line}`);
  lines.push(`Time: ${(summary.durationMs / 1000).toFixed(0)} s`);
  lines.push(`${summary.passed} passed, ${summary.failed} failed, ${summary.skipped} skipped`);
  process.stdout.write(`${lines.join("\n")}\n`);
  return summary.failed === 0 ? 0 : 1;
}

await runMain(main);
