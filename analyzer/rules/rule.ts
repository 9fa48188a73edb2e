import type { FunctionFacts, LanguageId } from "../types.js";

/** Lowest values of info, warning, error and critical, in the unit of the rule; never falling. */
export type Thresholds = readonly [info: number, warning: number, error: number, critical: number];

/** What a rule sees in one subject. */
export interface Measurement {
  /** The value of the subject's own code; what thresholds are compared with. */
  readonly value: number;
  /** The value with nested functions included, as the function's row shows it; equals `value` without any. */
  readonly fullValue: number;
  readonly line: number;
  readonly endLine: number;
}

/** A type with the totals over all its parts, at the place of its declaration. */
export interface TypeTotals {
  readonly name: string;
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly functions: number;
  readonly fields: number;
  readonly complexity: number;
  readonly codeLines: number;
}

/** One copy of code that stands somewhere else first. */
export interface CloneCopy {
  readonly kind: "identical" | "similar";
  /** Named syntax nodes in the copy. */
  readonly mass: number;
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  /** `path:line` of the original. */
  readonly original: string;
}

/**
 * One kind of finding, complete in one literal: the page about it in `docs/rules` is rendered from the same
 * literal, so that the page cannot say something else than the product does.
 */
interface RuleLiteral<About extends string, Subject> {
  /** What its findings are about. */
  readonly about: About;
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
  /** Where a language has thresholds of its own. */
  readonly languageThresholds?: Readonly<Partial<Record<LanguageId, Thresholds>>>;
  /** Debt in minutes = base + perUnit × (value − first threshold). */
  readonly minutes: { readonly base: number; readonly perUnit: number };
  /** Where thresholds and minutes come from. */
  readonly source: string;
  /** Findings of one subject and one group measure one thing: only the dearest is counted. */
  readonly group: "function-size" | "type-size" | null;
  /** `null` where the language does not define the metric or the subject has nothing of the kind. */
  readonly measure: (subject: Subject) => Measurement | null;
  /** The beginning of the message, without a full stop: the value in words. */
  readonly says: (value: number, subject: Subject) => string;
}

export type FunctionRule = RuleLiteral<"function", FunctionFacts>;
export type TypeRule = RuleLiteral<"type", TypeTotals>;
export type CloneRule = RuleLiteral<"clone", CloneCopy>;
export type Rule = FunctionRule | TypeRule | CloneRule;

/** A measurement that spans the whole subject. */
export function ofWhole(
  subject: { readonly startLine: number; readonly endLine: number },
  value: number,
  fullValue: number = value,
): Measurement {
  return { value, fullValue, line: subject.startLine, endLine: subject.endLine };
}

/** The message of a finding: the value (both when own and full differ), why it matters, what to do. */
export function messageOf(
  { why, advice }: Pick<Rule, "why" | "advice">,
  says: string,
  { value, fullValue }: Measurement,
): string {
  const both = value === fullValue ? "" : ` in its own code, ${fullValue} with nested functions`;
  return `${says}${both}. ${why} ${advice}`;
}
