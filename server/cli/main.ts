import { DatabaseFailure, DatabaseUnavailable } from "../../db/errors.js";
import { KeysError } from "../../keys/errors.js";
import { AppError, StartRefused } from "../errors.js";
import { IntakeError } from "../intake/errors.js";
import { type Command, EXIT_OK, EXIT_USAGE, type Terminal, UsageError } from "./command.js";

/** A command by name; its module is loaded when it is asked for, so that `grade` waits for no database or server. */
interface Listed {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<Command>;
  /** Whether it ends at once, so that reading source maps would be a tenth of its start. */
  readonly isBrief?: true;
}

const COMMANDS: readonly Listed[] = [
  {
    name: "grade",
    summary: "Grade a folder or a git revision on this machine.",
    load: async () => (await import("./grade.js")).gradeCommand,
    isBrief: true,
  },
  {
    name: "explain",
    summary: "Say why a file is measured or not, and which setting decided.",
    load: async () => (await import("./explain.js")).explainCommand,
    isBrief: true,
  },
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
  const [name = "help", ...rest] = args;
  if (name === "help" || name === "--help" || name === "-h") return help(rest[0], io);
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command === undefined)
    return refuse(io, `There is no command "${name}". \`sealgrade help\` lists them.`);
  if (rest.includes("--help") || rest.includes("-h")) return help(name, io);
  if (command.isBrief !== true) process.setSourceMapsEnabled(true);
  try {
    return await (await command.load()).run(rest, io);
  } catch (error) {
    const message = publicMessage(error);
    if (message === null) throw error;
    return refuse(io, message);
  }
}

/** Texts that were written for people; anything else is a defect and keeps its stack. */
function publicMessage(error: unknown): string | null {
  if (error instanceof AppError || error instanceof IntakeError || error instanceof DatabaseUnavailable)
    return error.publicMessage;
  if (error instanceof StartRefused || error instanceof UsageError || error instanceof KeysError)
    return error.message;
  if (error instanceof DatabaseFailure)
    return `The database refused this: ${error.code}. Check databaseUrl, databasePasswordFile and the account's rights.`;
  if (error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS"))
    return error.message.replaceAll("\n", " ");
  return null;
}

async function help(name: string | undefined, io: Terminal): Promise<number> {
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command !== undefined) {
    io.stdout.write(`${command.summary}\n\n${(await command.load()).usage}\n`);
    return EXIT_OK;
  }
  const width = Math.max(...COMMANDS.map((one) => one.name.length));
  const lines = COMMANDS.map((one) => `  ${one.name.padEnd(width)}  ${one.summary}`);
  io.stdout.write(
    `sealgrade COMMAND [ARGUMENTS]\n\n${lines.join("\n")}\n\n\`sealgrade help COMMAND\` says more.\n`,
  );
  return EXIT_OK;
}

function refuse(io: Terminal, message: string): number {
  io.stderr.write(`sealgrade: ${message}\n`);
  return EXIT_USAGE;
}

/** `sealgrade … | head` closes our output early; that is the reader's good right and no error. */
function endQuietlyWhenNobodyReads(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(); // nobody reads, so that nothing is left to be done
  });
}

if (process.argv[1] !== undefined && import.meta.filename === process.argv[1]) {
  endQuietlyWhenNobodyReads();
  process.exitCode = await main(process.argv.slice(2), { stdout: process.stdout, stderr: process.stderr });
}
