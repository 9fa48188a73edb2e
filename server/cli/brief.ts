/**
 * Entry of the commands that are over in a second. The build makes one file of it and all it imports, since loading
 * a hundred modules takes as long as such a command does.
 */
import { type Listed, runProcess } from "./run.js";

/** Commands that end by themselves and need neither the service nor its database. */
export const BRIEF_COMMANDS: readonly Listed[] = [
  {
    name: "grade",
    summary: "Grade a folder or a git revision on this machine.",
    load: async () => (await import("./grade.js")).gradeCommand,
  },
  {
    name: "explain",
    summary: "Say why a file is measured or not, and which setting decided.",
    load: async () => (await import("./explain.js")).explainCommand,
  },
];

if (process.argv[1] === import.meta.filename) void runProcess(BRIEF_COMMANDS);
