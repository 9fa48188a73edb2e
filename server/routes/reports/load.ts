import { partOf } from "../../../analyzer/index.js";
import type { Database, Revision } from "../../../db/types.js";
import type { Vault } from "../../../keys/vault.js";
import type { RevisionIndex } from "../../analysis/revisionIndex.js";
import { openIndex } from "../../analysis/storedReport.js";
import { AppError, notFound } from "../../errors.js";
import { readAndOpen } from "../../sealing/dataKeyHolders.js";
import { type LoadedProject, loadProject } from "../projects/load.js";
import { parsePart } from "./schema.js";

/** A project with its latest report. */
export interface LoadedReport extends LoadedProject {
  readonly revision: Revision;
  readonly index: RevisionIndex;
}

/** As `loadProject`, with the latest report. @throws AppError 404 `no-report` before the first one */
export async function loadReport(
  deps: { database: Database; vault: Vault },
  ctx: Parameters<typeof loadProject>[1],
): Promise<LoadedReport> {
  const loaded = await loadProject(deps, ctx, "view");
  const report = await readAndOpen(
    () => loaded.tenant.revisions.latest(loaded.project.id),
    (revision) => (revision === null ? null : { revision, index: openIndex(deps.vault, revision) }),
  );
  if (report === null) {
    throw new AppError(
      "no-report",
      404,
      "This project has no report yet. Start an analysis on its page and come back when it is done.",
    );
  }
  return { ...loaded, ...report };
}

/**
 * As `loadReport`, narrowed to the part that the query names, if any.
 * @throws AppError 404 where nothing that was measured belongs to it
 */
export async function loadPart(
  deps: { database: Database; vault: Vault },
  ctx: Parameters<typeof loadProject>[1],
): Promise<LoadedReport> {
  const loaded = await loadReport(deps, ctx);
  const index = partOf(loaded.index, parsePart(ctx.query));
  if (index === null) throw notFound();
  return { ...loaded, index };
}
