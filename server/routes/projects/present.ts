import type { Analysis, Project, TenantRepositories } from "../../../db/types.js";
import type { Vault } from "../../../keys/vault.js";
import type { ProjectOverview } from "../../../web/overview.js";
import type { ProjectPageProps } from "../../../web/pages/ProjectPage.js";
import type { ProjectListItem } from "../../../web/pages/ProjectsPage.js";
import { openOverview } from "../../analysis/storedReport.js";
import { readAndOpen } from "../../sealing/dataKeyHolders.js";
import { presentAnalysis, presentProgress, presentProject, presentRevision } from "../present.js";

const HISTORY_LENGTH = 10;

/** One line per project with its latest grade and what is going on. */
export async function presentProjectList(tenant: TenantRepositories): Promise<ProjectListItem[]> {
  const projects = await tenant.projects.list();
  return Promise.all(projects.map((project) => presentListItem(tenant, project)));
}

async function presentListItem(tenant: TenantRepositories, project: Project): Promise<ProjectListItem> {
  const [[revision], latest] = await Promise.all([
    tenant.revisions.listTotals(project.id, 1),
    tenant.analyses.latest(project.id),
  ]);
  const { id, name, remote } = presentProject(project);
  return {
    id,
    name,
    remote,
    state: project.state,
    grade: revision?.grade ?? null,
    gpa: revision?.gpa ?? null,
    debtRatio: revision?.debtRatio ?? null,
    analyzedAtMs: revision?.analyzedAt ?? null,
    running: latest !== null && isActive(latest) ? presentProgress(latest) : null,
    lastFailed: latest?.state === "failed",
  };
}

/** Everything the project page shows, from four queries and one opened record. */
export async function presentProjectPage(
  deps: { tenant: TenantRepositories; vault: Vault },
  project: Project,
): Promise<ProjectPageProps> {
  const { tenant } = deps;
  const [overview, deployKey, analyses, revisions] = await Promise.all([
    readAndOpen(
      () => tenant.revisions.latestOverview(project.id),
      (revision) => presentOverview(deps.vault, revision),
    ),
    tenant.deployKeys.activeOf(project.id),
    tenant.analyses.list(project.id, HISTORY_LENGTH),
    tenant.revisions.listTotals(project.id, HISTORY_LENGTH),
  ]);
  const totals = new Map(revisions.map((one) => [one.id, one]));
  const history = analyses.map((analysis) =>
    presentAnalysis(analysis, totals.get(analysis.revisionId ?? "") ?? null),
  );
  const [newest] = history;
  return {
    project: presentProject(project),
    deployKeyFingerprint: deployKey?.fingerprint ?? "",
    overview,
    running: history.find(isActive) ?? null,
    failure: newest?.state === "failed" ? newest : null,
    history,
  };
}

type StoredRevision = Awaited<ReturnType<TenantRepositories["revisions"]["latestOverview"]>>;

function presentOverview(vault: Vault, revision: StoredRevision): ProjectOverview | null {
  return revision === null ? null : { ...openOverview(vault, revision), revision: presentRevision(revision) };
}

function isActive(analysis: Pick<Analysis, "state">): boolean {
  return analysis.state === "queued" || analysis.state === "running";
}
