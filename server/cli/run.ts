import { DatabaseFailure, DatabaseUnavailable } from "../../db/errors.js";
import { KeysError } from "../../keys/errors.js";
import { AppError, StartRefused } from "../errors.js";
import { IntakeError } from "../intake/errors.js";
import { type Command, EXIT_OK, EXIT_USAGE, type Terminal, UsageError } from "./command.js";

/** A command by name; its module is loaded when it is asked for, so that `grade` waits for no database or server. */
export interface Listed {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

/** Runs this process's command and has the process end with its status. */
export async function runProcess(commands: readonly Listed[]): Promise<void> {
  endQuietlyWhenNobodyReads();
  process.exitCode = await run(commands, process.argv.slice(2), {
    stdout: process.stdout,
    stderr: process.stderr,
  });
}

/** Runs `sealgrade ARGS`, of whose commands these are the ones, and returns the exit status. */
export async function run(
  commands: readonly Listed[],
  args: readonly string[],
  io: Terminal,
): Promise<number> {
  const [name = "help", ...rest] = args;
  if (name === "help" || name === "--help" || name === "-h") return help(commands, rest[0], io);
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined)
    return refuse(io, `There is no command "${name}". \`sealgrade help\` lists them.`);
  if (rest.includes("--help") || rest.includes("-h")) return help(commands, name, io);
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

async function help(commands: readonly Listed[], name: string | undefined, io: Terminal): Promise<number> {
  const command = commands.find((candidate) => candidate.name === name);
  if (command !== undefined) {
    io.stdout.write(`${command.summary}\n\n${(await command.load()).usage}\n`);
    return EXIT_OK;
  }
  const width = Math.max(...commands.map((one) => one.name.length));
  const lines = commands.map((one) => `  ${one.name.padEnd(width)}  ${one.summary}`);
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
