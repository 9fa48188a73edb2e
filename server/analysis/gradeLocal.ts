import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { type EngineFlag, setFlags } from "../../analyzer/pool/engineFlags.js";
import { createPool, type Pool } from "../../analyzer/pool/pool.js";
import type { Report } from "../../analyzer/types.js";
import { type LocalSource, openLocalSource } from "../intake/local/localGit.js";
import { collectFacts } from "./collectFacts.js";
import { GRADE_FLAGS, KEPT_FACTS_FLAGS } from "./gradeFlags.js";
import { type LocalFacts, openLocalFacts } from "./localFacts.js";
import { reportOf } from "./reportOf.js";

const BUNDLE = new URL("../../sandboxed/", import.meta.url);

export interface GradeLocalOptions {
  /** A folder, a git work tree, or with `revision` any git repository. */
  readonly folder: string;
  readonly revision: string | null;
  /** Analyzer threads. */
  readonly workers: number;
  /** Where facts of earlier runs are kept; null measures every file anew and keeps nothing. */
  readonly cacheFolder: string | null;
  /** Ms since 1970. */
  readonly now: () => number;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/**
 * Grades code of this machine with the same steps as the service, without sandbox: the code is the caller's own
 * and is only parsed.
 * @throws IntakeError when the folder or revision cannot be read
 */
export async function gradeLocal(options: GradeLocalOptions): Promise<Report> {
  const { signal, onProgress } = options;
  const code = await openLocalSource(options);
  const facts = factsFor(options, code);
  const flags = facts.isEmpty ? GRADE_FLAGS : KEPT_FACTS_FLAGS;
  setFlags(flags, "wanted");
  const pools: Pool[] = [];
  const startAnalyzer = async (): Promise<Pool> => {
    const [started] = pools;
    const pool = started ?? startPool(options.workers, flags);
    if (started === undefined) pools.push(pool);
    return pool;
  };
  const closePools = async () => {
    for (const pool of pools.splice(0)) await pool.close();
  };
  try {
    // Threads take a while to start, so they do it while the files are being listed, unless none may be needed.
    if (facts.isEmpty) await startAnalyzer();
    const collected = await collectFacts({
      code,
      startAnalyzer,
      facts,
      sources: NOTHING_KEPT,
      signal,
      onProgress,
    });
    // The threads hold as much memory as making the report takes.
    await closePools();
    facts.save();
    return reportOf(collected, code.commit);
  } finally {
    await closePools();
  }
}

/** `bin/sealgrade` lets this process collect garbage late, which threads may not: each has a heap of its own. */
const AS_EARLY_AS_USUAL = "--initial-old-space-size=0";

function startPool(workers: number, flags: readonly EngineFlag[]): Pool {
  setFlagsFromString(AS_EARLY_AS_USUAL);
  const grammarFolder = fileURLToPath(new URL("grammars", BUNDLE));
  return createPool({ grammarFolder, workers, workerFile: new URL("thread.mjs", BUNDLE), flags });
}

function factsFor({ cacheFolder, folder, now }: GradeLocalOptions, { kind }: LocalSource): LocalFacts {
  if (cacheFolder === null) return NOTHING_KNOWN;
  return openLocalFacts({ cacheFolder, identity: `${kind}\n${realpathSync(folder)}`, nowMs: now() });
}

const NOTHING_KNOWN: LocalFacts = {
  isEmpty: true,
  find: async () => new Map(),
  put: async () => undefined,
  flush: async () => undefined,
  save: () => undefined,
};
const NOTHING_KEPT = { wants: () => false, offer: async () => undefined, flush: async () => undefined };
