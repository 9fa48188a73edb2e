import { expect } from "chai";
import type { Analysis } from "../../db/types.js";
import type { Client } from "./client.js";
import { eventually } from "./eventually.js";
import type { GitHost } from "./gitHost.js";
import type { Installation } from "./installation.js";

/** Fills in the connect form; returns the new project's id. */
export async function connect(
  owner: Client,
  remote: string,
  fields: Readonly<Record<string, string>> = {},
): Promise<string> {
  const answer = await owner.post("/projects", { remote, retention: "full", ...fields });
  const projectId = /^\/projects\/([0-9a-f-]{36})\/connect$/.exec(answer.headers.location ?? "")?.[1];
  expect(projectId, answer.body).not.to.equal(undefined);
  return projectId ?? "";
}

/** Confirms the host by the fingerprint its administrator gave. */
export function confirmHost(owner: Client, projectId: string, host: GitHost) {
  const { fingerprint } = host.ssh.hostKey();
  return owner.post(`/projects/${projectId}/confirm-host`, { fingerprint, compared: "yes" });
}

/** The public deploy key as the connect page shows it. */
export async function shownDeployKey(owner: Client, projectId: string): Promise<string> {
  const { body } = await owner.get(`/projects/${projectId}/connect`);
  const key = /ssh-ed25519 [A-Za-z0-9+/=]{68} [\w-]+/.exec(body)?.[0];
  expect(key, body).not.to.equal(undefined);
  return key ?? "";
}

/** From the form to a project whose key is installed at its host. */
export async function connectCompletely(
  installation: Installation,
  host: GitHost,
  fields: Readonly<Record<string, string>> = {},
): Promise<string> {
  const projectId = await connect(installation.owner, host.remote, fields);
  await confirmHost(installation.owner, projectId, host);
  await host.install(await shownDeployKey(installation.owner, projectId));
  return projectId;
}

/** Asks for an analysis as the page does and waits for its end. */
export async function analyse(installation: Installation, projectId: string): Promise<Analysis> {
  const { services, service, owner } = installation;
  expect((await owner.post(`/projects/${projectId}/analyses`)).status).to.equal(303);
  const { analyses } = services.database.repositories.forOrganization(service.organizationId);
  return eventually("the end of the analysis", async () => {
    const analysis = await analyses.latest(projectId);
    return analysis?.finishedAt !== null && analysis;
  });
}
