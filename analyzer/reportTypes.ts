import type { FunctionMetrics, HalsteadCounts, LanguageId, Role, SkippedFile } from "./factTypes.js";

export type Severity = "info" | "warning" | "error" | "critical";
export type Grade = "A" | "B" | "C" | "D" | "F";

export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly line: number;
  readonly endLine: number;
  readonly subject: string;
  readonly value: number;
  /** The threshold that was reached, in the unit of `value`. */
  readonly threshold: number;
  /** Debt in minutes, two decimals. */
  readonly minutes: number;
  /** Whether the minutes enter the debt: false in tests and for the cheaper of correlated findings. */
  readonly counted: boolean;
  readonly message: string;
}

/** Debt and grade of any node: project, sub-project, folder, language, file. */
export interface Grading {
  readonly gradedLines: number;
  /** Two decimals. */
  readonly debtMinutes: number;
  /** Six decimals; `null` without graded lines. */
  readonly debtRatio: number | null;
  /** Two decimals, 0 to 4. */
  readonly gpa: number | null;
  readonly grade: Grade | null;
}

/** Halstead's measures of one function; volume, difficulty and effort have two decimals. */
export interface Halstead extends HalsteadCounts {
  readonly volume: number;
  readonly difficulty: number;
  readonly effort: number;
}

export interface ReportFunction extends FunctionMetrics {
  readonly name: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly halstead: Halstead;
  /** Maintainability index, 0 to 100, one decimal. */
  readonly maintainability: number;
}

/** A place in the repository; lines are inclusive. */
export interface Place {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
}

/** Places of equal structure; the first is the original, the others are its copies. */
export interface ReportClone {
  readonly kind: "identical" | "similar";
  /** Named syntax nodes in one occurrence. */
  readonly mass: number;
  /** At least two, by path bytes and line. */
  readonly occurrences: readonly Place[];
}

/** A type with the totals over all its parts. */
export interface ReportType {
  readonly name: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly functions: number;
  readonly fields: number;
  /** Sum of the ABC magnitudes of its functions, two decimals. */
  readonly complexity: number;
  readonly codeLines: number;
  /** Its other parts, sorted by path bytes and line; often none. */
  readonly parts: readonly Place[];
}

/** Where a function stands: enough to tell which one a finding is about. */
export type FunctionPlace = Pick<ReportFunction, "name" | "startLine" | "endLine">;

/** A file with its grade and findings, and of its functions at least their places. */
export interface GradedFile extends Grading {
  readonly path: string;
  readonly language: LanguageId;
  readonly role: Role;
  readonly lines: number;
  readonly codeLines: number;
  readonly commentLines: number;
  readonly blankLines: number;
  readonly parseErrorLines: number;
  /** Distinct code lines in copies of other code. */
  readonly duplicatedLines: number;
  readonly functions: readonly FunctionPlace[];
  readonly types: readonly ReportType[];
  readonly findings: readonly Finding[];
}

export interface ReportFile extends GradedFile {
  readonly functions: readonly ReportFunction[];
}

export interface ReportTotals extends Grading {
  readonly files: number;
  readonly functions: number;
  readonly types: number;
  readonly lines: number;
  readonly codeLines: number;
  readonly commentLines: number;
  readonly blankLines: number;
  /** Distinct code lines in copies of other code. */
  readonly duplicatedLines: number;
}

export interface LanguageTotals extends Grading {
  readonly language: LanguageId;
  readonly files: number;
  readonly codeLines: number;
}

/** A finding that a `sealgrade:disable` comment took out of the report; it never counts. */
export interface SuppressedFinding {
  readonly path: string;
  readonly line: number;
  readonly rule: string;
  readonly subject: string;
  readonly value: number;
}

/** Totals and grade of one part of the repository that the settings name. */
export interface SubprojectTotals extends Grading {
  readonly name: string;
  /** Folder relative to the root, without a slash at either end. */
  readonly path: string;
  readonly files: number;
  readonly codeLines: number;
}

/** Totals and grade of a folder. */
export interface FolderTotals extends Grading {
  /** Relative to the root, without a slash at either end; `""` is the root. */
  readonly path: string;
  /** Whether everything below it counts, or the files directly in it alone. */
  readonly isWhole: boolean;
  readonly files: number;
  readonly codeLines: number;
}

export type PartKind = "folder" | "file" | "language" | "subproject";

/** A part of a project that is graded by itself. */
export interface Part {
  readonly kind: PartKind;
  /** Path relative to the root without a slash at either end, language id, or the sub-project's name. */
  readonly name: string;
}

export interface SettingsProblem {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** The whole result of an analysis, in the order and precision of the JSON output (METRICS.md). */
export type Report = ReportOf<ReportFile>;

/** A report by what it holds of each file. */
export interface ReportOf<File> {
  readonly schemaVersion: 1;
  readonly analyzer: { readonly version: string; readonly settingsHash: string };
  /** Commit id in lower-case hex, or `null` for a folder. */
  readonly revision: string | null;
  /** What of the project it is about; absent when it is about the whole. */
  readonly part?: Part;
  readonly totals: ReportTotals;
  /** Sorted by language id. */
  readonly languages: readonly LanguageTotals[];
  /** Sorted by path bytes. */
  readonly files: readonly File[];
  /** By first occurrence: path bytes, start line, end line descending. */
  readonly clones: readonly ReportClone[];
  /** Sorted by path bytes. */
  readonly skipped: readonly SkippedFile[];
  readonly settingsProblems: readonly SettingsProblem[];
  /** What comments switched off, sorted by path bytes, line, rule. */
  readonly suppressed: readonly SuppressedFinding[];
  /** Sorted by name; empty where the settings name none. */
  readonly subprojects: readonly SubprojectTotals[];
}

/** The grade's sum written out: enough to recompute it with a calculator. */
export interface Receipt {
  readonly analyzerVersion: string;
  readonly settingsHash: string;
  readonly revision: string | null;
  readonly minutesPerLine: number;
  /** Largest ratio of each grade but F, as fractions. */
  readonly cutoffs: { readonly A: number; readonly B: number; readonly C: number; readonly D: number };
  /** Every counted finding, dearest first. */
  readonly items: readonly ReceiptItem[];
  readonly gradedLines: number;
  readonly debtMinutes: number;
  readonly debtRatio: number | null;
  readonly gpa: number | null;
  readonly grade: Grade | null;
}

export interface ReceiptItem {
  readonly path: string;
  readonly line: number;
  readonly rule: string;
  readonly subject: string;
  readonly value: number;
  readonly minutes: number;
  /** minutes = baseMinutes + minutesPerUnit × (value − firstThreshold). */
  readonly baseMinutes: number;
  readonly minutesPerUnit: number;
  readonly firstThreshold: number;
}
