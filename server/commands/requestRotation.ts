import type { Database, KeyHolder } from "../../db/types.js";
import type { Clock } from "../clock.js";
import type { JobQueue } from "../jobs/queue.js";
import { namesOf } from "../sealing/dataKeyHolders.js";

interface RequestDeps {
  readonly database: Database;
  readonly queue: JobQueue;
  readonly clock: Clock;
  readonly newId: () => string;
}

/** Asks for a new data key; a request that waits already is joined. Returns the job's id. */
export async function requestDataKeyRotation(deps: RequestDeps, holder: KeyHolder): Promise<string> {
  return enqueueOnce(deps, { kind: "rotateDataKey", ...namesOf(holder) });
}

/** Asks the key store's writer to install the root key that waits beside the current one. Returns the job's id. */
export async function requestRootRotation(deps: RequestDeps): Promise<string> {
  return enqueueOnce(deps, { kind: "rotateRoot", ...namesOf({ kind: "instance" }) });
}

async function enqueueOnce(
  deps: RequestDeps,
  job: { kind: "rotateDataKey" | "rotateRoot"; organizationId: string; subjectId: string },
): Promise<string> {
  return deps.database.transaction(async (tx) => {
    const waiting = await deps.database.repositories.jobs.findActive(job.kind, job.subjectId, tx);
    if (waiting !== null) return waiting.id;
    const id = deps.newId();
    await deps.queue.enqueue({ id, runAt: deps.clock.now(), ...job }, tx);
    return id;
  });
}
