import { ANALYZER_VERSION } from "../../analyzer/index.js";
import type { Database, TenantRepositories } from "../../db/types.js";

/** Facts that one round deletes at most; what is left waits for the next, so that no round holds anybody up for long. */
const MAX_PER_ROUND = 50_000;

/**
 * Deletes facts of other analyzer versions: no analysis looks them up any more. Those of the version that graded a
 * project's newest revision stay until it is graded anew, because pages show them.
 * @returns how many
 */
export async function purgeFacts({ repositories }: Database): Promise<number> {
  let purged = 0;
  for (const { id: organizationId } of await repositories.organizations.list()) {
    const tenant = repositories.forOrganization(organizationId);
    for (const project of await tenant.projects.list()) {
      if (purged >= MAX_PER_ROUND) return purged;
      purged += await purgeProject(tenant, project.id, MAX_PER_ROUND - purged);
    }
  }
  return purged;
}

/** While an analysis is under way, its worker may be of another version and has facts that no revision names yet. */
async function purgeProject(tenant: TenantRepositories, projectId: string, limit: number): Promise<number> {
  if ((await tenant.analyses.active(projectId)) !== null) return 0;
  const newest = await tenant.revisions.listTotals(projectId, 1);
  const keep = [ANALYZER_VERSION, ...newest.map(({ analyzerVersion }) => analyzerVersion)];
  return tenant.facts.deleteOtherVersions(projectId, keep, limit);
}
