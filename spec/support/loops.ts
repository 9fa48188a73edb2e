/**
 * How often a looping spec repeats: `small` by default, `full` under `npm run test:long` (SPEC_LOOPS=full),
 * or the number SPEC_LOOPS names, never more than `full`.
 */
export function loops(small: number, full: number): number {
  const asked = process.env["SPEC_LOOPS"];
  if (asked === undefined || asked === "") return small;
  if (asked === "full") return full;
  const count = Number(asked);
  if (!Number.isInteger(count) || count < 1)
    throw new Error(`SPEC_LOOPS must be "full" or a whole number above 0, not "${asked}"`);
  return Math.min(count, full);
}

/** How many rounds a fuzz spec takes and from which seed: `few` and 1 unless `npm run fuzz` says otherwise. */
export function fuzzing(few: number): { readonly rounds: number; readonly seed: number } {
  const { FUZZ_ROUNDS, FUZZ_SEED } = process.env;
  return { rounds: Number(FUZZ_ROUNDS ?? loops(few, few * 20)), seed: Number(FUZZ_SEED ?? 1) };
}
