import type { Clock } from "../clock.js";

/** A page that follows an analysis reads its row about once a second; writing faster helps nobody. */
const SAVE_EVERY_MS = 500;

export interface ProgressFields {
  readonly progressDone: number;
  readonly progressTotal: number;
}

/**
 * Saves progress at most twice a second, one save at a time. A save that fails is not worth failing the
 * analysis for: the next one follows, and the steps themselves are saved with errors raised.
 */
export function reportProgress(deps: { clock: Clock; save: (fields: ProgressFields) => Promise<unknown> }) {
  let savedAt = Number.NEGATIVE_INFINITY;
  let saving: Promise<unknown> = Promise.resolve();
  let latest: ProgressFields | null = null;
  const save = () => {
    if (latest === null) return;
    const fields = latest;
    latest = null;
    savedAt = deps.clock.now();
    saving = saving.then(() => deps.save(fields)).catch(() => undefined);
  };
  return {
    report(progressDone: number, progressTotal: number): void {
      latest = { progressDone, progressTotal };
      if (deps.clock.now() - savedAt >= SAVE_EVERY_MS) save();
    },
    /** Saves what is outstanding and waits for it. */
    async settle(): Promise<void> {
      save();
      await saving;
    },
  };
}
