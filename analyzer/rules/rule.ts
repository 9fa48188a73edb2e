import type { FunctionFacts } from "../types.js";

/** Lowest values of info, warning, error and critical, in the unit of the rule; never falling. */
export type Thresholds = readonly [info: number, warning: number, error: number, critical: number];

/** What a rule sees in one function. */
export interface Measurement {
  /** The value of the function's own code; what thresholds are compared with. */
  readonly value: number;
  /** The value with nested functions included, as the function's row shows it; equals `value` without any. */
  readonly fullValue: number;
  readonly line: number;
  readonly endLine: number;
}

/**
 * One kind of finding about functions, complete in one literal: the page about it in `docs/rules` is
 * rendered from the same literal, so that the page cannot say something else than the product does.
 */
export interface Rule {
  /** Id in reports, settings and suppression comments. */
  readonly id: string;
  readonly title: string;
  /** What is counted, as one sentence. */
  readonly measures: string;
  /** Why a high value matters, as one sentence. */
  readonly why: string;
  /** What to do about it, as one sentence. */
  readonly advice: string;
  readonly thresholds: Thresholds;
  /** Debt in minutes = base + perUnit × (value − first threshold). */
  readonly minutes: { readonly base: number; readonly perUnit: number };
  /** Where thresholds and minutes come from. */
  readonly source: string;
  /** Findings of one function and one group measure one thing: only the dearest is counted. */
  readonly group: "function-size" | null;
  /** `null` where the language does not define the metric or the function has nothing of the kind. */
  readonly measure: (fn: FunctionFacts) => Measurement | null;
  /** The beginning of the message, without a full stop: the value in words. */
  readonly says: (value: number) => string;
}

/** A measurement that spans the whole function. */
export function ofFunction(fn: FunctionFacts, value: number, fullValue: number = value): Measurement {
  return { value, fullValue, line: fn.startLine, endLine: fn.endLine };
}

/** The message of a finding: the value (both when own and full differ), why it matters, what to do. */
export function messageOf(rule: Rule, measurement: Measurement): string {
  const { value, fullValue } = measurement;
  const both = value === fullValue ? "" : ` in its own code, ${fullValue} with nested functions`;
  return `${rule.says(value)}${both}. ${rule.why} ${rule.advice}`;
}
