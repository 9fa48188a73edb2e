/**
 * Format, lint, types, layers, dead code and the project's own rules, side by side.
 *
 *   node scripts/check.mjs
 */
import { spawn } from "node:child_process";
import { root } from "./paths.mjs";
import { createProgress, runMain, secondsSince } from "./progress.mjs";
import { setUp } from "./setup.mjs";

/** Name, what it looks at, and the script with its arguments. */
const CHECKS = [
  ["format and lint", ["node_modules/@biomejs/biome/bin/biome", "ci", "--colors=off", "."]],
  ["types", ["node_modules/typescript/bin/tsc", "-p", "tsconfig.json"]],
  ["types of the kernel", ["node_modules/typescript/bin/tsc", "-p", "analyzer/kernel/tsconfig.json"]],
  ["types of islands", ["node_modules/typescript/bin/tsc", "-p", "web/tsconfig.islands.json"]],
  ["layers", ["scripts/checkLayers.mjs"]],
  ["dead code", ["node_modules/knip/bin/knip.js", "--no-progress"]],
  ["own rules", ["scripts/checkRules.mjs"]],
];

async function main() {
  const startedMs = performance.now();
  const { node } = await setUp("check", createProgress());
  const results = await Promise.all(CHECKS.map(([name, args]) => runCheck(node, name, args)));
  const failed = results.filter((isClean) => !isClean).length;
  const verdict = failed === 0 ? "clean" : `${failed} of ${CHECKS.length} failed`;
  process.stdout.write(`check: ${verdict} (${secondsSince(startedMs)})\n`);
  return failed === 0 ? 0 : 1;
}

/** Runs one tool, prints its result in one piece when it ends, and answers whether it was clean. */
function runCheck(node, name, args) {
  const startedMs = performance.now();
  const child = spawn(node, args, {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NO_COLOR: "1" },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  }
  return new Promise((resolve) => {
    child.on("error", (error) => {
      output += error.message;
    });
    child.on("close", (code) => {
      process.stdout.write(`${code === 0 ? "ok    " : "FAILED"} ${name} (${secondsSince(startedMs)})\n`);
      if (code !== 0) process.stdout.write(`${output.trimEnd()}\n\n`);
      resolve(code === 0);
    });
  });
}

await runMain(main);
