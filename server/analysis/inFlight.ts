/** How much source may be on its way through the analyzer at once. */
const MAX_IN_FLIGHT_BYTES = 16 << 20;
const MAX_IN_FLIGHT_FILES = 256;

/** Work underway, bounded by count and bytes. The first failure surfaces at the next call. */
export interface InFlight {
  /** Resolves when there is room for `bytes` more; one piece of work always has room. */
  room(bytes: number): Promise<void>;
  add(bytes: number, work: () => Promise<void>): void;
  /** Resolves when everything that was added has ended. */
  empty(): Promise<void>;
}

/** Nothing underway. */
export function createInFlight(): InFlight {
  const running = new Set<Promise<void>>();
  let bytesInFlight = 0;
  let failure: { error: unknown } | null = null;
  let ended = Promise.withResolvers<void>();
  const check = () => {
    if (failure !== null) throw failure.error;
  };
  return {
    async room(bytes: number): Promise<void> {
      check();
      while (
        running.size >= MAX_IN_FLIGHT_FILES ||
        (running.size > 0 && bytesInFlight + bytes > MAX_IN_FLIGHT_BYTES)
      ) {
        await ended.promise;
        check();
      }
    },
    add(bytes: number, work: () => Promise<void>): void {
      bytesInFlight += bytes;
      const promise = work()
        .catch((error: unknown) => {
          failure ??= { error };
        })
        .finally(() => {
          bytesInFlight -= bytes;
          running.delete(promise);
          ended.resolve();
          ended = Promise.withResolvers<void>();
        });
      running.add(promise);
    },
    async empty(): Promise<void> {
      await Promise.all(running);
      check();
    },
  };
}
