import { spawn } from "node:child_process";
import { abortError, cleanDetail, IntakeError } from "../errors.js";
import { malformedObjects } from "../git/gitFailures.js";
import type { GitReader, ReadingGit } from "../git/gitReader.js";

/** Most that is kept of what git says on stderr, UTF-16 units. */
const MAX_STDERR_LENGTH = 16_384;
/** Most of a short answer of git, bytes. */
const MAX_ANSWER_BYTES = 64 * 1024;

/**
 * Set over whatever the repository's own configuration says. Reading needs no program of anybody's, so all
 * ways to name one are closed; ownership does not matter then, and a checkout made by another user is read.
 */
const SAFE_CONFIG = [
  "safe.directory=*",
  "core.fsmonitor=false",
  "core.hooksPath=/dev/null",
  "core.untrackedCache=false",
  "core.attributesFile=/dev/null",
  "core.excludesFile=/dev/null",
  "core.pager=cat",
  "core.quotePath=true",
  "protocol.allow=never",
  "index.threads=1",
  "gc.auto=0",
  "maintenance.auto=false",
].flatMap((setting) => ["-c", setting]);

/** Nothing of the caller's environment: GIT_DIR and its relatives would read another repository. */
const SAFE_ENVIRONMENT = {
  PATH: "/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin",
  LC_ALL: "C",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_ATTR_NOSYSTEM: "1",
  // A partial clone would fetch a missing blob by a program of its configuration's choice.
  GIT_ALLOW_PROTOCOL: "",
  GIT_NO_LAZY_FETCH: "1",
  GIT_NO_REPLACE_OBJECTS: "1",
  GIT_OPTIONAL_LOCKS: "0",
  GIT_TERMINAL_PROMPT: "0",
};

/** Gits that read the repository a folder of this machine lies in. */
export function localReader(folder: string): GitReader {
  return { start: (argv, signal) => start(folder, argv, signal) };
}

/** A short answer of git on stdout; empty where it failed. Throws IntakeError where git is missing. */
export async function runLocalGit(
  folder: string,
  argv: readonly string[],
  signal: AbortSignal,
  input = "",
): Promise<string> {
  const git = start(folder, argv, signal);
  git.stdin.end(input);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of git.stdout) {
    if (!Buffer.isBuffer(chunk)) continue;
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) break;
    chunks.push(chunk);
  }
  const ok = await git.succeeded();
  if (signal.aborted) throw abortError(signal);
  return ok ? Buffer.concat(chunks).toString("utf8") : "";
}

function start(folder: string, argv: readonly string[], signal: AbortSignal): ReadingGit {
  if (signal.aborted) throw abortError(signal);
  const git = spawn("git", ["-C", folder, ...SAFE_CONFIG, ...argv], {
    env: SAFE_ENVIRONMENT,
    signal,
    killSignal: "SIGKILL",
  });
  let missing: Error | null = null;
  let stderr = "";
  git.on("error", (error) => {
    missing = error; // no git, or aborted: the end tells which
  });
  git.stdin.on("error", () => undefined); // it ended early: its exit says why
  git.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr = (stderr + text).slice(-MAX_STDERR_LENGTH);
  });
  const ended = new Promise<number | null>((resolve) => git.once("close", resolve));
  const stop = async () => {
    git.kill("SIGKILL");
    await ended;
  };
  return {
    stdin: git.stdin,
    stdout: git.stdout,
    succeeded: async () => {
      const code = await ended;
      if (missing && !signal.aborted) throw gitMissing(missing);
      return code === 0;
    },
    stop,
    failure: async () => {
      await stop();
      if (signal.aborted) return abortError(signal);
      return malformedObjects({ detail: cleanDetail(stderr) });
    },
  };
}

function gitMissing(cause: Error): IntakeError {
  return new IntakeError("local-input", "Git could not be started. Install git, then try again.", { cause });
}
