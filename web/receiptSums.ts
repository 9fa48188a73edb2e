import type { ReceiptItem } from "../analyzer/types.js";

/** Findings of one rule and what they cost together. */
export interface RuleSum {
  readonly rule: string;
  readonly findings: number;
  /** Exact to the hundredth. */
  readonly minutes: number;
}

/** Sum of minutes that have two decimals each, added as whole hundredths so that nothing is lost. */
export function sumMinutes(minutes: readonly number[]): number {
  return minutes.reduce((sum, each) => sum + Math.round(each * 100), 0) / 100;
}

/** Sums per rule, dearest first, then by rule. */
export function sumsByRule(items: readonly ReceiptItem[]): readonly RuleSum[] {
  const groups = Map.groupBy(items, (item) => item.rule);
  const sums = [...groups].map(([rule, group]) => ({
    rule,
    findings: group.length,
    minutes: sumMinutes(group.map((item) => item.minutes)),
  }));
  return sums.sort((a, b) => b.minutes - a.minutes || (a.rule < b.rule ? -1 : 1));
}
