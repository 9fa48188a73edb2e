import { Op, QueryTypes } from "sequelize";
import { z } from "zod";
import * as models from "../models/jobs.js";
import { createTable, STATEMENT_LIMIT_MS, type Table, type Tx } from "../models/table.js";
import { translated } from "../translated.js";
import type { Deps } from "./deps.js";

/** A job as stored. `availableAt` is null once it is done or dead. */
export type JobRow = Readonly<z.infer<typeof models.jobs.row>>;

/** A claimed job: every change to it must show `fence`, which grows with each claim. */
export type Job = Pick<JobRow, "id" | "kind" | "organizationId" | "subjectId" | "fence"> & {
  /** How often it was claimed, this time included. */
  readonly attempts: number;
};

/** Who asks for work. Times are ms since the epoch. */
export interface Claim {
  readonly workerId: string;
  readonly now: number;
  readonly leaseMs: number;
  readonly kinds: readonly string[];
  /** Most jobs of these kinds that one organization may have running at once, in all processes together. */
  readonly atOncePerOrganization?: number;
}

/** A claim's proof: the job and the fence it was given with. */
export interface Held {
  readonly id: string;
  readonly fence: number;
}

const PAGE = 200;

/** The queue of work, for all organizations. */
export function createJobsRepository(deps: Deps) {
  const { clock } = deps;
  const jobs = createTable(deps.sequelize, models.jobs);
  return {
    /** In the transaction that makes the subject, so that neither exists without the other. */
    enqueue: (
      job: Pick<JobRow, "id" | "kind" | "organizationId" | "subjectId"> & { runAt: number },
      tx?: Tx,
    ): Promise<void> => {
      const { runAt, ...rest } = job;
      const fresh = { attempts: 0, fence: 0, workerId: null, errorCode: null, finishedAt: null };
      return jobs.insert({ ...rest, ...fresh, state: "queued", availableAt: runAt }, tx);
    },
    claim: (claim: Claim): Promise<Job | null> => claimNext(jobs, deps, claim),
    /** Extends a lease; false when the claim is no longer the newest: stop working. */
    heartbeat: async (lease: Held & { leaseUntil: number }, tx?: Tx): Promise<boolean> =>
      (await jobs.update(held(lease), { availableAt: lease.leaseUntil }, tx)) === 1,
    /**
     * Ends a job, in the transaction that stores its result. False when the claim is no longer the
     * newest: then roll that transaction back.
     */
    complete: async (id: string, fence: number, tx: Tx): Promise<boolean> =>
      (await jobs.update(held({ id, fence }), { ...ENDED, state: "done", finishedAt: clock.now() }, tx)) ===
      1,
    /** Puts a failed job back until `runAt`; false when the claim is no longer the newest. */
    retry: async (failed: Held & { runAt: number; errorCode: string }, tx?: Tx): Promise<boolean> =>
      (await jobs.update(
        held(failed),
        { state: "queued", availableAt: failed.runAt, workerId: null, errorCode: failed.errorCode },
        tx,
      )) === 1,
    /**
     * Puts a job back as if this claim had not been: `attempts` is what it was before. False when the
     * claim is no longer the newest.
     */
    handBack: async (kept: Held & { runAt: number; attempts: number }, tx?: Tx): Promise<boolean> =>
      (await jobs.update(
        held(kept),
        { state: "queued", availableAt: kept.runAt, attempts: kept.attempts, workerId: null },
        tx,
      )) === 1,
    /** Whether the claim is the newest; until `tx` ends nobody else can claim the job. */
    holds: async (claim: Held, tx: Tx): Promise<boolean> =>
      (await jobs.find(held(claim), { lock: true }, tx)) !== null,
    /** Gives a job up for good but keeps it visible; false when the claim is no longer the newest. */
    bury: async (failed: Held & { errorCode: string }, tx?: Tx): Promise<boolean> =>
      (await jobs.update(
        held(failed),
        { ...ENDED, state: "dead", finishedAt: clock.now(), errorCode: failed.errorCode },
        tx,
      )) === 1,
    find: (id: string, tx?: Tx): Promise<JobRow | null> => jobs.find({ id }, {}, tx),
    /** One that is queued or running; null when none waits for this subject. */
    findActive: (kind: JobRow["kind"], subjectId: string, tx?: Tx): Promise<JobRow | null> =>
      jobs.find({ kind, subjectId, state: { [Op.in]: ["queued", "running"] } }, {}, tx),
    /** How many there are in each state. */
    async counts(tx?: Tx): Promise<Record<JobRow["state"], number>> {
      const count = (state: JobRow["state"]): Promise<number> => jobs.count({ state }, tx);
      return {
        queued: await count("queued"),
        running: await count("running"),
        done: await count("done"),
        dead: await count("dead"),
      };
    },
    /** The newest 200 that were given up, newest first. */
    listDead: (tx?: Tx): Promise<JobRow[]> =>
      jobs.list(
        { state: "dead" },
        {
          order: [
            ["finishedAt", "DESC"],
            ["id", "DESC"],
          ],
          limit: PAGE,
        },
        tx,
      ),
    /** Removes jobs done before `before`; returns how many. */
    purgeDone: (before: number, tx?: Tx): Promise<number> =>
      jobs.remove({ state: "done", finishedAt: { [Op.lt]: before } }, tx),
  };
}

const ENDED = { availableAt: null, workerId: null } as const;
const candidates = z.array(z.object({ id: z.string() }));

/** Only the newest claim matches; an older holder changes nothing and learns so. */
function held({ id, fence }: Held) {
  return { id, fence, state: "running" } as const;
}

/**
 * A job is available when it is queued and due, or running under a lease that ended: `available_at`
 * holds both times, so one index serves both. An idle worker costs one read and no lock.
 */
async function claimNext(jobs: Table<JobRow>, deps: Deps, claim: Claim): Promise<Job | null> {
  const { now, kinds } = claim;
  if (kinds.length === 0) return null;
  const full = await fullOrganizations(jobs, claim);
  const available = {
    kind: { [Op.in]: [...kinds] },
    availableAt: { [Op.lte]: now },
    ...(full.length === 0 ? {} : { organizationId: { [Op.notIn]: full } }),
  };
  if ((await jobs.find(available)) === null) return null;
  const job = await deps.inTransaction(undefined, async (tx) => {
    const [next] = await selectForClaim(deps, claim, full, tx);
    const row = next === undefined ? null : await jobs.find({ id: next.id }, {}, tx);
    if (row === null) return null;
    const { id, kind, organizationId, subjectId } = row;
    const attempts = row.attempts + 1;
    const fence = row.fence + 1;
    const lease = { availableAt: now + claim.leaseMs, workerId: claim.workerId };
    await jobs.update({ id }, { state: "running", attempts, fence, ...lease }, tx);
    return { id, kind, organizationId, subjectId, attempts, fence };
  });
  return job === null || (await fitsItsOrganization(jobs, claim, job)) ? job : null;
}

/** How many jobs each organization has running under a lease that still holds. */
async function runningByOrganization(
  jobs: Table<JobRow>,
  { now, kinds }: Claim,
): Promise<Map<string, number>> {
  const alive = { state: "running", kind: { [Op.in]: [...kinds] }, availableAt: { [Op.gt]: now } } as const;
  const counts = new Map<string, number>();
  for (const { organizationId } of await jobs.list(alive))
    counts.set(organizationId, (counts.get(organizationId) ?? 0) + 1);
  return counts;
}

/** Organizations that run as many jobs as they may: their next ones wait, others' do not. */
async function fullOrganizations(jobs: Table<JobRow>, claim: Claim): Promise<string[]> {
  const limit = claim.atOncePerOrganization;
  if (limit === undefined) return [];
  const counts = [...(await runningByOrganization(jobs, claim))];
  return counts.filter(([, running]) => running >= limit).map(([organizationId]) => organizationId);
}

/**
 * Two workers may claim for one organization in the same moment, each having seen room for one more. Both
 * look again once their claims stand: whoever then counts too many gives back, so the limit is never passed.
 */
async function fitsItsOrganization(jobs: Table<JobRow>, claim: Claim, job: Job): Promise<boolean> {
  const limit = claim.atOncePerOrganization;
  if (limit === undefined) return true;
  const running = (await runningByOrganization(jobs, claim)).get(job.organizationId) ?? 0;
  if (running <= limit) return true;
  const asBefore = {
    state: "queued",
    availableAt: claim.now,
    attempts: job.attempts - 1,
    workerId: null,
  } as const;
  await jobs.update(held(job), asBefore);
  return false;
}

/**
 * Locks the next job, passing over those other claims hold. The index is forced: sorting the matches
 * instead would lock them all and hide them from the others. SQLite's transaction is exclusive.
 */
async function selectForClaim(
  { sequelize, dialect }: Deps,
  { now, kinds }: Claim,
  full: readonly string[],
  tx: Tx,
): Promise<{ id: string }[]> {
  const [hint, lock] =
    dialect === "mysql" ? ["FORCE INDEX (jobs_by_available_at_id)", "FOR UPDATE SKIP LOCKED"] : ["", ""];
  const room = full.length === 0 ? "" : "AND organization_id NOT IN (?)";
  const sql = `SELECT id FROM jobs ${hint} WHERE available_at <= ? AND kind IN (?) ${room} ORDER BY available_at, id LIMIT 1 ${lock}`;
  const replacements = [now, [...kinds], ...(full.length === 0 ? [] : [[...full]])];
  const rows = await translated(STATEMENT_LIMIT_MS, () =>
    sequelize.query(sql, { replacements, type: QueryTypes.SELECT, transaction: tx }),
  );
  return candidates.parse(rows);
}
