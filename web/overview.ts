import type {
  FolderTotals,
  Grade,
  LanguageTotals,
  Receipt,
  ReportTotals,
  SettingsProblem,
  SkipReason,
  SubprojectTotals,
} from "../analyzer/types.js";
import type { FindingView } from "./components/FindingsTable.js";
import type { RevisionView } from "./views.js";

/** Largest ratio of each grade but F, as fractions. */
export type Cutoffs = Receipt["cutoffs"];

/** What the overview page shows of one revision. */
export interface ProjectOverview extends ReportOverview {
  readonly revision: RevisionView;
}

/** What is shown of a report or of a part of it; small, because the whole's is stored and opened as it is. */
export interface ReportOverview {
  readonly totals: ReportTotals;
  readonly cutoffs: Cutoffs;
  readonly languages: readonly LanguageTotals[];
  /** By name. */
  readonly subprojects: readonly SubprojectTotals[];
  readonly folders: FolderList;
  readonly quickWins: QuickWins;
  /** Files with the most debt, dearest first. */
  readonly worstFiles: readonly WorstFile[];
  readonly findings: { readonly total: number; readonly top: readonly FindingView[] };
  readonly skipped: readonly SkippedGroup[];
  readonly settingsProblems: readonly SettingsProblem[];
  /** Files with syntax errors, by path. */
  readonly parseErrors: readonly { readonly path: string; readonly lines: number }[];
}

/** Folders directly in one, each with everything below it. */
export interface FolderList {
  readonly total: number;
  /** The dearest, most debt first; equal ones by path. */
  readonly top: readonly FolderTotals[];
}

/** The five subjects with the largest gain, and how many of them it takes to reach the next grade. */
export interface QuickWins {
  readonly wins: readonly QuickWin[];
  /** `null` when the five together do not reach a better grade, or there is none. */
  readonly next: { readonly grade: Grade; readonly count: number } | null;
}

interface QuickWin {
  readonly path: string;
  readonly line: number;
  readonly subject: string;
  /** Debt that goes when all findings of the subject are mended, in minutes. */
  readonly gainMinutes: number;
}

export interface WorstFile {
  readonly path: string;
  readonly grade: Grade | null;
  readonly debtRatio: number | null;
  readonly debtMinutes: number;
  readonly gradedLines: number;
  readonly findings: number;
}

/** Files not measured for one reason; `paths` may be cut, `count` never is. */
export interface SkippedGroup {
  readonly reason: SkipReason;
  readonly count: number;
  readonly paths: readonly string[];
}
