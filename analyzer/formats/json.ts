import type { Report } from "../types.js";

/**
 * The report as JSON, indented, with one line end after it. Keys stand in the order in which
 * `assembleReport` builds them, which is METRICS'; equal reports give equal bytes.
 */
export function renderJson(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
