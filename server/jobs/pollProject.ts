import type { Database, Project, TenantRepositories } from "../../db/types.js";
import type { Vault } from "../../keys/vault.js";
import { type Clock, DAY_MS, MINUTE_MS } from "../clock.js";
import { checkAccess } from "../commands/checkAccess.js";
import type { AnalysisRequest } from "../commands/requestAnalysis.js";
import type { Intake } from "../intake/intake.js";
import type { JobQueue } from "./queue.js";
import type { JobHandler } from "./worker.js";

/** Up to a tenth of the interval is added, so that projects of one host do not all ask at once. */
const JITTER = 0.1;
const MAX_BACKOFF_MS = DAY_MS;

export interface PollDeps {
  readonly database: Database;
  readonly queue: JobQueue;
  readonly vault: Vault;
  readonly intake: Intake;
  readonly clock: Clock;
  /** 0 ≤ random() < 1. */
  readonly random: () => number;
  readonly intervalMinutes: number;
  readonly requestAnalysis: (request: AnalysisRequest) => Promise<unknown>;
}

/**
 * Looks at a project's head by its key and asks for an analysis when it is new. Failures double the pause,
 * up to a day; they are not shown as failed analyses, since nobody asked for one.
 */
export function createPollProject(deps: PollDeps): JobHandler {
  return {
    async run(job, context) {
      const tenant = deps.database.repositories.forOrganization(job.organizationId);
      const project = await tenant.projects.find(job.subjectId);
      if (project !== null && project.state === "ready") {
        const failedBefore = await lastFailed(tenant, project);
        const check = await checkAccess(deps, project, context.signal);
        if (check.ok) {
          const { commit } = check.head;
          if (commit !== project.headCommit) {
            await deps.requestAnalysis({
              organizationId: job.organizationId,
              projectId: project.id,
              trigger: "poll",
              commit: null,
            });
          }
        } else {
          context.signal.throwIfAborted();
          context.logger.info({ code: check.error.code, projectId: project.id }, "poll failed");
        }
        const pollFailures = check.ok && !failedBefore ? 0 : project.pollFailures + 1;
        await tenant.projects.update(project.id, {
          pollFailures,
          nextPollAt: deps.clock.now() + pauseMs(deps, project, pollFailures),
        });
      }
      await deps.database.transaction((tx) => deps.queue.complete(context.claim, tx));
      return { end: "completed" };
    },
    async abandon(_job, claim, failure) {
      await deps.queue.bury(claim, failure.errorCode);
    },
  };
}

/**
 * Whether the newest analysis failed. Its head is still new at every look, so without a growing pause a
 * repository over its limits would be fetched anew every quarter of an hour.
 */
async function lastFailed(tenant: TenantRepositories, project: Project): Promise<boolean> {
  return (await tenant.analyses.latest(project.id))?.state === "failed";
}

/** Pause until the next look, in ms: the interval, doubled per failure in a row, plus jitter. */
export function pauseMs(
  deps: Pick<PollDeps, "random" | "intervalMinutes">,
  project: Pick<Project, "pollIntervalMs">,
  failures: number,
): number {
  const interval = project.pollIntervalMs ?? deps.intervalMinutes * MINUTE_MS;
  const backedOff = Math.max(interval, Math.min(interval * 2 ** failures, MAX_BACKOFF_MS));
  return Math.round(backedOff * (1 + JITTER * deps.random()));
}
