import type { Clock } from "../../server/clock.js";

/** Time that passes only when a spec says so. */
export interface MovableClock extends Clock {
  advance(ms: number): void;
}

/** A clock that stands still at `startAt`, ms since the epoch. */
export function movableClock(startAt = Date.UTC(2026, 0, 5, 12)): MovableClock {
  let now = startAt;
  return {
    now: () => now,
    advance: (ms) => {
      now += ms;
    },
  };
}
