import type { Pool } from "../../analyzer/pool/pool.js";

/** The analyzer of one analysis, which may be told to start before it is known what there is to measure. */
export interface AnalyzerOnCall {
  /** Starts it without waiting; that it cannot start is for `started` to say. */
  prepare(): void;
  /** The analyzer, ready for files; starts it unless it was prepared. */
  started(): Promise<Pool>;
  /** Ends it, also while it starts. Safe where it never began. */
  close(): Promise<void>;
}

/** Nothing is started yet. `start` is called once at most, and must reject when its signal is aborted. */
export function analyzerOnCall(start: (signal: AbortSignal) => Promise<Pool>): AnalyzerOnCall {
  const closing = new AbortController();
  let pool: Promise<Pool> | null = null;
  const started = () => {
    pool ??= start(closing.signal);
    return pool;
  };
  return {
    prepare: () => void started().catch(() => undefined),
    started,
    close: async () => {
      closing.abort();
      const begun = await pool?.catch(() => null); // whoever asked for it was told why there is none
      await begun?.close();
    },
  };
}
