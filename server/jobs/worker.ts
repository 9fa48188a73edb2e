import { setTimeout as delay } from "node:timers/promises";
import type { Job } from "../../db/types.js";
import { type Clock, SECOND_MS } from "../clock.js";
import type { Logger } from "../logging.js";
import type { Claim, JobKind, JobQueue } from "./queue.js";

/** A worker that misses three heartbeats in a row is taken for dead. */
const LEASE_MS = 30 * SECOND_MS;
const HEARTBEAT_MS = 10 * SECOND_MS;
const IDLE_POLL_MS = SECOND_MS;
const MAX_TROUBLE_PAUSE_MS = 15 * SECOND_MS;
/** Pauses before the second, third … attempt; the last one repeats. */
const BACKOFF_MS = [10 * SECOND_MS, 60 * SECOND_MS, 300 * SECOND_MS];
export const MAX_ATTEMPTS = 4;

/** How a handler left its job. A completed job was completed inside the handler's own transaction. */
export type JobEnd =
  | { readonly end: "completed" }
  | { readonly end: "retry"; readonly errorCode: string }
  | { readonly end: "bury"; readonly errorCode: string };

export interface JobContext {
  readonly claim: Claim;
  readonly attempt: number;
  /** Aborted when the lease is lost or the worker stops; its reason is a `JobAborted`. */
  readonly signal: AbortSignal;
  readonly logger: Logger;
}

export interface JobHandler {
  run(job: Job, context: JobContext): Promise<JobEnd>;
  /** Buries the job whose attempts are used up and, in the same transaction, ends what waits for it. */
  abandon(job: Job, claim: Claim, errorCode: string): Promise<void>;
}

export class JobAborted extends Error {
  readonly why: "lease-lost" | "stopping";

  constructor(why: "lease-lost" | "stopping") {
    super(why === "stopping" ? "the worker is stopping" : "the job's lease was lost");
    this.name = "JobAborted";
    this.why = why;
  }
}

export interface WorkerDeps {
  readonly queue: JobQueue;
  readonly handlers: Readonly<Record<JobKind, JobHandler>>;
  /** Each lane runs one job at a time; a long analysis does not keep polls waiting. */
  readonly lanes: readonly (readonly JobKind[])[];
  readonly workerId: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly leaseMs?: number;
}

export interface Worker {
  start(): void;
  /** Looks for a job now instead of at the next poll. */
  wake(): void;
  /** Takes no new job, lets running ones finish within `graceMs`, then hands them back to the queue. */
  drain(graceMs: number): Promise<void>;
}

/** Runs jobs of the queue until drained. One process may run several. */
export function createWorker(deps: WorkerDeps): Worker {
  const stopping = new AbortController();
  const abandoning = new AbortController();
  let awake = new AbortController();
  let lanes: Promise<void>[] = [];

  const idle = async (ms: number) => {
    const signal = AbortSignal.any([stopping.signal, awake.signal]);
    await delay(ms, undefined, { signal }).catch(() => undefined);
    if (awake.signal.aborted) awake = new AbortController();
  };

  async function runLane(kinds: readonly JobKind[]): Promise<void> {
    let troublePauseMs = SECOND_MS;
    while (!stopping.signal.aborted) {
      try {
        const job = await deps.queue.claim({
          workerId: deps.workerId,
          now: deps.clock.now(),
          leaseMs: deps.leaseMs ?? LEASE_MS,
          kinds,
        });
        troublePauseMs = SECOND_MS;
        if (job === null) await idle(IDLE_POLL_MS);
        else await runJob(deps, job, abandoning.signal);
      } catch (error) {
        deps.logger.warn({ err: error, retryInMs: troublePauseMs }, "the queue cannot be reached");
        await idle(troublePauseMs);
        troublePauseMs = Math.min(troublePauseMs * 2, MAX_TROUBLE_PAUSE_MS);
      }
    }
  }

  return {
    start: () => {
      lanes = deps.lanes.map(runLane);
    },
    wake: () => awake.abort(),
    drain: async (graceMs) => {
      stopping.abort();
      const timer = setTimeout(() => abandoning.abort(new JobAborted("stopping")), graceMs);
      await Promise.all(lanes);
      clearTimeout(timer);
    },
  };
}

async function runJob(deps: WorkerDeps, job: Job, abandon: AbortSignal): Promise<void> {
  const claim = { id: job.id, fence: job.fence };
  const logger = deps.logger.child({ jobId: job.id, kind: job.kind, attempt: job.attempts });
  const handler = deps.handlers[job.kind];
  if (job.attempts > MAX_ATTEMPTS) {
    await giveUp(handler, job, "interrupted", logger);
    return;
  }
  const lease = holdLease(deps, claim, abandon, logger);
  try {
    const end = await handler.run(job, { claim, attempt: job.attempts, signal: lease.signal, logger });
    await finish(deps, handler, job, end, logger);
  } catch (error) {
    await recover(deps, handler, job, { error, reason: lease.signal.reason, logger });
  } finally {
    lease.release();
  }
}

function holdLease(deps: WorkerDeps, claim: Claim, abandon: AbortSignal, logger: Logger) {
  const lost = new AbortController();
  const leaseMs = deps.leaseMs ?? LEASE_MS;
  const beat = async () => {
    try {
      if (!(await deps.queue.heartbeat(claim, deps.clock.now() + leaseMs)))
        lost.abort(new JobAborted("lease-lost"));
    } catch (error) {
      logger.warn({ err: error }, "heartbeat failed; trying again");
    }
  };
  const timer = setInterval(beat, Math.min(HEARTBEAT_MS, leaseMs / 3));
  return { signal: AbortSignal.any([lost.signal, abandon]), release: () => clearInterval(timer) };
}

async function finish(
  deps: WorkerDeps,
  handler: JobHandler,
  job: Job,
  end: JobEnd,
  logger: Logger,
): Promise<void> {
  if (end.end === "completed") return;
  if (end.end === "bury" || job.attempts >= MAX_ATTEMPTS) return giveUp(handler, job, end.errorCode, logger);
  await deps.queue.retry(
    { id: job.id, fence: job.fence },
    { runAt: deps.clock.now() + backoffMs(job.attempts), errorCode: end.errorCode },
  );
}

async function recover(
  deps: WorkerDeps,
  handler: JobHandler,
  job: Job,
  failure: { error: unknown; reason: unknown; logger: Logger },
): Promise<void> {
  const { reason, error, logger } = failure;
  if (reason instanceof JobAborted) {
    logger.info({ why: reason.why }, "job handed back");
    if (reason.why === "stopping") {
      await deps.queue.retry(
        { id: job.id, fence: job.fence },
        { runAt: deps.clock.now(), errorCode: "stopping" },
      );
    }
    return;
  }
  logger.error({ err: error }, "job failed unexpectedly");
  await finish(deps, handler, job, { end: "retry", errorCode: "internal" }, logger);
}

async function giveUp(handler: JobHandler, job: Job, errorCode: string, logger: Logger): Promise<void> {
  logger.error({ errorCode }, "job given up");
  await handler.abandon(job, { id: job.id, fence: job.fence }, errorCode);
}

function backoffMs(attempt: number): number {
  return BACKOFF_MS[Math.min(attempt, BACKOFF_MS.length) - 1] ?? IDLE_POLL_MS;
}
