import type { Database, Job, JobCounts, Tx } from "../../db/types.js";

/** What a job does; its subject is the id of the row it works on. Nothing secret is ever in a job. */
export type JobKind = "analyzeRevision" | "pollProject";

export interface NewJob {
  readonly id: string;
  readonly kind: JobKind;
  readonly organizationId: string;
  /** Analysis id for `analyzeRevision`, project id for `pollProject`. */
  readonly subjectId: string;
  /** Earliest start, ms since the epoch. */
  readonly runAt: number;
}

/** A claimed job's identity: a stale fence means somebody else holds the job now. */
export interface Claim {
  readonly id: string;
  readonly fence: number;
}

/**
 * The queue between requests and workers. A claim is a lease: it must be renewed by `heartbeat`, and every
 * later call that carries an older fence is refused with `false`, so that a worker that was thought dead
 * can do no harm when it comes back.
 */
export interface JobQueue {
  /** Joins the caller's transaction, so that a row and its job appear together or not at all. */
  enqueue(job: NewJob, tx: Tx): Promise<void>;
  claim(options: {
    workerId: string;
    now: number;
    leaseMs: number;
    kinds: readonly JobKind[];
  }): Promise<Job | null>;
  heartbeat(claim: Claim, leaseUntil: number): Promise<boolean>;
  /** Joins the caller's transaction; `false` means the result must not be stored. */
  complete(claim: Claim, tx: Tx): Promise<boolean>;
  retry(claim: Claim, options: { runAt: number; errorCode: string }): Promise<boolean>;
  /** Gives up: the job stays visible as dead. */
  bury(claim: Claim, errorCode: string, tx?: Tx): Promise<boolean>;
  counts(): Promise<JobCounts>;
}

/** The queue in the service's own database: SKIP LOCKED on MySQL, an immediate transaction on SQLite. */
export function createDatabaseQueue(database: Database): JobQueue {
  const { jobs } = database.repositories;
  return {
    enqueue: (job, tx) => jobs.enqueue(job, tx),
    claim: (options) => jobs.claim(options),
    heartbeat: (claim, leaseUntil) => jobs.heartbeat({ ...claim, leaseUntil }),
    complete: ({ id, fence }, tx) => jobs.complete(id, fence, tx),
    retry: (claim, options) => jobs.retry({ ...claim, ...options }),
    bury: (claim, errorCode, tx) => jobs.bury({ ...claim, errorCode }, tx),
    counts: () => jobs.counts(),
  };
}
