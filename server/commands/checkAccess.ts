import type { Database, Project } from "../../db/types.js";
import type { Vault } from "../../keys/vault.js";
import { IntakeError } from "../intake/errors.js";
import type { Head, Intake } from "../intake/intake.js";
import { openProjectAccess } from "../projects/projectAccess.js";

export type AccessCheck =
  | { readonly ok: true; readonly head: Head }
  | { readonly ok: false; readonly error: IntakeError };

/** Signs in at the Git host with the project's key and asks where its branch points. */
export async function checkAccess(
  deps: { database: Database; vault: Vault; intake: Intake },
  project: Project,
  signal: AbortSignal,
): Promise<AccessCheck> {
  const tenant = deps.database.repositories.forOrganization(project.organizationId);
  try {
    const access = await openProjectAccess({ vault: deps.vault, tenant, project });
    try {
      return { ok: true, head: await deps.intake.resolveHead({ ...access, branch: project.branch, signal }) };
    } finally {
      access.key.privateKey.destroy();
    }
  } catch (error) {
    if (error instanceof IntakeError) return { ok: false, error };
    throw error;
  }
}
