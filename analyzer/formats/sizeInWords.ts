import type { ReportTotals } from "../types.js";
import { counted } from "./words.js";

/** How much was measured, and how much of it is said twice. */
export function sizeInWords({ files, functions, types, codeLines, duplicatedLines }: ReportTotals): string {
  const parts = [
    counted(files, "file"),
    counted(functions, "function"),
    counted(types, "type"),
    `${counted(codeLines, "line")} of code`,
  ];
  if (duplicatedLines > 0) parts.push(`${counted(duplicatedLines, "line")} of them copies`);
  return parts.join(", ");
}
