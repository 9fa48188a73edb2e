import type { Analysis, AnalysisTrigger, Database } from "../../db/types.js";
import type { Clock } from "../clock.js";
import type { JobQueue } from "../jobs/queue.js";

interface RequestDeps {
  readonly database: Database;
  readonly queue: JobQueue;
  readonly clock: Clock;
  readonly newId: () => string;
  /** Tells a worker in this process to look at once. */
  readonly wakeWorker: () => void;
}

export interface AnalysisRequest {
  readonly organizationId: string;
  readonly projectId: string;
  readonly trigger: AnalysisTrigger;
  /** `null`: whatever the branch points at when the analysis starts. */
  readonly commit: string | null;
}

/**
 * Asks for an analysis: row and job appear in one transaction. A request for a head that is already queued
 * or running joins it instead of starting a second one.
 */
export async function requestAnalysis(
  deps: RequestDeps,
  request: AnalysisRequest,
): Promise<{ analysis: Analysis; joined: boolean }> {
  const { analyses } = deps.database.repositories.forOrganization(request.organizationId);
  const now = deps.clock.now();
  const outcome = await deps.database.transaction(async (tx) => {
    const { projectId, trigger, commit } = request;
    const asked = { id: deps.newId(), projectId, trigger, requestedCommit: commit, createdAt: now };
    const { analysis, joined } = await analyses.createOrJoin(asked, tx);
    if (!joined) {
      const job = {
        id: deps.newId(),
        kind: "analyzeRevision",
        organizationId: request.organizationId,
        subjectId: analysis.id,
        runAt: now,
      } as const;
      await deps.queue.enqueue(job, tx);
    }
    return { analysis, joined };
  });
  deps.wakeWorker();
  return outcome;
}
