import { gitConfigText, gitEnvironment } from "../git/gitConfig.js";
import type { Bind, DataFile, Sandbox, SandboxView } from "../sandbox/sandbox.js";
import type { RemoteAccess } from "../types.js";
import { type Access, type AccessDeps, KNOWN_HOSTS_INSIDE, PUBLIC_KEY_INSIDE } from "./access.js";
import { knownHostsText } from "./hostKeys.js";
import { SSH_SCRIPT } from "./sshOptions.js";

/** What every git that talks to a remote is made from. */
export interface RemoteGitDeps extends AccessDeps {
  readonly sandbox: Sandbox;
}

/** A bare repository in a volume: where it lies outside, where git finds it, and what shows it inside. */
export interface GitRepository {
  readonly source: string;
  readonly target: string;
  readonly binds: readonly Bind[];
  readonly holderPid: number | null;
}

/** Where git finds its configuration inside. */
export const CONFIG_INSIDE = "/run/gitconfig";
const SSH_INSIDE = "/run/ssh";

/** The view of a git that talks to a remote: its connection, its agent, and nothing else. */
export function remoteGitView(
  sandbox: Sandbox,
  o: RemoteAccess & { uid: number | null },
  with_: { access: Access; repository: GitRepository | null; limits: SandboxView["limits"] },
): SandboxView {
  const { access, repository } = with_;
  const place = repository === null ? null : sandbox.place(repository.source, repository.target);
  const dataFiles: DataFile[] = [
    { target: CONFIG_INSIDE, content: gitConfigText(place) },
    { target: KNOWN_HOSTS_INSIDE, content: knownHostsText(o.remote.host, o.hostKeys) },
    { target: PUBLIC_KEY_INSIDE, content: `${o.key.publicKey}\n` },
    { target: SSH_INSIDE, content: SSH_SCRIPT, mode: 0o555 },
  ];
  return {
    stage: "fetch",
    binds: [...access.binds, ...(repository?.binds ?? [])],
    dataFiles,
    env: {
      ...gitEnvironment({ configFile: CONFIG_INSIDE, repository: repository?.target ?? null }),
      GIT_SSH: SSH_INSIDE,
      GIT_SSH_VARIANT: "ssh",
      ...access.env,
    },
    limits: with_.limits,
    uid: o.uid,
    holderPid: repository?.holderPid ?? null,
  };
}
