/** The middle value, or the mean of the two in the middle. `values` is not empty. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}

/** Milliseconds as seconds for reading. */
export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
