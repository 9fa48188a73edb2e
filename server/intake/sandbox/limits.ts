/** The three things done with a repository; each has its own filter, programs and limits. */
export type Stage = "fetch" | "read" | "analyze";

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;

/** What one sandboxed process and everything below it may use. */
export interface Limits {
  /** Processor time of each process, seconds (RLIMIT_CPU). */
  readonly cpuSeconds: number;
  /** Virtual memory of each process, bytes (RLIMIT_AS); null where reservations would trip it. */
  readonly addressSpaceBytes: number | null;
  /** Written-to private memory of each process, bytes (RLIMIT_DATA); null for none. */
  readonly dataBytes: number | null;
  /** Largest file that can be written, bytes (RLIMIT_FSIZE). */
  readonly fileSizeBytes: number;
  /** Open files of each process (RLIMIT_NOFILE). */
  readonly openFiles: number;
  /** Processes and threads of the uid together (RLIMIT_NPROC), hence one uid per analysis. */
  readonly processes: number;
  /** After this long everything inside is killed, ms. */
  readonly wallClockMs: number;
}

/** Git and ssh need little memory for a shallow fetch; index-pack of the largest accepted pack sets the rest. */
const FETCH_LIMITS: Limits = {
  cpuSeconds: 120,
  addressSpaceBytes: 1.5 * GIB,
  dataBytes: GIB,
  fileSizeBytes: GIB,
  openFiles: 256,
  processes: 64,
  wallClockMs: 300_000,
};

/** Nothing but bwrap's own data files is written by stages that only read. */
const SMALLEST_FILE_SIZE_BYTES = MIB;

/** `ls-tree` and `cat-file` only read. */
const READ_LIMITS: Limits = {
  ...FETCH_LIMITS,
  cpuSeconds: 300,
  fileSizeBytes: SMALLEST_FILE_SIZE_BYTES,
  wallClockMs: 900_000,
};

/**
 * Node reserves far more address space than it uses, so RLIMIT_AS below 2 GiB kills it at start; RLIMIT_DATA
 * counts what it really wrote to. Swift's grammar alone has been seen to need over 1 GiB.
 */
const ANALYZE_LIMITS: Limits = {
  cpuSeconds: 3_600,
  addressSpaceBytes: null,
  dataBytes: 4 * GIB,
  fileSizeBytes: SMALLEST_FILE_SIZE_BYTES,
  openFiles: 256,
  processes: 128,
  wallClockMs: 1_800_000,
};

/** The limits of each stage unless a plan or the operator narrows them. */
export const STAGE_LIMITS: Readonly<Record<Stage, Limits>> = {
  fetch: FETCH_LIMITS,
  read: READ_LIMITS,
  analyze: ANALYZE_LIMITS,
};

/** Kept of what a sandboxed process writes to stderr, bytes: enough for a reason, too little for a flood. */
export const MAX_STDERR_BYTES = 16 * 1024;

/** The arguments of prlimit(1) for these limits, without the process count, which has its own place. */
export function prlimitArguments(limits: Limits): string[] {
  const settings = [
    `--cpu=${limits.cpuSeconds}`,
    `--fsize=${limits.fileSizeBytes}`,
    `--nofile=${limits.openFiles}`,
    "--core=0", // a core dump would write source text and keys to a disk
  ];
  if (limits.addressSpaceBytes !== null) settings.push(`--as=${limits.addressSpaceBytes}`);
  if (limits.dataBytes !== null) settings.push(`--data=${limits.dataBytes}`);
  return settings;
}
