import type { SubprojectTotals } from "../../analyzer/types.js";
import type { FolderList, QuickWins } from "../../web/overview.js";
import { plainTexts, type Texts } from "./samples.js";

const UNGRADED = { gradedLines: 0, debtMinutes: 0, debtRatio: null, gpa: null, grade: null } as const;

const SAMPLE_FOLDERS = [
  ["src", "B", 0.0712, 3_410.5, 31_905, 327],
  ["services", "C", 0.132, 2_811, 8_204, 64],
  ["web", "A", 0.0391, 412, 9_120, 88],
  ["cmd", "A", 0, 0, 911, 9],
  ["spec", null, null, 0, 0, 41],
] as const;

/** Folders directly in `parent`, with some more that are not listed. */
export function sampleFolders(text: Texts = plainTexts, parent = ""): FolderList {
  const top = SAMPLE_FOLDERS.map(([name, grade, debtRatio, debtMinutes, gradedLines, files]) => ({
    ...{ path: text(parent + name), isWhole: true, files, codeLines: gradedLines },
    ...{ gradedLines, debtMinutes, debtRatio, gpa: grade === null ? null : 2.5, grade },
  }));
  return { total: 7, top };
}

/** Two sub-projects, of which one holds no file. */
export function sampleSubprojects(text: Texts = plainTexts): readonly SubprojectTotals[] {
  const graded = {
    gradedLines: 6_020,
    debtMinutes: 2_911.5,
    debtRatio: 0.064485,
    gpa: 2.71,
    grade: "B",
  } as const;
  return [
    { name: text("api"), path: text("services/api"), files: 52, codeLines: 6_911, ...graded },
    { name: text("dashboard"), path: text("web/dashboard"), files: 0, codeLines: 0, ...UNGRADED },
  ];
}

/** The quick wins of the sample file: both findings that count are about its one function, 116 + 34.5 minutes. */
export function sampleFileWins(text: Texts = plainTexts): QuickWins {
  const path = text("src/posting/reconcile.ts");
  return {
    wins: [{ path, line: 5, subject: text("reconcileAccounts"), gainMinutes: 150.5 }],
    next: { grade: "C", count: 1 },
  };
}
