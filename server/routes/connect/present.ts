import type { Project, TenantRepositories } from "../../../db/types.js";
import type { HostStep } from "../../../web/components/HostKeyStep.js";
import type { AccessResult, ConnectPageProps } from "../../../web/pages/ConnectPage.js";
import type { AccessCheck } from "../../commands/checkAccess.js";
import { AppError } from "../../errors.js";
import { IntakeError } from "../../intake/errors.js";
import type { Intake } from "../../intake/intake.js";
import { builtInHostKeys } from "../../intake/remote/hostKeys.js";
import { remoteOf } from "../../projects/projectRemote.js";
import { presentDeployKey, presentHostKey, presentProject } from "../present.js";
import type { LoadedProject } from "../projects/load.js";

/** The connect page; asks the host for its key unless that is pinned already and access is not in doubt. */
export async function presentConnectPage(
  deps: { intake: Intake },
  loaded: LoadedProject,
  access: AccessResult | null,
  signal: AbortSignal,
): Promise<ConnectPageProps> {
  const { project, tenant } = loaded;
  const remote = remoteOf(project);
  const deployKey = await tenant.deployKeys.activeOf(project.id);
  if (deployKey === null)
    throw new AppError("no-deploy-key", 500, "This project has no deploy key. Connect the repository anew.");
  return {
    project: presentProject(project),
    remote: { host: remote.host, path: remote.path },
    host: await presentHost(deps, project, tenant, signal),
    deployKey: presentDeployKey(deployKey),
    access,
  };
}

async function presentHost(
  deps: { intake: Intake },
  project: Project,
  tenant: TenantRepositories,
  signal: AbortSignal,
): Promise<HostStep> {
  const remote = remoteOf(project);
  const view = (key: Parameters<typeof presentHostKey>[0]) => presentHostKey(key, remote);
  const [builtIn] = builtInHostKeys(remote);
  if (builtIn !== undefined) return { kind: "built-in", key: view(builtIn) };
  const pinnedKeys = await tenant.hostKeys.find(remote.host, remote.port);
  try {
    const offered = await deps.intake.offeredHostKeys(remote, signal);
    const [pinned] = pinnedKeys;
    if (pinned === undefined) return { kind: "unconfirmed", offered: offered.map(view) };
    const same = pinnedKeys.find((key) => offered.some((one) => one.fingerprint === key.fingerprint));
    if (same !== undefined) return { kind: "pinned", key: view(same), confirmedAtMs: same.confirmedAt };
    return { kind: "changed", offered: offered.map(view), pinned: view(pinned) };
  } catch (error) {
    if (error instanceof IntakeError) return { kind: "unreachable", message: error.publicMessage };
    throw error;
  }
}

/** The outcome of "check access" in the page's words. */
export function presentAccess(check: AccessCheck): AccessResult {
  if (check.ok) return { ok: true, branch: check.head.branch, commit: check.head.commit };
  return { ok: false, code: check.error.code, message: check.error.publicMessage };
}
