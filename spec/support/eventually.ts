import { setTimeout as delay } from "node:timers/promises";

const LOOK_EVERY_MS = 50;

/**
 * Waits until `look` answers something other than null, undefined or false, and returns it.
 * @throws Error naming `what` when that has not happened after `timeoutMs`
 */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  timeoutMs = 60_000,
): Promise<T> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    if (performance.now() > end) throw new Error(`${what} did not happen within ${timeoutMs} ms`);
    await delay(LOOK_EVERY_MS);
  }
}
