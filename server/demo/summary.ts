import type { Analysis, Project } from "../../db/types.js";
import { formatCount, formatGpa, formatRatio, formatWork } from "../../web/format.js";
import type { Services } from "../services.js";

/** What an analysis found, in a few lines for a terminal. */
export async function summarize(services: Services, project: Project, analysis: Analysis): Promise<string> {
  const { revisions } = services.database.repositories.forOrganization(project.organizationId);
  const revision = analysis.revisionId === null ? null : await revisions.findTotals(analysis.revisionId);
  if (revision === null) return "The analysis ended without a report.";
  const rows = [
    ["Grade", revision.grade ?? "none (no graded code)"],
    ["GPA", formatGpa(revision.gpa)],
    [
      "Debt",
      `${formatWork(revision.debtMinutes)}, ${formatRatio(revision.debtRatio)} of the effort to write it`,
    ],
    [
      "Code",
      `${formatCount(revision.codeLines)} lines in ${formatCount(revision.files)} files, ${formatCount(revision.functions)} functions`,
    ],
    [
      "Findings",
      `${formatCount(revision.findings)}; ${formatCount(revision.skipped)} files not measured, each with its reason`,
    ],
    ["Time", `${(revision.durationMs / 1000).toFixed(1)} s`],
  ];
  return `\n${rows.map(([name, value]) => `  ${(name ?? "").padEnd(10)} ${value}`).join("\n")}\n`;
}
