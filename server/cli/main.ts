import { BRIEF_COMMANDS } from "./brief.js";
import type { Terminal } from "./command.js";
import { type Listed, run, runProcess } from "./run.js";

const COMMANDS: readonly Listed[] = [
  ...BRIEF_COMMANDS,
  {
    name: "serve",
    summary: "Start the service: web pages, analyses, polling.",
    load: async () => (await import("./serve.js")).serveCommand,
  },
  {
    name: "worker",
    summary: "Run analyses in a process of their own, beside `serve` with runWorker off.",
    load: async () => (await import("./worker.js")).workerCommand,
  },
  {
    name: "link",
    summary: "Print a new one-time owner link (15 minutes).",
    load: async () => (await import("./link.js")).linkCommand,
  },
  {
    name: "keys",
    summary: "Make the root key, and rotate keys while the service runs.",
    load: async () => (await import("./keys.js")).keysCommand,
  },
  {
    name: "doctor",
    summary: "Show the configuration, what this machine has, and what follows from what is missing.",
    load: async () => (await import("./doctor.js")).doctorCommand,
  },
  {
    name: "demo",
    summary:
      "Show the whole way on this machine: a private repository goes in by deploy key, a grade comes out.",
    load: async () => (await import("./demo.js")).demoCommand,
  },
];

/** Runs `sealgrade ARGS` and returns the exit status. */
export async function main(args: readonly string[], io: Terminal): Promise<number> {
  return run(COMMANDS, args, io);
}

if (process.argv[1] === import.meta.filename) {
  process.setSourceMapsEnabled(true);
  void runProcess(COMMANDS);
}
