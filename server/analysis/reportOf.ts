import { assembleReport, suppressionProblems } from "../../analyzer/index.js";
import type { Report, SkippedFile } from "../../analyzer/types.js";
import type { CollectedFacts } from "./collectFacts.js";

/** The report of everything that was collected; `commit` is null for files as they are on a disk. */
export function reportOf(collected: CollectedFacts, commit: string | null): Report {
  const skipped: SkippedFile[] = [...collected.skipped];
  const files = collected.files.flatMap(({ entry, role, result }) => {
    if (result.kind === "facts") return [{ path: entry.path, role, facts: result.facts }];
    skipped.push({ path: entry.path, reason: result.reason });
    return [];
  });
  const { settings } = collected;
  const settingsProblems = [...collected.settingsProblems, ...suppressionProblems(files, settings)];
  return assembleReport({ files, skipped, settings, settingsProblems, revision: commit });
}
