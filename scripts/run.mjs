/**
 * Sets up, builds what is stale and starts one of Sealgrade's commands in the foreground:
 *
 *   node scripts/run.mjs serve|demo|… [arguments]
 */
import { spawn } from "node:child_process";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { buildWhenStale } from "./build.mjs";
import { root } from "./paths.mjs";
import { createProgress, runMain } from "./progress.mjs";
import { setUp } from "./setup.mjs";

const FORWARDED = ["SIGTERM", "SIGHUP", "SIGUSR1", "SIGUSR2"];

/**
 * Runs a program with this process's own input and output and answers its exit code (128 + n when
 * signal n ended it). Signals sent to this process alone are passed on; Ctrl-C at a terminal reaches
 * the program by itself, and a second copy would look like impatience.
 */
export function runInForeground(file, args, options = {}) {
  const child = spawn(file, args, { stdio: "inherit", ...options });
  for (const signal of FORWARDED) process.on(signal, () => child.kill(signal));
  process.on("SIGINT", () => {
    if (!process.stdin.isTTY) child.kill("SIGINT");
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code, signal) => resolve(code ?? 128 + os.constants.signals[signal]));
  });
}

async function main() {
  const [command, ...args] = process.argv.slice(2);
  const progress = createProgress();
  await setUp(command === "demo" ? "demo" : "run", progress);
  await buildWhenStale(progress);
  return runInForeground(path.join(root, "bin", "sealgrade"), command ? [command, ...args] : []);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await runMain(main);
