import type { Readable, Writable } from "node:stream";
import type { Limits, Stage } from "./limits.js";

/** A file or folder of the machine shown inside; read-only unless `writable`. */
export interface Bind {
  readonly source: string;
  /** Absolute path inside. */
  readonly target: string;
  readonly writable?: boolean;
}

/** A small read-only file that exists inside only; its bytes reach the sandbox through a descriptor. */
export interface DataFile {
  /** Absolute path inside. */
  readonly target: string;
  readonly content: string | Uint8Array;
  /** Permission bits, 0o444 unless given. */
  readonly mode?: number;
}

/** What a sandboxed program sees and may use; the same for one process and for a wrapper. */
export interface SandboxView {
  readonly stage: Stage;
  readonly binds: readonly Bind[];
  readonly dataFiles?: readonly DataFile[];
  /** The whole environment beside PATH, HOME and LC_ALL. */
  readonly env?: Readonly<Record<string, string>>;
  /** Absolute path inside; "/" unless given. */
  readonly cwd?: string;
  readonly limits: Limits;
  /** The uid of the running analysis (see UidClaim); null when not started as root. */
  readonly uid: number | null;
  /** `Volume.holderPid` of a volume that lives in a namespace of its own. */
  readonly holderPid?: number | null;
}

/** One program to run inside. */
export interface SandboxCommand extends SandboxView {
  /** Program (absolute path inside, or a name in /usr/bin) and its arguments, passed on verbatim. */
  readonly argv: readonly string[];
  /** Ends everything inside when it aborts. */
  readonly signal: AbortSignal;
  /** "ignore" unless given. */
  readonly stdin?: "pipe" | "ignore";
}

/** A running sandbox. */
export interface SandboxedProcess {
  /** null unless the command asked for a pipe. */
  readonly stdin: Writable | null;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** The last bytes of stderr (MAX_STDERR_BYTES at most), for the private log only. */
  stderrText(): string;
  /** Resolves, never rejects, once nothing inside runs any more. */
  readonly exited: Promise<Exit>;
  /** Kills everything inside; `exited` tells when that is done. */
  kill(): void;
}

/** How everything inside came to an end. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** "deadline": the wall clock ran out; "aborted": the caller's signal or `kill`; else "exit". */
  readonly ended: "exit" | "aborted" | "deadline";
}
