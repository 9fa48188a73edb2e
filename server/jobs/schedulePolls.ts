import type { Database } from "../../db/types.js";
import { type Clock, HOUR_MS, SECOND_MS } from "../clock.js";
import type { Logger } from "../logging.js";
import type { JobQueue } from "./queue.js";

const LOOK_EVERY_MS = 15 * SECOND_MS;
const PROJECTS_PER_LOOK = 100;
/** A poll job normally sets the next time itself; this is when it is asked for again if it never ran. */
const ASKED_AGAIN_AFTER_MS = HOUR_MS;

interface ScheduleDeps {
  readonly database: Database;
  readonly queue: JobQueue;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly newId: () => string;
}

/** Queues a poll for every project that is due. Several processes may do this: each project is taken once. */
export async function queueDuePolls(deps: ScheduleDeps): Promise<number> {
  const now = deps.clock.now();
  const due = await deps.database.repositories.projectsDueForPoll(now, PROJECTS_PER_LOOK);
  for (const project of due) {
    const dueAt = project.nextPollAt;
    if (dueAt === null) continue;
    await deps.database.transaction(async (tx) => {
      const { projects } = deps.database.repositories.forOrganization(project.organizationId);
      const taken = await projects.claimPoll(
        project.id,
        { dueAt, nextPollAt: now + ASKED_AGAIN_AFTER_MS },
        tx,
      );
      if (!taken) return;
      const { organizationId } = project;
      await deps.queue.enqueue(
        { id: deps.newId(), kind: "pollProject", organizationId, subjectId: project.id, runAt: now },
        tx,
      );
    });
  }
  return due.length;
}

/** Runs `queueDuePolls` until stopped. */
export function schedulePolls(deps: ScheduleDeps): { stop(): void } {
  const timer = setInterval(() => {
    queueDuePolls(deps).catch((error: unknown) =>
      deps.logger.warn({ err: error }, "polls could not be queued"),
    );
  }, LOOK_EVERY_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
