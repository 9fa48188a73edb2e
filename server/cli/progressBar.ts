import type { Terminal } from "./command.js";

const BAR_WIDTH = 30;
/** Redrawing more often than this is flicker. */
const REDRAW_MS = 100;
const CLEAR_LINE = "\r\u001b[K";

export interface ProgressBar {
  update(done: number, total: number): void;
  /** Takes the bar away, so that what follows starts on a clean line. */
  clear(): void;
}

/** A progress bar on stderr; on anything but a terminal it stays silent. `now` is in ms. */
export function createProgressBar(
  stderr: Terminal["stderr"],
  now: () => number,
  unit: "files" | "keys" = "files",
): ProgressBar {
  if (stderr.isTTY !== true) return { update: () => undefined, clear: () => undefined };
  let drawnAt = Number.NEGATIVE_INFINITY;
  return {
    update(done, total) {
      if (now() - drawnAt < REDRAW_MS || total === 0) return;
      drawnAt = now();
      const filled = Math.round((done / total) * BAR_WIDTH);
      const bar = "━".repeat(filled) + "─".repeat(BAR_WIDTH - filled);
      stderr.write(`${CLEAR_LINE}${bar} ${done} of ${total} ${unit}`);
    },
    clear: () => void stderr.write(CLEAR_LINE),
  };
}
