import type { GradedFile, Part, ReportOf } from "../types.js";
import { isBelow } from "./isBelow.js";
import { languageTotals, subprojectTotals, totalsOf } from "./totals.js";

/**
 * The report of one part: its files as they are in the whole, everything else counted anew from them, so that
 * receipt, quick wins and every format work on a part as they do on the whole. `null` stands for the whole, which
 * is handed back as it is.
 *
 * Clones are those of the whole project: a copy in the part costs what it costs there, also when its original lies
 * outside, and a class is listed when any of its places lies in the part. Skipped files have no language, so a
 * language lists none. Problems in settings concern every part.
 *
 * @returns `null` where nothing that was measured belongs to the part
 */
export function partOf<File extends GradedFile>(
  report: ReportOf<File>,
  part: Part | null,
): ReportOf<File> | null {
  if (part === null) return report;
  const isIn = membership(report, part);
  const files = report.files.filter(isIn);
  if (files.length === 0) return null;
  const paths = new Set(files.map(({ path }) => path));
  return {
    schemaVersion: report.schemaVersion,
    analyzer: report.analyzer,
    revision: report.revision,
    part,
    totals: totalsOf(files),
    languages: languageTotals(files),
    files,
    clones: report.clones.filter(({ occurrences }) => occurrences.some(({ path }) => paths.has(path))),
    skipped: report.skipped.filter(({ path }) => isIn({ path, language: null })),
    settingsProblems: report.settingsProblems,
    suppressed: report.suppressed.filter(({ path }) => paths.has(path)),
    subprojects: subprojectTotals(files, report.subprojects).filter((row) => row.files > 0),
  };
}

type Membership = (file: { readonly path: string; readonly language: string | null }) => boolean;

function membership({ subprojects }: Pick<ReportOf<GradedFile>, "subprojects">, part: Part): Membership {
  switch (part.kind) {
    case "file":
      return ({ path }) => path === part.name;
    case "folder":
      return ({ path }) => isBelow(part.name, path);
    case "language":
      return ({ language }) => language === part.name;
    case "subproject": {
      const found = subprojects.find(({ name }) => name === part.name);
      return ({ path }) => found !== undefined && isBelow(found.path, path);
    }
  }
}
