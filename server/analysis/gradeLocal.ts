import { fileURLToPath } from "node:url";
import { createPool } from "../../analyzer/pool/pool.js";
import type { Report } from "../../analyzer/types.js";
import { openLocalSource } from "../intake/localGit.js";
import { collectFacts } from "./collectFacts.js";
import { reportOf } from "./reportOf.js";

const BUNDLE = new URL("../../sandboxed/", import.meta.url);

export interface GradeLocalOptions {
  /** A folder, a git work tree, or with `revision` any git repository. */
  readonly folder: string;
  readonly revision: string | null;
  /** Analyzer threads. */
  readonly workers: number;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/**
 * Grades code of this machine with the same steps as the service, without sandbox and without storing
 * anything: the code is the caller's own and is only parsed.
 * @throws IntakeError when the folder or revision cannot be read
 */
export async function gradeLocal(options: GradeLocalOptions): Promise<Report> {
  const { signal, workers } = options;
  const code = await openLocalSource(options);
  // Threads take a while to start, so they do it while the files are being listed.
  const grammarFolder = fileURLToPath(new URL("grammars", BUNDLE));
  const pool = createPool({ grammarFolder, workers, workerFile: new URL("analyzer.mjs", BUNDLE) });
  try {
    const collected = await collectFacts({
      code,
      startAnalyzer: async () => pool,
      facts: NOTHING_KNOWN,
      sources: NOTHING_KEPT,
      signal,
      onProgress: options.onProgress,
    });
    return reportOf(collected, code.commit);
  } finally {
    await pool.close();
  }
}

const NOTHING_KNOWN = {
  find: async () => new Map(),
  put: async () => undefined,
  flush: async () => undefined,
};
const NOTHING_KEPT = { wants: () => false, offer: async () => undefined, flush: async () => undefined };
