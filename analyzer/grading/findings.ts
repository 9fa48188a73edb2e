import { RULES } from "../rules/index.js";
import { type Measurement, messageOf, type Rule, type Thresholds } from "../rules/rule.js";
import type { Settings } from "../settings/settings.js";
import { thresholdsFor } from "../settings/thresholds.js";
import type { FileFacts, Finding, FunctionFacts, Role, Severity, SuppressedFinding } from "../types.js";
import { compareBytes } from "./byteOrder.js";
import { toHundredths } from "./grade.js";
import { suppressedLines } from "./suppressedLines.js";

const SEVERITIES: readonly Severity[] = ["info", "warning", "error", "critical"];

/** A finding before it is known whether it counts. */
interface Candidate {
  readonly rule: Rule;
  readonly subject: FunctionFacts;
  readonly measurement: Measurement;
  readonly severity: Severity;
  readonly threshold: number;
  readonly hundredths: number;
}

/** Findings of one file, sorted, and what its comments took out. */
export interface FileFindings {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
}

/**
 * Everything the rules find in one file. Suppressed findings go first, so that among the correlated
 * findings of a function the dearest of those that stay counts. In tests nothing counts.
 */
export function findingsOf(
  file: { readonly path: string; readonly role: Role; readonly facts: FileFacts },
  settings: Settings,
): FileFindings {
  const { path, role, facts } = file;
  const rules = RULES.flatMap((rule) => {
    const thresholds = thresholdsFor(settings, rule, facts.language);
    return thresholds === null ? [] : [{ rule, thresholds }];
  });
  const kept: { readonly candidate: Candidate; readonly counted: boolean }[] = [];
  const suppressed: SuppressedFinding[] = [];
  const isSuppressed = suppressedLines(facts.suppressions);
  for (const fn of facts.functions) {
    const staying: Candidate[] = [];
    for (const { rule, thresholds } of rules) {
      const candidate = candidateOf(rule, thresholds, fn);
      if (candidate === null) continue;
      if (isSuppressed(rule.id, candidate.measurement.line))
        suppressed.push(suppressedFinding(path, candidate));
      else staying.push(candidate);
    }
    const counting = role === "test" ? new Set<Candidate>() : dearestOfEachGroup(staying);
    for (const candidate of staying) kept.push({ candidate, counted: counting.has(candidate) });
  }
  kept.sort((left, right) => compareCandidates(left.candidate, right.candidate));
  return { findings: kept.map(({ candidate, counted }) => toFinding(candidate, counted)), suppressed };
}

function candidateOf(rule: Rule, thresholds: Thresholds, fn: FunctionFacts): Candidate | null {
  const measurement = rule.measure(fn);
  if (measurement === null || measurement.value < thresholds[0]) return null;
  const level = thresholds.findLastIndex((threshold) => measurement.value >= threshold);
  const severity = SEVERITIES[level];
  const threshold = thresholds[level];
  if (severity === undefined || threshold === undefined) return null;
  const minutes = rule.minutes.base + rule.minutes.perUnit * (measurement.value - thresholds[0]);
  return { rule, subject: fn, measurement, severity, threshold, hundredths: toHundredths(minutes) };
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
    left.subject.startColumn - right.subject.startColumn ||
    right.measurement.endLine - left.measurement.endLine ||
    compareBytes(left.rule.id, right.rule.id) ||
    compareBytes(left.subject.name, right.subject.name)
  );
}

function toFinding(candidate: Candidate, counted: boolean): Finding {
  const { rule, subject, measurement, severity, threshold, hundredths } = candidate;
  return {
    rule: rule.id,
    severity,
    line: measurement.line,
    endLine: measurement.endLine,
    subject: subject.name,
    value: measurement.value,
    threshold,
    minutes: hundredths / 100,
    counted,
    message: messageOf(rule, measurement),
  };
}

function suppressedFinding(path: string, { rule, subject, measurement }: Candidate): SuppressedFinding {
  return { path, line: measurement.line, rule: rule.id, subject: subject.name, value: measurement.value };
}
