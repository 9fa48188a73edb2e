import type { Report, ReportFile } from "../../analyzer/types.js";
import type { Analysis, Database, Project, TenantRepositories } from "../../db/types.js";
import type { Vault } from "../../keys/vault.js";
import type { FactsStore } from "../analysis/factsStore.js";
import { requireStoredSource } from "../analysis/keptSource.js";
import { overviewOf } from "../analysis/overview.js";
import { packJson } from "../analysis/packing.js";
import { indexOf } from "../analysis/revisionIndex.js";
import type { SourceKeeper } from "../analysis/sourceKeeper.js";
import type { Clock } from "../clock.js";
import type { FetchedRevision } from "../intake/intake.js";
import { currentDataKey } from "../sealing/dataKeyHolders.js";
import { sealedColumns } from "../sealing/sealedColumns.js";
import type { JobQueue } from "./queue.js";
import { JobAborted, type JobContext } from "./worker.js";

/** What storing needs of the service. */
export interface StoreDeps {
  readonly database: Database;
  readonly queue: JobQueue;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly newId: () => string;
  /** When a project that became ready is looked at for a new head for the first time, ms since the epoch. */
  readonly firstPollAt: (project: Project) => number;
}

/** The analysis that is stored, and the claim under which it ran. */
export interface ClaimedAnalysis {
  readonly claim: JobContext["claim"];
  readonly tenant: TenantRepositories;
  readonly project: Project;
  readonly analysis: Analysis;
  /** When this attempt began, ms since the epoch. */
  readonly startedAt: number;
}

/** What an analysis found. */
export interface AnalyzedRevision {
  readonly revision: FetchedRevision;
  readonly report: Report;
  readonly facts: FactsStore;
  readonly sources: SourceKeeper;
  /** The measured files by path. */
  readonly entries: ReadonlyMap<string, { entry: { oid: string }; factsId: string }>;
}

/**
 * Stores what an analysis found: everything that becomes visible does so in this one transaction, and only
 * under a current fence.
 * @throws JobAborted when another worker holds the job by now
 */
export async function storeRevision(
  deps: StoreDeps,
  claimed: ClaimedAnalysis,
  analyzed: AnalyzedRevision,
): Promise<void> {
  const { claim, tenant, project, analysis } = claimed;
  const { report, revision } = analyzed;
  const earlier = await tenant.revisions.findByCommit(
    project.id,
    revision.commit,
    report.analyzer.version,
    report.analyzer.settingsHash,
  );
  const id = earlier?.id ?? deps.newId();
  const now = deps.clock.now();
  const { fields, packed, kept } = await revisionRow(claimed, analyzed, { id, now });
  const { organizationId } = project;
  await deps.database.transaction(async (tx) => {
    if (!(await deps.queue.complete(claim, tx))) throw new JobAborted("lease-lost");
    const holder = { kind: "project", organizationId, id: project.id } as const;
    const dataKeyId = await currentDataKey(deps.database, holder, tx);
    const row = {
      ...fields,
      overviewSealed: deps.vault.seal(
        dataKeyId,
        sealedColumns.revisionOverview(organizationId, id),
        packed.overview,
      ),
      indexSealed: deps.vault.seal(dataKeyId, sealedColumns.revisionIndex(organizationId, id), packed.index),
    };
    await (earlier === null ? tenant.revisions.create(row, tx) : tenant.revisions.replace(row, tx));
    await tenant.projects.update(project.id, readyFields(deps, project, revision), tx);
    await analyzed.sources.dropOthers(kept, tx);
    await requireStoredSource(tenant, project.id, kept, tx);
    await tenant.analyses.update(
      analysis.id,
      { state: "done", step: null, finishedAt: now, revisionId: id, failureCode: null, failureMessage: null },
      tx,
    );
  });
}

/** Polling begins with the first success; after that the polls alone decide when the next one is. */
function readyFields(deps: StoreDeps, project: Project, revision: FetchedRevision) {
  const ready = { headCommit: revision.commit, state: "ready" } as const;
  return project.nextPollAt === null ? { ...ready, nextPollAt: deps.firstPollAt(project) } : ready;
}

async function revisionRow(
  claimed: ClaimedAnalysis,
  analyzed: AnalyzedRevision,
  at: { id: string; now: number },
) {
  const { id, now } = at;
  const { project } = claimed;
  const { report, revision, sources, facts, entries } = analyzed;
  const kept: Buffer[] = [];
  const placesOf = (file: ReportFile) => {
    const collected = entries.get(file.path);
    const sourceKey = collected === undefined ? null : sources.keyOf(collected.entry.oid, file);
    if (sourceKey !== null) kept.push(sourceKey);
    const factsKey = collected === undefined ? "" : facts.keyOf(collected.factsId).toString("hex");
    return { factsKey, sourceKey: sourceKey?.toString("hex") ?? null };
  };
  const index = indexOf(report, placesOf);
  const overview = overviewOf(report);
  const fields = {
    id,
    projectId: project.id,
    commit: revision.commit,
    branch: revision.branch,
    committedAt: revision.committedAtMs,
    analyzedAt: now,
    analyzerVersion: report.analyzer.version,
    settingsHash: report.analyzer.settingsHash,
    grade: report.totals.grade,
    gpa: report.totals.gpa,
    debtRatio: report.totals.debtRatio,
    debtMinutes: report.totals.debtMinutes,
    gradedLines: report.totals.gradedLines,
    codeLines: report.totals.codeLines,
    files: report.totals.files,
    functions: report.totals.functions,
    findings: overview.findings.total,
    skipped: report.skipped.length,
    durationMs: now - claimed.startedAt,
  };
  const packed = { overview: await packJson(overview), index: await packJson(index) };
  return { fields, packed, kept };
}
