import { setTimeout as delay } from "node:timers/promises";
import type { Job, Tx } from "../../db/types.js";
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
const UNEXPECTED = { end: "retry", errorCode: "internal" } as const;

/** How a handler left its job. A completed job was completed inside the handler's own transaction. */
export type JobEnd = { readonly end: "completed" } | ({ readonly end: "retry" | "bury" } & JobFailure);

/** Why a job did not end well; without a public message the reason is in the log alone. */
export interface JobFailure {
  readonly errorCode: string;
  readonly message?: string;
}

export interface JobContext {
  readonly claim: Claim;
  readonly attempt: number;
  /** Aborted when the lease is lost or the worker stops; its reason is a `JobAborted`. */
  readonly signal: AbortSignal;
  readonly logger: Logger;
}

export interface JobHandler {
  run(job: Job, context: JobContext): Promise<JobEnd>;
  /**
   * Shows what waits for the job that it is queued again, in the transaction that puts it back. `failure` is
   * null when the job was only handed back by a worker that stops.
   */
  requeued?(job: Job, failure: JobFailure | null, tx: Tx): Promise<void>;
  /** Buries the job whose attempts are used up and, in the same transaction, ends what waits for it. */
  abandon(job: Job, claim: Claim, failure: JobFailure): Promise<void>;
}

export class JobAborted extends Error {
  readonly why: "lease-lost" | "stopping";

  constructor(why: "lease-lost" | "stopping") {
    super(why === "stopping" ? "the worker is stopping" : "the job's lease was lost");
    this.name = "JobAborted";
    this.why = why;
  }
}

/** Runs one job at a time. */
export interface Lane {
  readonly kinds: readonly JobKind[];
  /** Most jobs of these kinds that one organisation may have running at once, in all processes together. */
  readonly atOncePerOrganization?: number;
}

export interface WorkerDeps {
  readonly queue: JobQueue;
  /** One for every kind of its lanes. */
  readonly handlers: Readonly<Partial<Record<JobKind, JobHandler>>>;
  /** More than one, so that a long analysis does not keep polls waiting. */
  readonly lanes: readonly Lane[];
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

  async function runLane(lane: Lane): Promise<void> {
    let troublePauseMs = SECOND_MS;
    while (!stopping.signal.aborted) {
      try {
        const job = await deps.queue.claim({
          workerId: deps.workerId,
          now: deps.clock.now(),
          leaseMs: deps.leaseMs ?? LEASE_MS,
          ...lane,
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
  if (handler === undefined) throw new Error(`no handler for ${job.kind}`);
  if (job.attempts > MAX_ATTEMPTS) {
    await giveUp(handler, job, { errorCode: "interrupted" }, logger);
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
  if (end.end === "bury" || job.attempts >= MAX_ATTEMPTS) return giveUp(handler, job, end, logger);
  await deps.queue.retry(
    { id: job.id, fence: job.fence },
    { runAt: deps.clock.now() + backoffMs(job.attempts), errorCode: end.errorCode },
    (tx) => handler.requeued?.(job, end, tx) ?? Promise.resolve(),
  );
}

async function recover(
  deps: WorkerDeps,
  handler: JobHandler,
  job: Job,
  failure: { error: unknown; reason: unknown; logger: Logger },
): Promise<void> {
  const { reason, error, logger } = failure;
  const aborted = [reason, error].find((one) => one instanceof JobAborted);
  if (aborted === undefined) {
    logger.error({ err: error }, "job failed unexpectedly");
    return finish(deps, handler, job, UNEXPECTED, logger);
  }
  logger.info({ why: aborted.why }, "job handed back");
  if (aborted.why === "lease-lost") return;
  // Being stopped is no fault of the job, so it costs no attempt.
  await deps.queue.handBack(
    { id: job.id, fence: job.fence },
    { runAt: deps.clock.now(), attempts: job.attempts - 1 },
    (tx) => handler.requeued?.(job, null, tx) ?? Promise.resolve(),
  );
}

async function giveUp(handler: JobHandler, job: Job, failure: JobFailure, logger: Logger): Promise<void> {
  logger.error({ errorCode: failure.errorCode }, "job given up");
  await handler.abandon(job, { id: job.id, fence: job.fence }, failure);
}

function backoffMs(attempt: number): number {
  return BACKOFF_MS[Math.min(attempt, BACKOFF_MS.length) - 1] ?? IDLE_POLL_MS;
}
