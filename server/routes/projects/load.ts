import type { Database, Project, TenantRepositories } from "../../../db/types.js";
import { notFound } from "../../errors.js";
import type { Actor, AppContext } from "../../http/requestState.js";
import { requireActor } from "../../middleware/session.js";
import { may, type ProjectAction } from "../../policies/projects.js";
import { rowId } from "../rowId.js";

export interface LoadedProject {
  readonly actor: Actor;
  readonly tenant: TenantRepositories;
  readonly project: Project;
}

/**
 * The project that the request names, loaded for the signed-in actor and the action they are about to
 * take. What belongs to another organisation, or may not be seen, answers as if it did not exist (P21).
 */
export async function loadProject(
  deps: { database: Database },
  ctx: AppContext & { params: Record<string, string> },
  action: ProjectAction,
): Promise<LoadedProject> {
  const actor = requireActor(ctx);
  const tenant = deps.database.repositories.forOrganization(actor.organizationId);
  const project = await tenant.projects.find(rowId(ctx, "projectId"));
  if (project === null || !may(actor, action, project)) throw notFound();
  return { actor, tenant, project };
}
