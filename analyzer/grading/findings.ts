import { RULES } from "../rules/index.js";
import {
  type CloneCopy,
  type Measurement,
  messageOf,
  type Rule,
  type Thresholds,
  type TypeTotals,
} from "../rules/rule.js";
import type { Settings } from "../settings/settings.js";
import { thresholdsFor } from "../settings/thresholds.js";
import type {
  FileFacts,
  Finding,
  FunctionFacts,
  LanguageId,
  Role,
  Severity,
  SuppressedFinding,
} from "../types.js";
import { compareBytes } from "./byteOrder.js";
import { toHundredths } from "./grade.js";
import { suppressedLines } from "./suppressedLines.js";

const SEVERITIES: readonly Severity[] = ["info", "warning", "error", "critical"];

/** A finding before it is known whether it counts. */
interface Candidate {
  readonly rule: Rule;
  readonly subject: string;
  readonly column: number;
  readonly measurement: Measurement;
  readonly says: string;
  readonly severity: Severity;
  readonly threshold: number;
  readonly hundredths: number;
}

/** A file with everything in it that rules look at. */
export interface Findable {
  readonly path: string;
  readonly role: Role;
  readonly facts: FileFacts;
  /** Types that are listed in this file. */
  readonly types: readonly TypeTotals[];
  /** Copies that stand in this file; their originals are none. */
  readonly copies: readonly CloneCopy[];
}

/** Findings of one file, sorted, and what its comments took out. */
export interface FileFindings {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
}

/**
 * Makes what finds everything the rules find in one file. Suppressed findings go first, so that among the correlated
 * findings of a subject the dearest of those that stay counts. In tests nothing counts.
 */
export function createFinder(settings: Settings): (file: Findable) => FileFindings {
  const byLanguage = new Map<LanguageId, ActiveRules>();
  return (file) => {
    const { language } = file.facts;
    const rules = byLanguage.get(language) ?? activeRules(settings, language);
    byLanguage.set(language, rules);
    return findingsOf(file, rules, settings);
  };
}

/** A rule that is on, with its thresholds in one language. */
interface Active<It> {
  readonly rule: Rule & {
    readonly measure: (it: It) => Measurement | null;
    readonly says: (value: number, it: It) => string;
  };
  readonly thresholds: Thresholds;
}

/** By what they are about. */
interface ActiveRules {
  readonly functions: readonly Active<FunctionFacts>[];
  readonly types: readonly Active<TypeTotals>[];
  readonly clones: readonly Active<CloneCopy>[];
}

function activeRules(settings: Settings, language: LanguageId): ActiveRules {
  const functions: Active<FunctionFacts>[] = [];
  const types: Active<TypeTotals>[] = [];
  const clones: Active<CloneCopy>[] = [];
  for (const rule of RULES) {
    const thresholds = thresholdsFor(settings, rule, language);
    if (thresholds === null) continue;
    if (rule.about === "function") functions.push({ rule, thresholds });
    else if (rule.about === "type") types.push({ rule, thresholds });
    else clones.push({ rule, thresholds });
  }
  return { functions, types, clones };
}

function findingsOf(file: Findable, rules: ActiveRules, settings: Settings): FileFindings {
  const { path, role, facts, types, copies } = file;
  const kept: { readonly candidate: Candidate; readonly counted: boolean }[] = [];
  const suppressed: SuppressedFinding[] = [];
  const isSuppressed = suppressedLines(facts.suppressions, settings);
  for (const candidates of [
    ...bySubject(rules.functions, facts.functions, ({ name }) => name),
    ...bySubject(rules.types, types, ({ name }) => name),
    ...bySubject(rules.clones, copies, ({ original }) => original),
  ]) {
    const staying: Candidate[] = [];
    for (const candidate of candidates) {
      if (isSuppressed(candidate.rule.id, candidate.measurement.line))
        suppressed.push(suppressedFinding(path, candidate));
      else staying.push(candidate);
    }
    const counting = role === "test" ? new Set<Candidate>() : dearestOfEachGroup(staying);
    for (const candidate of staying) kept.push({ candidate, counted: counting.has(candidate) });
  }
  kept.sort((left, right) => compareCandidates(left.candidate, right.candidate));
  return { findings: kept.map(({ candidate, counted }) => toFinding(candidate, counted)), suppressed };
}

/** What rules find in each subject; subjects in which they find nothing, which are most, are left out. */
function bySubject<It extends { readonly startColumn: number }>(
  rules: readonly Active<It>[],
  subjects: readonly It[],
  nameOf: (it: It) => string,
): Candidate[][] {
  const found: Candidate[][] = [];
  for (const it of subjects) {
    const candidates: Candidate[] = [];
    for (const active of rules) {
      const measurement = active.rule.measure(it);
      if (measurement !== null && measurement.value >= active.thresholds[0])
        candidates.push(candidateOf(active, it, { subject: nameOf(it), measurement }));
    }
    if (candidates.length > 0) found.push(candidates);
  }
  return found;
}

function candidateOf<It extends { readonly startColumn: number }>(
  { rule, thresholds }: Active<It>,
  it: It,
  { subject, measurement }: Pick<Candidate, "subject" | "measurement">,
): Candidate {
  const { value } = measurement;
  const level = thresholds.findLastIndex((threshold) => value >= threshold);
  const minutes = rule.minutes.base + rule.minutes.perUnit * (value - thresholds[0]);
  return {
    rule,
    subject,
    column: it.startColumn,
    measurement,
    says: rule.says(value, it),
    severity: SEVERITIES[level] ?? "info",
    threshold: thresholds[level] ?? thresholds[0],
    hundredths: toHundredths(minutes),
  };
}

/** Findings without a group, and of each group the dearest; of equally dear ones the first rule by id. */
function dearestOfEachGroup(candidates: readonly Candidate[]): Set<Candidate> {
  const counting = new Set<Candidate>();
  const dearest = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const { group } = candidate.rule;
    if (group === null) counting.add(candidate);
    else if (candidate.hundredths > (dearest.get(group)?.hundredths ?? 0)) dearest.set(group, candidate);
  }
  for (const candidate of dearest.values()) counting.add(candidate);
  return counting;
}

/** METRICS' order: start line, start column, end line descending, then rule; the name settles the rest. */
function compareCandidates(left: Candidate, right: Candidate): number {
  return (
    left.measurement.line - right.measurement.line ||
    left.column - right.column ||
    right.measurement.endLine - left.measurement.endLine ||
    compareBytes(left.rule.id, right.rule.id) ||
    compareBytes(left.subject, right.subject)
  );
}

function toFinding(candidate: Candidate, counted: boolean): Finding {
  const { rule, subject, measurement, says, severity, threshold, hundredths } = candidate;
  return {
    rule: rule.id,
    severity,
    line: measurement.line,
    endLine: measurement.endLine,
    subject,
    value: measurement.value,
    threshold,
    minutes: hundredths / 100,
    counted,
    message: messageOf(rule, says, measurement),
  };
}

function suppressedFinding(path: string, { rule, subject, measurement }: Candidate): SuppressedFinding {
  return { path, line: measurement.line, rule: rule.id, subject, value: measurement.value };
}
