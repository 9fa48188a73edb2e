/** Starts to count; the answer says whether the thread has used more processor time since, in ms, than the limit. */
export type CpuLimit = (limitMs: number) => () => boolean;

/**
 * Waiting for a busy machine must not make a file slow, so it is the thread's own time, not the wall's. But no thread
 * uses more than passes on the wall, and that clock is read twenty times as quickly: it is asked first.
 */
export const threadCpuLimit: CpuLimit = (limitMs) => {
  const startedMs = performance.now();
  const deadlineMs = threadCpuMs() + limitMs;
  return () => performance.now() - startedMs > limitMs && threadCpuMs() > deadlineMs;
};

function threadCpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
