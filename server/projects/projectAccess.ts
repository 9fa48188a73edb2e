import type { Project, TenantRepositories } from "../../db/types.js";
import type { Vault } from "../../keys/vault.js";
import { AppError } from "../errors.js";
import { IntakeError } from "../intake/errors.js";
import type { AgentKey } from "../intake/intake.js";
import { builtInHostKeys, type HostKey, parseHostKey } from "../intake/remote/hostKeys.js";
import type { Remote } from "../intake/remote/remote.js";
import { readAndOpen } from "../sealing/dataKeyHolders.js";
import { sealedColumns } from "../sealing/sealedColumns.js";
import { remoteOf } from "./projectRemote.js";

/** What is needed to reach a project's repository. `key.privateKey` must be destroyed by the caller. */
export interface ProjectAccess {
  readonly remote: Remote;
  readonly key: AgentKey;
  readonly hostKeys: readonly HostKey[];
}

/** Host keys that are trusted for a remote: built in for the large hosts, else what an owner confirmed. */
export async function pinnedHostKeys(
  tenant: TenantRepositories,
  remote: Remote,
): Promise<readonly HostKey[]> {
  const builtIn = builtInHostKeys(remote);
  if (builtIn.length > 0) return builtIn;
  const pinned = await tenant.hostKeys.find(remote.host, remote.port);
  return pinned.flatMap((key) => parseHostKey(`${key.keyType} ${key.publicKey}`) ?? []);
}

/**
 * Opens the deploy key and looks up the pinned host keys of a project.
 * @throws IntakeError host-key-unknown when nobody has confirmed the host yet
 */
export async function openProjectAccess(deps: {
  vault: Vault;
  tenant: TenantRepositories;
  project: Project;
}): Promise<ProjectAccess> {
  const { vault, tenant, project } = deps;
  const remote = remoteOf(project);
  const hostKeys = await pinnedHostKeys(tenant, remote);
  if (hostKeys.length === 0) {
    throw new IntakeError(
      "host-key-unknown",
      `The host key of ${remote.host} has not been confirmed yet. Compare and confirm its fingerprint on the connect page.`,
    );
  }
  const key = await readAndOpen(
    () => tenant.deployKeys.activeOf(project.id),
    (deployKey): AgentKey | null => {
      if (deployKey === null) return null;
      const context = sealedColumns.deployKeyPrivateKey(project.organizationId, deployKey.id);
      const privateKey = vault.openSecret(context, deployKey.privateKeySealed);
      return { privateKey, publicKey: deployKey.publicKey };
    },
  );
  if (key === null)
    throw new AppError("no-deploy-key", 500, "This project has no deploy key. Connect it anew.");
  return { remote, hostKeys, key };
}
