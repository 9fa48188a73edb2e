import type { Analysis, Database, TenantRepositories } from "../../db/types.js";
import type { Claim, JobQueue } from "./queue.js";
import { JobAborted } from "./worker.js";

type AnalysisFields = Parameters<TenantRepositories["analyses"]["update"]>[1];

/** Changes an analysis' row. @throws JobAborted when the job is another worker's by now */
export type UpdateAnalysis = (fields: AnalysisFields) => Promise<void>;

/**
 * Lets a worker change the row of its analysis only while its claim holds: one that was thought dead must not
 * move the row of an analysis that somebody else runs, or has finished.
 */
export function fencedUpdate(
  deps: { readonly database: Database; readonly queue: JobQueue },
  claim: Claim,
  analysis: Pick<Analysis, "id" | "organizationId">,
): UpdateAnalysis {
  const { analyses } = deps.database.repositories.forOrganization(analysis.organizationId);
  return (fields) =>
    deps.database.transaction(async (tx) => {
      if (!(await deps.queue.holds(claim, tx))) throw new JobAborted("lease-lost");
      await analyses.update(analysis.id, fields, tx);
    });
}
