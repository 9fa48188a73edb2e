const EXIT_AFTER_SIGNAL = 130;
/** A repeat this soon is the same request: the terminal, npm and a supervisor may each pass it on, ms. */
const SAME_REQUEST_MS = 1_000;
const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Somebody's wish that this process end. */
export interface StopRequest {
  /** Aborts when it is asked to stop. */
  readonly signal: AbortSignal;
  /** Resolves then. */
  readonly asked: Promise<void>;
}

/**
 * Listens for SIGTERM from a supervisor, Ctrl-C and a closed terminal. Call it before anything is started, so
 * that a signal at any moment leads to an orderly end. A later second signal ends the process at once, for
 * whoever does not want to wait for running analyses.
 */
export function listenForStop(): StopRequest {
  const stop = new AbortController();
  const asked = new Promise<void>((resolve) => stop.signal.addEventListener("abort", () => resolve()));
  let isImpatient = false;
  const ask = () => {
    if (isImpatient) process.exit(EXIT_AFTER_SIGNAL); // asked twice: running analyses are not waited for
    if (stop.signal.aborted) return;
    stop.abort();
    setTimeout(() => {
      isImpatient = true;
    }, SAME_REQUEST_MS).unref();
  };
  for (const signal of STOP_SIGNALS) process.on(signal, ask);
  return { signal: stop.signal, asked };
}
