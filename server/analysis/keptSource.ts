import type { Database, Project, TenantRepositories, Tx } from "../../db/types.js";
import type { Vault } from "../../keys/vault.js";
import { readAndOpen } from "../sealing/dataKeyHolders.js";
import { openIndex } from "./storedReport.js";

interface KeptSourceDeps {
  readonly database: Database;
  readonly vault: Vault;
}

/**
 * Removes what is stored of a project's source beyond what its latest revision lists: an analysis that fails
 * leaves nothing of the code it could not grade (P10). An analysis of the same project that is underway
 * loses its part too and finds out when it stores.
 */
export async function dropUnlistedSource(
  { database, vault }: KeptSourceDeps,
  project: Pick<Project, "id" | "organizationId">,
  tx: Tx,
): Promise<void> {
  const tenant = database.repositories.forOrganization(project.organizationId);
  // Whoever stores a revision changes the project's row first, so the two take turns.
  if (!(await tenant.projects.lock(project.id, tx))) return;
  if ((await tenant.sources.keysOf(project.id, tx)).size === 0) return;
  const listed = await readAndOpen(
    () => tenant.revisions.latest(project.id, tx),
    (latest) => (latest === null ? [] : openIndex(vault, latest).files.map((file) => file.sourceKey)),
  );
  await tenant.sources.deleteExcept(project.id, new Set(listed.filter((key) => key !== null)), tx);
}

/**
 * Makes sure that everything a revision is about to list is stored.
 * @throws Error when another analysis of the project removed some of it meanwhile: analysing again stores it
 */
export async function requireStoredSource(
  tenant: Pick<TenantRepositories, "sources">,
  projectId: string,
  keys: readonly Buffer[],
  tx: Tx,
): Promise<void> {
  if (keys.length === 0) return;
  const stored = await tenant.sources.keysOf(projectId, tx);
  if (!keys.every((key) => stored.has(key.toString("hex"))))
    throw new Error("another analysis of this project removed source that this one had stored");
}
