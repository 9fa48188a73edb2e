import type { FunctionFacts, Halstead, HalsteadCounts } from "../types.js";

/** Halstead's measures from their counts: V = N log₂ n, D = n₁/2 · N₂/max(1, n₂), E = D · V (Halstead 1977). */
export function halsteadOf(counts: HalsteadCounts): Halstead {
  const { volume, difficulty } = exactHalstead(counts);
  return {
    ...counts,
    volume: hundredths(volume),
    difficulty: hundredths(difficulty),
    effort: hundredths(volume * difficulty),
  };
}

/**
 * Maintainability index of a function, 0 to 100 with one decimal (Coleman et al. 1994, rescaled to 100 as Visual
 * Studio does).
 */
export function maintainabilityOf(
  fn: Pick<FunctionFacts, "halstead" | "cyclomatic" | "ownCodeLines">,
): number {
  const { volume } = exactHalstead(fn.halstead);
  const index =
    171 -
    5.2 * Math.log(Math.max(1, volume)) -
    0.23 * fn.cyclomatic -
    16.2 * Math.log(Math.max(1, fn.ownCodeLines));
  return Math.round(Math.min(100, Math.max(0, (index * 100) / 171)) * 10) / 10;
}

function exactHalstead({ distinctOperators, distinctOperands, operators, operands }: HalsteadCounts): {
  readonly volume: number;
  readonly difficulty: number;
} {
  const distinct = distinctOperators + distinctOperands;
  return {
    volume: distinct === 0 ? 0 : (operators + operands) * Math.log2(distinct),
    difficulty: (distinctOperators / 2) * (operands / Math.max(1, distinctOperands)),
  };
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
