import type { Finding, ReportFile } from "../../analyzer/types.js";
import type { FindingView } from "../../web/components/FindingsTable.js";
import type { ProjectOverview, WorstFile } from "../../web/overview.js";
import type { FilePageProps } from "../../web/pages/FilePage.js";
import type { ProjectPageProps } from "../../web/pages/ProjectPage.js";
import { sampleFileWins, sampleFolders, sampleSubprojects } from "./sampleParts.js";
import {
  AT_MS,
  HOUR_MS,
  plainTexts,
  sampleAnalysis,
  sampleFailure,
  sampleProject,
  sampleRevision,
  type Texts,
} from "./samples.js";

const SUBJECTS: readonly (readonly [string, string, number, number, FindingView["severity"], number])[] = [
  ["src/posting/reconcile.ts", "reconcileAccounts", 42, 61, "critical", 120],
  ["src/import/camt/parseStatement.ts", "StatementParser.parseEntries", 118, 38, "error", 74],
  ["src/rates/convert.ts", "convertThrough", 27, 29, "error", 56],
  ["services/export/report.py", "build_quarterly_report", 203, 26, "error", 50],
  ["src/http/routes/transfers.ts", "validateTransfer", 64, 21, "warning", 40],
  ["cmd/migrate/main.go", "run", 31, 18, "warning", 34],
  ["src/posting/rules.ts", "applyRule", 88, 16, "warning", 30],
  ["web/dashboard/useLedger.tsx", "useLedger", 12, 12, "info", 22],
];

const SAMPLE_HALSTEAD = {
  distinctOperators: 14,
  distinctOperands: 22,
  operators: 51,
  operands: 63,
  volume: 589.38,
  difficulty: 20.05,
  effort: 11817.07,
};

export function sampleFindings(text: Texts = plainTexts): readonly FindingView[] {
  return SUBJECTS.map(([path, subject, line, value, severity, minutes], index) => ({
    path: text(path),
    line,
    rule: ["function-cognitive", "function-cyclomatic", "function-nesting", "boolean-logic"][index % 4] ?? "",
    severity,
    subject: text(subject),
    value,
    minutes,
    counted: index !== 5,
    message: text(`${subject} has a value of ${value}`),
  }));
}

export function sampleFiles(text: Texts = plainTexts): readonly WorstFile[] {
  const grades = ["F", "D", "D", "C", "C", "B", "A", null] as const;
  return SUBJECTS.map(([path, , lines, value, , minutes], index) => ({
    path: text(path),
    grade: grades[index] ?? null,
    debtRatio: grades[index] === null ? null : value / 100,
    debtMinutes: minutes * 2.5,
    gradedLines: lines * 7,
    findings: 9 - index,
  }));
}

export function sampleOverview(text: Texts = plainTexts): ProjectOverview {
  const grading = {
    gradedLines: 41_280,
    debtMinutes: 7_990.5,
    debtRatio: 0.064523,
    gpa: 2.71,
    grade: "B",
  } as const;
  return {
    revision: sampleRevision(text),
    totals: {
      ...grading,
      files: 412,
      functions: 3_108,
      types: 284,
      duplicatedLines: 612,
      lines: 58_911,
      codeLines: 44_020,
      commentLines: 6_120,
      blankLines: 8_771,
    },
    cutoffs: { A: 0.05, B: 0.1, C: 0.2, D: 0.5 },
    languages: [
      { language: "go", files: 21, codeLines: 3_911, ...grading, debtRatio: 0.031, gpa: 3.38, grade: "A" },
      {
        language: "python",
        files: 64,
        codeLines: 8_204,
        ...grading,
        debtRatio: 0.132,
        gpa: 1.68,
        grade: "C",
      },
      { language: "typescript", files: 327, codeLines: 31_905, ...grading },
    ],
    subprojects: sampleSubprojects(text),
    folders: sampleFolders(text),
    quickWins: {
      wins: SUBJECTS.slice(0, 5).map(([path, subject, line, , , minutes]) => ({
        path: text(path),
        line,
        subject: text(subject),
        gainMinutes: minutes * 2.2,
      })),
      next: { grade: "A", count: 3 },
    },
    worstFiles: sampleFiles(text),
    findings: { total: 214, top: sampleFindings(text) },
    skipped: [
      {
        reason: "vendored",
        count: 1_204,
        paths: [text("vendor/github.com/pkg/errors/errors.go"), text("node_modules/left-pad/index.js")],
      },
      {
        reason: "generated",
        count: 3,
        paths: [text("src/api/schema.generated.ts"), text("src/pb/ledger.pb.go"), text("package-lock.json")],
      },
      { reason: "symlink", count: 1, paths: [text("docs/latest")] },
    ],
    settingsProblems: [
      {
        file: ".sealgrade.yml",
        line: 7,
        message: text("“function-lenght” is not a rule. Did you mean “function-length”?"),
      },
    ],
    parseErrors: [{ path: text("src/legacy/macros.ts"), lines: 14 }],
  };
}

export function sampleProjectPage(
  change: Partial<ProjectPageProps> = {},
  text: Texts = plainTexts,
): ProjectPageProps {
  const history = [0, 1, 2, 3, 4].map((index) =>
    sampleAnalysis(
      {
        id: `01JDKA000${index}`,
        createdAtMs: AT_MS - (3 + index * 20) * HOUR_MS,
        debtRatio: 0.0645 + index * 0.008,
        gpa: 2.71 - index * 0.16,
      },
      text,
    ),
  );
  return {
    project: sampleProject(text),
    deployKeyFingerprint: text("SHA256:3Qm7q1rIhp0Zb8wYtq9dBxk2L0sT5cVnE4uJfGaH6oM"),
    overview: sampleOverview(text),
    running: null,
    failure: null,
    history: [history[0] ?? sampleAnalysis(), sampleFailure(text), ...history.slice(1)],
    ...change,
  };
}

const SOURCE = `import { Account, type Posting } from "../model/account.js";
import { convertThrough } from "../rates/convert.js";

/** Matches open postings of two accounts. */
export function reconcileAccounts(left: Account, right: Account): readonly Posting[] {
\tconst open = left.postings.filter((posting) => posting.state === "open");
\tfor (const posting of open) {
\t\tif (posting.amount > 0 && posting.currency !== right.currency && !posting.locked) {
\t\t\tconst converted = convertThrough(posting, right.currency, { fallback: "EUR" });
\t\t\tif (converted.ok) {
\t\t\t\tmatch(converted.value, right);
\t\t\t}
\t\t}
\t}
\t// \u202E reversed \u2066 by a hostile comment \u2069
\treturn open;
}
`;

function sampleFinding(change: Partial<Finding>, text: Texts): Finding {
  return {
    rule: "function-cognitive",
    severity: "critical",
    line: 5,
    endLine: 17,
    subject: text("reconcileAccounts"),
    value: 61,
    threshold: 50,
    minutes: 116,
    counted: true,
    message: text("reconcileAccounts has a cognitive complexity of 61; from 8 on it is hard to follow."),
    ...change,
  };
}

function sampleFile(text: Texts = plainTexts): ReportFile {
  return {
    path: text("src/posting/reconcile.ts"),
    language: "typescript",
    role: "source",
    lines: 17,
    codeLines: 15,
    commentLines: 2,
    blankLines: 1,
    gradedLines: 15,
    parseErrorLines: 0,
    duplicatedLines: 0,
    debtMinutes: 150.5,
    debtRatio: 0.334444,
    gpa: 0.55,
    grade: "D",
    functions: [
      {
        name: text("reconcileAccounts"),
        startLine: 5,
        endLine: 17,
        codeLines: 12,
        arity: 2,
        cyclomatic: 6,
        cognitive: 61,
        nesting: 3,
        abc: { assignments: 6, branches: 11, conditions: 9, magnitude: 15.43 },
        returns: 1,
        returnValues: null,
        halstead: SAMPLE_HALSTEAD,
        maintainability: 52.3,
      },
      {
        name: text("<anonymous>"),
        startLine: 6,
        endLine: 6,
        codeLines: 1,
        arity: 1,
        cyclomatic: 1,
        cognitive: 0,
        nesting: 0,
        abc: { assignments: 0, branches: 1, conditions: 0, magnitude: 1 },
        returns: null,
        returnValues: null,
        halstead: SAMPLE_HALSTEAD,
        maintainability: 100,
      },
    ],
    types: [
      {
        name: text("Reconciler"),
        startLine: 3,
        endLine: 20,
        functions: 2,
        fields: 3,
        complexity: 16.43,
        codeLines: 13,
        parts: [{ path: text("src/posting/reconcile.extra.ts"), startLine: 1, endLine: 9 }],
      },
    ],
    findings: [
      sampleFinding({}, text),
      sampleFinding(
        {
          rule: "function-cyclomatic",
          severity: "info",
          value: 6,
          minutes: 10,
          counted: false,
          message: text("6 paths through it."),
        },
        text,
      ),
      sampleFinding(
        {
          rule: "boolean-logic",
          severity: "warning",
          line: 8,
          endLine: 8,
          value: 5,
          minutes: 34.5,
          message: text("5 operators in one condition."),
        },
        text,
      ),
    ],
  };
}

export function sampleFilePage(change: Partial<FilePageProps> = {}, text: Texts = plainTexts): FilePageProps {
  return {
    project: sampleProject(text),
    revision: sampleRevision(text),
    file: sampleFile(text),
    quickWins: sampleFileWins(text),
    source: { kind: "full", text: `${SOURCE}${text("// end")}\n` },
    ...change,
  };
}
