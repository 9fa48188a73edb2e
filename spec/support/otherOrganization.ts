import { generateDeployKey } from "../../keys/deployKey.js";
import { createSessions } from "../../server/http/sessions.js";
import { sealedColumns } from "../../server/sealing/sealedColumns.js";
import type { Services } from "../../server/services.js";

/** A second organisation beside the installation's own, with an owner, a project and an analysis. */
export interface OtherOrganization {
  readonly organizationId: string;
  readonly projectId: string;
  readonly analysisId: string;
  readonly projectName: string;
  /** `Cookie` header of its signed-in owner. */
  readonly cookie: string;
}

/** Makes it straight through the repositories: no page offers a second organisation yet. */
export async function addOtherOrganization(services: Services): Promise<OtherOrganization> {
  const { repositories } = services.database;
  const organizationId = services.newId();
  const dataKeyId = services.keyStore.createDataKey();
  const context = sealedColumns.organizationName(organizationId);
  const nameSealed = services.vault.seal(dataKeyId, context, Buffer.from("Other team"));
  await repositories.organizations.create({ id: organizationId, dataKeyId, nameSealed });
  const cookie = await addPerson(services, organizationId, "owner");
  const project = await addProject(services, organizationId, { name: "Other project" });
  return { organizationId, projectName: "Other project", ...project, cookie };
}

/** Adds a person to an organisation and signs them in; returns their cookie. */
export async function addPerson(
  services: Services,
  organizationId: string,
  role: "owner" | "admin" | "member",
): Promise<string> {
  const { users, memberships } = services.database.repositories;
  const userId = services.newId();
  const dataKeyId = services.keyStore.createDataKey();
  const context = sealedColumns.userDisplayName(userId);
  const displayNameSealed = services.vault.seal(dataKeyId, context, Buffer.from(`Some ${role}`));
  await users.create({ id: userId, dataKeyId, displayNameSealed });
  await memberships.add(userId, organizationId, role);
  const token = await createSessions(services).start(userId, { userAgent: "spec", address: "127.0.0.1" });
  return `__Host-sealgrade=${token}`;
}

/** A project that is connected and was asked for an analysis once; its host is never reached. */
export async function addProject(
  services: Services,
  organizationId: string,
  options: { name: string },
): Promise<{ projectId: string; analysisId: string }> {
  const tenant = services.database.repositories.forOrganization(organizationId);
  const [projectId, keyId, analysisId] = [services.newId(), services.newId(), services.newId()];
  const dataKeyId = services.keyStore.createDataKey();
  const createdAt = services.clock.now();
  await tenant.projects.create({
    id: projectId,
    name: options.name,
    remoteUser: "git",
    remoteHost: "127.0.0.1",
    remotePort: 1,
    remotePath: "/team/repo.git",
    branch: null,
    retention: "full",
    dataKeyId,
    lookupKeyId: services.keyStore.createDataKey(),
    state: "ready",
    createdAt,
    pollIntervalMs: null,
    nextPollAt: null,
    pollFailures: 0,
    headCommit: null,
  });
  const key = generateDeployKey({ comment: "spec" });
  const context = sealedColumns.deployKeyPrivateKey(organizationId, keyId);
  const privateKeySealed = key.privateKey.use((bytes) => services.vault.seal(dataKeyId, context, bytes));
  const { publicKey, fingerprint } = key;
  await tenant.deployKeys.create({
    id: keyId,
    projectId,
    publicKey,
    fingerprint,
    privateKeySealed,
    createdAt,
    retiredAt: null,
  });
  const asked = { id: analysisId, projectId, trigger: "click", requestedCommit: null, createdAt } as const;
  await tenant.analyses.createOrJoin(asked);
  await tenant.analyses.update(analysisId, { state: "cancelled", finishedAt: createdAt });
  return { projectId, analysisId };
}
