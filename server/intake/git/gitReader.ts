import type { Readable, Writable } from "node:stream";
import type { IntakeError } from "../errors.js";

/** Starts gits that read one repository: a fetched one in the sandbox, or a folder of this machine. */
export interface GitReader {
  /** `argv` without "git". Throws IntakeError when already aborted. */
  start(argv: readonly string[], signal: AbortSignal): ReadingGit;
}

/** A git that answers on stdout. */
export interface ReadingGit {
  /** Its errors are taken care of: a reader that ended early says why by its exit. */
  readonly stdin: Writable;
  readonly stdout: Readable;
  /** Waits for its end; whether the exit code was 0. */
  succeeded(): Promise<boolean>;
  /** Kills it if it still runs; resolves once it is gone. */
  stop(): Promise<void>;
  /** Stops it and gives the reason why its answer cannot be used. */
  failure(): Promise<IntakeError>;
}
