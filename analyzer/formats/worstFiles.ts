import { compareBytes } from "../grading/byteOrder.js";
import type { Report, ReportFile } from "../types.js";

/** How many of the worst files are listed. */
const SHOWN = 10;

/** Files with debt, the dearest first, equal ones by path bytes: those that are shown and how many follow. */
export function worstFiles(report: Report): { readonly shown: readonly ReportFile[]; readonly rest: number } {
  const withDebt = report.files.filter(({ debtMinutes }) => debtMinutes > 0);
  const worst = withDebt.toSorted(
    (left, right) => right.debtMinutes - left.debtMinutes || compareBytes(left.path, right.path),
  );
  return { shown: worst.slice(0, SHOWN), rest: Math.max(0, withDebt.length - SHOWN) };
}
