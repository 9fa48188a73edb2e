import type { Database, Job, JobCounts, Tx } from "../../db/types.js";

/** What a job does; its subject is the id of the row it works on. Nothing secret is ever in a job. */
export type JobKind = "analyzeRevision" | "pollProject" | "rotateDataKey" | "rotateRoot";

export interface NewJob {
  readonly id: string;
  readonly kind: JobKind;
  readonly organizationId: string;
  /** Analysis id for `analyzeRevision`, project id for `pollProject`, who holds the key for `rotateDataKey`. */
  readonly subjectId: string;
  /** Earliest start, ms since the epoch. */
  readonly runAt: number;
}

/** A claimed job's identity: a stale fence means somebody else holds the job now. */
export interface Claim {
  readonly id: string;
  readonly fence: number;
}

/** More work of the same transaction. */
export type InTx = (tx: Tx) => Promise<void>;

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
    /** Most jobs of these kinds that one organisation may have running at once, in all processes together. */
    atOncePerOrganization?: number;
  }): Promise<Job | null>;
  heartbeat(claim: Claim, leaseUntil: number): Promise<boolean>;
  /** Whether the claim still holds; until `tx` ends nobody else can claim the job. */
  holds(claim: Claim, tx: Tx): Promise<boolean>;
  /** Joins the caller's transaction; `false` means the result must not be stored. */
  complete(claim: Claim, tx: Tx): Promise<boolean>;
  /** Puts a job that failed back until `runAt`; `also` joins the transaction, and only under a current fence. */
  retry(claim: Claim, options: { runAt: number; errorCode: string }, also?: InTx): Promise<boolean>;
  /** Puts a job back as if it had not been claimed: `attempts` is what it was before. */
  handBack(claim: Claim, options: { runAt: number; attempts: number }, also?: InTx): Promise<boolean>;
  /** Gives up: the job stays visible as dead. */
  bury(claim: Claim, errorCode: string, tx?: Tx): Promise<boolean>;
  counts(): Promise<JobCounts>;
}

/** The queue in the service's own database: SKIP LOCKED on MySQL, an immediate transaction on SQLite. */
export function createDatabaseQueue(database: Database): JobQueue {
  const { jobs } = database.repositories;
  const together = (change: (tx: Tx) => Promise<boolean>, also: InTx | undefined) =>
    database.transaction(async (tx) => {
      const held = await change(tx);
      if (held) await also?.(tx);
      return held;
    });
  return {
    enqueue: (job, tx) => jobs.enqueue(job, tx),
    claim: (options) => jobs.claim(options),
    heartbeat: (claim, leaseUntil) => jobs.heartbeat({ ...claim, leaseUntil }),
    complete: ({ id, fence }, tx) => jobs.complete(id, fence, tx),
    holds: (claim, tx) => jobs.holds(claim, tx),
    retry: (claim, options, also) => together((tx) => jobs.retry({ ...claim, ...options }, tx), also),
    handBack: (claim, options, also) => together((tx) => jobs.handBack({ ...claim, ...options }, tx), also),
    bury: (claim, errorCode, tx) => jobs.bury({ ...claim, errorCode }, tx),
    counts: () => jobs.counts(),
  };
}
