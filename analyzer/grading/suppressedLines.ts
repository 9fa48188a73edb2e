import { rulesOfCheck } from "../settings/codebeatChecks.js";
import type { Settings } from "../settings/settings.js";
import type { Suppression } from "../types.js";

/** A range of lines, both ends inclusive. */
interface Range {
  readonly start: number;
  readonly end: number;
}

/** Answers whether a rule is switched off on a line. */
export type IsSuppressed = (rule: string, line: number) => boolean;

/**
 * Prepares the suppressions of one file that count under these settings, so that each question takes
 * logarithmic time: a hostile file can hold tens of thousands of comments and as many findings.
 */
export function suppressedLines(
  all: readonly Suppression[],
  settings: Pick<Settings, "codebeatComments">,
): IsSuppressed {
  const suppressions = all.flatMap((one) => translated(one, settings) ?? []);
  if (suppressions.length === 0) return () => false;
  const everyRule: Range[] = [];
  const byRule = new Map<string, Range[]>();
  for (const { startLine: start, endLine: end, rules } of suppressions) {
    if (rules.length === 0) everyRule.push({ start, end });
    for (const rule of rules) {
      const ranges = byRule.get(rule);
      if (ranges === undefined) byRule.set(rule, [{ start, end }]);
      else ranges.push({ start, end });
    }
  }
  const forEvery = merged(everyRule);
  const forRule = new Map([...byRule].map(([rule, ranges]) => [rule, merged(ranges)]));
  return (rule, line) => holds(forEvery, line) || holds(forRule.get(rule) ?? [], line);
}

/** A suppression in rules of our own; `null` when it does not count or names nothing we know. */
function translated(
  suppression: Suppression,
  { codebeatComments }: Pick<Settings, "codebeatComments">,
): Suppression | null {
  if (suppression.dialect === "sealgrade") return suppression;
  if (!codebeatComments) return null;
  const rules = suppression.rules.flatMap((check) => rulesOfCheck(check) ?? []);
  // No rules mean all, which a list of unknown checks does not.
  return rules.length === 0 && suppression.rules.length > 0 ? null : { ...suppression, rules };
}

/** The same lines as ranges that are sorted and do not meet. */
function merged(ranges: Range[]): readonly Range[] {
  const result: Range[] = [];
  for (const range of ranges.sort((left, right) => left.start - right.start)) {
    const last = result.at(-1);
    if (last === undefined || range.start > last.end) result.push(range);
    else if (range.end > last.end) result[result.length - 1] = { start: last.start, end: range.end };
  }
  return result;
}

function holds(ranges: readonly Range[], line: number): boolean {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ranges[middle]?.end ?? 0) < line) low = middle + 1;
    else high = middle;
  }
  const candidate = ranges[low];
  return candidate !== undefined && candidate.start <= line;
}
