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
import type { FileFacts, Finding, FunctionFacts, Role, Severity, SuppressedFinding } from "../types.js";
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

/** What findings can be about. */
type Subject =
  | { readonly about: "function"; readonly it: FunctionFacts }
  | { readonly about: "type"; readonly it: TypeTotals }
  | { readonly about: "clone"; readonly it: CloneCopy };

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
 * Everything the rules find in one file. Suppressed findings go first, so that among the correlated
 * findings of a subject the dearest of those that stay counts. In tests nothing counts.
 */
export function findingsOf(file: Findable, settings: Settings): FileFindings {
  const { path, role, facts } = file;
  const rules = RULES.flatMap((rule) => {
    const thresholds = thresholdsFor(settings, rule, facts.language);
    return thresholds === null ? [] : [{ rule, thresholds }];
  });
  const kept: { readonly candidate: Candidate; readonly counted: boolean }[] = [];
  const suppressed: SuppressedFinding[] = [];
  const isSuppressed = suppressedLines(facts.suppressions, settings);
  for (const subject of subjectsOf(file)) {
    const staying: Candidate[] = [];
    for (const { rule, thresholds } of rules) {
      const candidate = candidateOf(rule, thresholds, subject);
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

function* subjectsOf({ facts, types, copies }: Findable): Generator<Subject> {
  for (const it of facts.functions) yield { about: "function", it };
  for (const it of types) yield { about: "type", it };
  for (const it of copies) yield { about: "clone", it };
}

function candidateOf(rule: Rule, thresholds: Thresholds, subject: Subject): Candidate | null {
  const measured = measure(rule, subject, thresholds[0]);
  if (measured === null) return null;
  const { value } = measured.measurement;
  const level = thresholds.findLastIndex((threshold) => value >= threshold);
  const severity = SEVERITIES[level];
  const threshold = thresholds[level];
  if (severity === undefined || threshold === undefined) return null;
  const minutes = rule.minutes.base + rule.minutes.perUnit * (value - thresholds[0]);
  return {
    rule,
    subject: subject.about === "clone" ? subject.it.original : subject.it.name,
    column: subject.it.startColumn,
    ...measured,
    severity,
    threshold,
    hundredths: toHundredths(minutes),
  };
}

/** What a rule about such subjects says of this one, if its value is no less than `least`. */
function measure(rule: Rule, { about, it }: Subject, least: number): Measured | null {
  if (rule.about === "function" && about === "function") return measureBy(rule, it, least);
  if (rule.about === "type" && about === "type") return measureBy(rule, it, least);
  if (rule.about === "clone" && about === "clone") return measureBy(rule, it, least);
  return null;
}

type Measured = Pick<Candidate, "measurement" | "says">;

function measureBy<It>(
  rule: {
    readonly measure: (it: It) => Measurement | null;
    readonly says: (value: number, it: It) => string;
  },
  it: It,
  least: number,
): Measured | null {
  const measurement = rule.measure(it);
  if (measurement === null || measurement.value < least) return null;
  return { measurement, says: rule.says(measurement.value, it) };
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
