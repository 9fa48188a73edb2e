import path from "node:path";
import { simpleGit } from "simple-git";
import { abortError, IntakeError } from "../errors.js";
import type { Sandbox, SandboxView } from "../sandbox/sandbox.js";

export interface GitRun {
  readonly sandbox: Sandbox;
  readonly view: SandboxView;
  /** Passed on verbatim; simple-git refuses options that could run programs. */
  readonly args: readonly string[];
  readonly signal: AbortSignal;
}

/** How a git ended. */
export interface GitOutcome {
  /** 0 for success; 128 + n where signal n ended it inside the sandbox. */
  readonly code: number;
  readonly stdout: string;
  /** Partly written by the remote: for finding the reason and, cleaned, for the private log only. */
  readonly stderr: string;
}

/** Most that is kept of what git says, bytes. A hostile server can make it say more than memory holds. */
const MAX_OUTPUT_BYTES = 4 * 1024 * 1024;

/**
 * Runs git inside the sandbox through simple-git, whose own guards stay on. Resolves once nothing of it runs
 * any more, whatever its exit code; throws IntakeError `cancelled`, `over-limit-size` (it said too much) or
 * the IntakeError that `signal` was aborted with.
 */
export async function runGit(run: GitRun): Promise<GitOutcome> {
  const wrapper = await run.sandbox.wrapper({ ...run.view, program: "git" });
  const flooded = new AbortController();
  const signal = AbortSignal.any([run.signal, flooded.signal]);
  let failed: { code: number; stdout: string; stderr: string } | null = null;
  try {
    const git = simpleGit({
      baseDir: path.dirname(wrapper.file),
      binary: wrapper.file,
      abort: signal,
      maxConcurrentProcesses: 1,
      trimmed: false,
      // The pipes close only when the last process inside is gone; the first one's exit says too little.
      completion: { onClose: true, onExit: false },
      errors: (error, result) => {
        if (result.exitCode === 0) return error;
        failed = {
          code: exitCodeOf(result.exitCode),
          stdout: textOf(result.stdOut),
          stderr: textOf(result.stdErr),
        };
        return new Error("git failed");
      },
    });
    git.outputHandler((_program, ...streams) => boundOutput(streams, flooded));
    const stdout = await git.raw([...run.args]);
    return { code: 0, stdout, stderr: "" };
  } catch (cause) {
    if (run.signal.aborted) throw abortError(run.signal, cause);
    if (flooded.signal.aborted) {
      throw new IntakeError("over-limit-size", "The Git host sent more text than Sealgrade reads.", {
        cause,
      });
    }
    if (failed !== null) return failed;
    throw new IntakeError("sandbox-failed", "Git could not be started in its sandbox.", { cause });
  } finally {
    await wrapper.close();
  }
}

function boundOutput(streams: readonly unknown[], flooded: AbortController): void {
  let bytes = 0;
  for (const stream of streams) {
    if (!isReadable(stream)) continue;
    stream.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MAX_OUTPUT_BYTES) flooded.abort();
    });
  }
}

function isReadable(stream: unknown): stream is NodeJS.ReadableStream {
  return typeof stream === "object" && stream !== null && "on" in stream && "read" in stream;
}

/** The wall clock's SIGKILL leaves no exit code, whatever simple-git's types say; a shell would call it 137. */
function exitCodeOf(code: number | null): number {
  return code ?? 137;
}

function textOf(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString("utf8");
}
