import type { Pool } from "../../analyzer/pool/pool.js";
import type {
  Analysis,
  AnalysisStep,
  Database,
  Job,
  Project,
  TenantRepositories,
  Tx,
} from "../../db/types.js";
import type { Vault } from "../../keys/vault.js";
import { type AnalyzerOnCall, analyzerOnCall } from "../analysis/analyzerOnCall.js";
import { collectFacts } from "../analysis/collectFacts.js";
import { createFactsStore, keysOf } from "../analysis/factsStore.js";
import { dropUnlistedSource } from "../analysis/keptSource.js";
import { reportOf } from "../analysis/reportOf.js";
import { openSourceKeeper } from "../analysis/sourceKeeper.js";
import { type Clock, MINUTE_MS } from "../clock.js";
import { IntakeError } from "../intake/errors.js";
import type { FetchedRevision, Intake } from "../intake/intake.js";
import type { Metrics } from "../metrics.js";
import { openProjectAccess } from "../projects/projectAccess.js";
import { fencedUpdate, type UpdateAnalysis } from "./fencedUpdate.js";
import { reportProgress } from "./progress.js";
import type { JobQueue } from "./queue.js";
import { storeRevision } from "./storeRevision.js";
import type { JobContext, JobEnd, JobHandler } from "./worker.js";

export interface AnalyzeDeps {
  readonly database: Database;
  readonly queue: JobQueue;
  readonly vault: Vault;
  readonly intake: Intake;
  /** Starts the sandboxed analyzer for one analysis; rejects when the signal is aborted meanwhile. */
  readonly startAnalyzer: (signal: AbortSignal) => Promise<Pool>;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly newId: () => string;
  readonly timeoutMinutes: number;
  /** When a project that became ready is looked at for a new head for the first time, ms since the epoch. */
  readonly firstPollAt: (project: Project) => number;
  /** Called as each step begins; specs stop the process there. */
  readonly onStep?: (step: AnalysisStep) => Promise<void> | void;
}

/** One analysis underway: what every step needs. */
interface Underway {
  readonly deps: AnalyzeDeps;
  readonly context: JobContext;
  readonly tenant: TenantRepositories;
  readonly analysis: Analysis;
  readonly project: Project;
  /** When this attempt began, ms since the epoch. */
  readonly startedAt: number;
  readonly signal: AbortSignal;
  /** Changes the analysis' row; refused with `JobAborted` once another worker holds the job. */
  readonly update: UpdateAnalysis;
  readonly enter: (step: AnalysisStep) => Promise<void>;
}

/**
 * The job that turns a click into a grade, in the seven steps of ARCHITECTURE.md. It always ends: stored,
 * failed with a reason a person can act on, or handed back to the queue for another attempt.
 */
export function createAnalyzeRevision(deps: AnalyzeDeps): JobHandler {
  return {
    async run(job, context) {
      const tenant = deps.database.repositories.forOrganization(job.organizationId);
      const analysis = await tenant.analyses.find(job.subjectId);
      const project = analysis === null ? null : await tenant.projects.find(analysis.projectId);
      if (analysis === null || project === null || analysis.state === "cancelled")
        return dropJob(deps, context, project);
      const timeLimit = AbortSignal.timeout(deps.timeoutMinutes * MINUTE_MS);
      const signal = AbortSignal.any([context.signal, timeLimit]);
      const update = fencedUpdate(deps, context.claim, analysis);
      const enter = stepRecorder(deps, update);
      const startedAt = deps.clock.now();
      const underway = { deps, context, tenant, analysis, project, startedAt, signal, update, enter };
      try {
        const fresh = { progressDone: 0, progressTotal: 0, failureCode: null, failureMessage: null };
        await update({ state: "running", startedAt, attempts: context.attempt, ...fresh });
        await enter("claim");
        await analyze(underway);
        deps.metrics.analyses.inc({ outcome: "done" });
        return { end: "completed" };
      } catch (error) {
        if (context.signal.aborted) throw error;
        return failed(
          underway,
          timeLimit.aborted ? timedOut(deps.timeoutMinutes, error) : error,
          !timeLimit.aborted,
        );
      }
    },
    async requeued(job, failure, tx) {
      const fields = {
        state: "queued",
        step: null,
        failureCode: failure?.errorCode ?? null,
        failureMessage: failure === null ? null : (failure.message ?? UNEXPECTED),
      } as const;
      const { analyses } = deps.database.repositories.forOrganization(job.organizationId);
      if ((await analyses.find(job.subjectId, tx)) !== null) await analyses.update(job.subjectId, fields, tx);
    },
    async abandon(job, claim, { errorCode, message }) {
      const failure = { code: errorCode, message: message ?? ABANDONED };
      await endAsFailed(deps, job, failure, (tx) => deps.queue.bury(claim, errorCode, tx));
    },
  };
}

const UNEXPECTED =
  "The analysis met an unexpected error and is tried again; the service's log names it under this analysis' job.";
const ABANDONED =
  "The analysis was interrupted several times and given up. Start it again; if it happens again, the service's log names the reason under this analysis' job.";

/** Nobody waits for the job any more: what earlier attempts left of the source goes with it. */
async function dropJob(deps: AnalyzeDeps, context: JobContext, project: Project | null): Promise<JobEnd> {
  await deps.database.transaction(async (tx) => {
    if ((await deps.queue.complete(context.claim, tx)) && project !== null)
      await dropUnlistedSource(deps, project, tx);
  });
  return { end: "completed" };
}

/** Notes each step in the analysis' row (for the page) and its duration in the metrics. */
function stepRecorder(deps: AnalyzeDeps, update: UpdateAnalysis) {
  let current: { step: AnalysisStep; since: number } | null = null;
  return async (step: AnalysisStep): Promise<void> => {
    const now = deps.clock.now();
    if (current !== null)
      deps.metrics.analysisDurationSeconds.observe({ step: current.step }, (now - current.since) / 1000);
    current = { step, since: now };
    await update({ step });
    await deps.onStep?.(step);
  };
}

async function analyze(underway: Underway): Promise<void> {
  const { deps, tenant, project, analysis, signal, enter } = underway;
  await enter("key");
  const access = await openProjectAccess({ vault: deps.vault, tenant, project });
  const analyzer = analyzerOnCall((closing) => deps.startAnalyzer(AbortSignal.any([signal, closing])));
  let revision: FetchedRevision | null = null;
  try {
    const branch =
      project.branch ?? (await deps.intake.resolveHead({ ...access, branch: null, signal })).branch;
    await enter("volume");
    revision = await deps.intake.openRevision({
      ...access,
      branch,
      signal,
      ...(analysis.requestedCommit === null ? {} : { commit: analysis.requestedCommit }),
      onProgress: (step) => {
        if (step !== "fetch") return;
        enter("fetch").catch(() => undefined);
        // Nothing of it can be known yet, so its analyzer starts while the files are on their way.
        if (project.headCommit === null) analyzer.prepare();
      },
    });
    await grade(underway, revision, analyzer);
  } finally {
    access.key.privateKey.destroy();
    await deps.onStep?.("destroy");
    await Promise.all([analyzer.close(), revision?.destroy()]);
  }
}

async function grade(
  underway: Underway,
  revision: FetchedRevision,
  analyzer: Pick<AnalyzerOnCall, "started">,
): Promise<void> {
  const { deps, tenant, project, analysis, signal, enter } = underway;
  await enter("read");
  const keys = keysOf(project);
  const facts = createFactsStore({ ...deps, tenant, project: keys });
  const sources = await openSourceKeeper({
    ...deps,
    tenant,
    project: { ...keys, retention: project.retention },
  });
  const progress = reportProgress({ clock: deps.clock, save: underway.update });
  const collected = await collectFacts({
    code: revision,
    startAnalyzer: analyzer.started,
    facts,
    sources,
    signal,
    onProgress: progress.report,
  });
  await progress.settle();
  await enter("reduce");
  const report = reportOf(collected, revision.commit);
  const entries = new Map(collected.files.map((file) => [file.entry.path, file]));
  const withEntries = report.files.flatMap((file) => {
    const entry = entries.get(file.path)?.entry;
    return entry === undefined ? [] : [{ file, entry }];
  });
  await sources.keepSnippets(withEntries, revision, signal);
  await enter("store");
  signal.throwIfAborted();
  const { context, startedAt } = underway;
  const claimed = { claim: context.claim, tenant, project, analysis, startedAt };
  await storeRevision(deps, claimed, { revision, report, facts, sources, entries });
}

async function failed(underway: Underway, error: unknown, mayRetry: boolean): Promise<JobEnd> {
  const { deps, context, analysis } = underway;
  if (!(error instanceof IntakeError)) throw error;
  context.logger.warn({ code: error.code, detail: error.detail, analysisId: analysis.id }, "analysis failed");
  const failure = { code: error.code, message: error.publicMessage };
  if (error.retryable && mayRetry) return { end: "retry", errorCode: failure.code, message: failure.message };
  deps.metrics.analyses.inc({ outcome: error.code });
  const job = { organizationId: analysis.organizationId, subjectId: analysis.id };
  await endAsFailed(deps, job, failure, (tx) => deps.queue.complete(context.claim, tx));
  return { end: "completed" };
}

function timedOut(minutes: number, cause: unknown): IntakeError {
  return new IntakeError(
    "over-limit-time",
    `The analysis took longer than ${minutes} minutes and was ended. Exclude large generated or vendored folders in .sealgrade.yml, or ask the operator to raise analysisTimeoutMinutes.`,
    { cause },
  );
}

/**
 * Ends analysis and job together, and removes what the analysis stored of the source; `endJob` answers false
 * when another worker holds the job by now.
 */
async function endAsFailed(
  deps: AnalyzeDeps,
  job: Pick<Job, "organizationId" | "subjectId">,
  failure: { code: string; message: string },
  endJob: (tx: Tx) => Promise<boolean>,
): Promise<void> {
  const { analyses, projects } = deps.database.repositories.forOrganization(job.organizationId);
  const ended = {
    state: "failed",
    step: null,
    failureCode: failure.code,
    failureMessage: failure.message,
  } as const;
  await deps.database.transaction(async (tx) => {
    if (!(await endJob(tx))) return;
    const analysis = await analyses.find(job.subjectId, tx);
    if (analysis === null) return;
    await analyses.update(job.subjectId, { ...ended, finishedAt: deps.clock.now() }, tx);
    const project = await projects.find(analysis.projectId, tx);
    if (project !== null) await dropUnlistedSource(deps, project, tx);
  });
}
