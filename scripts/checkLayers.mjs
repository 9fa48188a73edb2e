/**
 * Runs dependency-cruiser over a project and makes sure that it saw every source file: a parser that
 * does not understand the sources reports success over nothing.
 *
 *   node scripts/checkLayers.mjs [folder]
 */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { filesBelow, isSource, LAYERS, root } from "./paths.mjs";

const CRUISER = "node_modules/dependency-cruiser/bin/dependency-cruise.mjs";
const OUTPUT_LIMIT_BYTES = 256 * 1024 * 1024;

/** Problems as lines, empty when the layers hold; `folder` has the configuration and node_modules. */
export function layerProblems(folder) {
  const sources = LAYERS.flatMap((layer) => filesBelow(folder, layer)).filter(isSource);
  if (sources.length === 0) return ["There is no source file to look at."];
  const present = LAYERS.filter((layer) => sources.some((file) => file.startsWith(`${layer}/`)));
  const args = [CRUISER, "--config", ".dependency-cruiser.cjs", "--output-type", "json", ...present];
  const run = spawnSync(process.execPath, args, {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: OUTPUT_LIMIT_BYTES,
  });
  let result;
  try {
    result = JSON.parse(run.stdout);
  } catch {
    return [`dependency-cruiser gave no result: ${run.stderr.trim()}`];
  }
  const seen = new Set(result.modules.map((module) => module.source));
  return [
    ...sources.filter((file) => !seen.has(file)).map((file) => `${file}: dependency-cruiser did not see it`),
    ...result.summary.violations.map((found) => `${found.from} → ${found.to}: ${found.rule.name}`),
  ];
}

if (process.argv[1] === path.join(root, "scripts", "checkLayers.mjs")) {
  const problems = layerProblems(path.resolve(process.argv[2] ?? root));
  for (const problem of problems) process.stdout.write(`${problem}\n`);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
