import { RULES } from "../rules/index.js";
import type { Rule } from "../rules/rule.js";
import type { Report, Severity } from "../types.js";
import { type ListedFinding, listFindings } from "./fingerprints.js";
import { toJsonText } from "./json.js";

/** Results of one run that GitHub's code scanning accepts ("SARIF support for code scanning", 2025). */
const MAX_RESULTS = 25_000;

const SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

/** SARIF has three levels; a critical finding is an error of higher rank. */
const LEVELS: Readonly<Record<Severity, string>> = {
  info: "note",
  warning: "warning",
  error: "error",
  critical: "error",
};

/** Importance from 0 to 100, by which viewers sort. */
const RANKS: Readonly<Record<Severity, number>> = { info: 20, warning: 40, error: 70, critical: 95 };

/**
 * Findings as SARIF 2.1.0 (OASIS, 2020), within the limits of GitHub's code scanning: of more than 25,000 findings
 * the dearest are kept, and a notification says how many are missing. What is found in tests is a note, since it
 * is not graded.
 */
export function renderSarif(report: Report): string {
  const { grade, gpa, debtRatio, debtMinutes } = report.totals;
  const { revision, part } = report;
  const findings = listFindings(report);
  const kept = keepDearest(findings);
  const left = findings.length - kept.length;
  return toJsonText({
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: { name: "Sealgrade", semanticVersion: report.analyzer.version, rules: RULES.map(ruleOf) },
        },
        columnKind: "utf16CodeUnits",
        invocations: [
          {
            executionSuccessful: true,
            ...(left > 0 ? { toolExecutionNotifications: [notificationOf(left)] } : {}),
          },
        ],
        results: kept.map(resultOf),
        properties: { revision, ...(part === undefined ? {} : { part }), grade, gpa, debtRatio, debtMinutes },
      },
    ],
  });
}

function keepDearest(findings: readonly ListedFinding[]): readonly ListedFinding[] {
  if (findings.length <= MAX_RESULTS) return findings;
  const order = new Map(findings.map((listed, index) => [listed, index]));
  return findings
    .toSorted((left, right) => right.finding.minutes - left.finding.minutes)
    .slice(0, MAX_RESULTS)
    .sort((left, right) => (order.get(left) ?? 0) - (order.get(right) ?? 0));
}

function notificationOf(left: number): object {
  const text = `${left} findings of lower debt are left out: no more than ${MAX_RESULTS} fit into one run.`;
  return { level: "warning", message: { text } };
}

const RULE_INDEXES = new Map(RULES.map(({ id }, index) => [id, index]));

function ruleOf({ id, title, measures, why, advice, about }: Rule): object {
  return {
    id,
    name: id.replace(/(^|-)(\w)/g, (_match, _dash, letter: string) => letter.toUpperCase()),
    shortDescription: { text: title },
    fullDescription: { text: measures },
    help: {
      text: `${measures} ${why} ${advice}`,
      markdown: `${measures}\n\n**Why.** ${why}\n\n**What to do.** ${advice}`,
    },
    defaultConfiguration: { level: "warning" },
    properties: { tags: ["maintainability", about === "clone" ? "duplication" : "complexity"] },
  };
}

function resultOf({ file, finding, fingerprint }: ListedFinding): object {
  const isTest = file.role === "test";
  const { rule, severity, message, line, endLine, value, threshold, minutes, counted } = finding;
  return {
    ruleId: rule,
    ruleIndex: RULE_INDEXES.get(rule),
    level: isTest ? "note" : LEVELS[severity],
    rank: isTest ? 0 : RANKS[severity],
    message: { text: plain(message) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(file.path) },
          region: { startLine: line, endLine },
        },
        logicalLocations: [{ fullyQualifiedName: finding.subject }],
      },
    ],
    partialFingerprints: { "sealgradeFinding/v1": fingerprint },
    properties: { value, threshold, minutes, counted },
  };
}

/**
 * Text without links: a message may quote a path, and SARIF takes `[text](address)` for a link (3.11.6), where `\`
 * before a bracket takes its meaning away.
 */
function plain(text: string): string {
  return text.includes("](") ? text.replace(/[\\[\]]/g, "\\$&") : text;
}

/** A path relative to the repository's root as a URI reference. */
function uriOf(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}
