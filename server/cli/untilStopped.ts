const EXIT_AFTER_SIGNAL = 130;

/**
 * Resolves when the process is asked to stop: SIGTERM from a supervisor or Ctrl-C. A second signal ends the
 * process at once, for whoever does not want to wait for running analyses.
 */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    const stop = () => {
      if (asked) process.exit(EXIT_AFTER_SIGNAL);
      asked = true;
      resolve();
    };
    process.on("SIGTERM", stop);
    process.on("SIGINT", stop);
  });
}
