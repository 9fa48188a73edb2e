import { existsSync } from "node:fs";
import { chmod, chown, mkdtemp, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { type Agent, serveAgent } from "../../../keys/sshAgent.js";
import { abandonedIn, recordOwner } from "../sandbox/ownedFolder.js";
import type { Bind } from "../sandbox/sandbox.js";
import type { AgentKey } from "../types.js";
import { checkAddresses, type Lookup } from "./addresses.js";
import { type HostKey, hostKeyAlgorithms } from "./hostKeys.js";
import { openRelay, type Relay } from "./relay.js";
import type { Remote } from "./remote.js";
import { hostKeyUnknown } from "./remoteFailures.js";
import type { SshEnvironment } from "./sshOptions.js";

export interface AccessDeps {
  readonly lookup: Lookup;
  readonly allowedRanges: readonly string[];
  /** Folder for sockets and pipes; every parent must be passable for the sandbox's uid, 70 bytes at most. */
  readonly folder: string;
}

export interface AccessRequest {
  readonly remote: Remote;
  /** null: the connection ends after the key exchange, nobody signs in. */
  readonly key: AgentKey | null;
  /** null: any key is noted down in `knownHostsFile` and none is trusted. */
  readonly hostKeys: readonly HostKey[] | null;
  readonly uid: number | null;
  readonly maxReceivedBytes: number;
  readonly signal: AbortSignal;
}

const ACCESS_PREFIX = "access-";

/** One connection to a server, ready for one ssh inside the sandbox. */
export interface Access {
  readonly binds: readonly Bind[];
  readonly env: Readonly<SshEnvironment>;
  readonly relay: Relay;
  /** Where ssh writes an unknown host key, as this process finds it. */
  readonly knownHostsFile: string;
  /** Signatures the deploy key gave so far; 0 also without a key. */
  signatures(): number;
  close(): Promise<void>;
}

/** Where the pieces lie inside. */
const INSIDE = {
  knownHosts: "/run/known_hosts",
  publicKey: "/run/key.pub",
  agent: "/run/agent",
  fromServer: "/run/from-server",
  toServer: "/run/to-server",
} as const;

/** Paths inside of the data files that go with an access. */
export const KNOWN_HOSTS_INSIDE = INSIDE.knownHosts;
export const PUBLIC_KEY_INSIDE = INSIDE.publicKey;

/**
 * Connects to the remote's checked address and serves the deploy key's agent beside it, both in a fresh
 * folder under a random name. Throws IntakeError; nothing is left behind then.
 */
export async function openAccess(deps: AccessDeps, request: AccessRequest): Promise<Access> {
  const { remote, uid } = request;
  if (request.hostKeys?.length === 0) throw hostKeyUnknown(remote);
  const address = await checkAddresses(remote.host, { ...deps, signal: request.signal });
  const folder = await mkdtemp(path.join(deps.folder, ACCESS_PREFIX));
  recordOwner(folder);
  let relay: Relay | null = null;
  try {
    relay = await openRelay({ ...request, address, host: remote.host, port: remote.port, folder });
    const agent = request.key === null ? null : await startAgent(request.key, folder, uid);
    const knownHostsFile = path.join(folder, "known-hosts");
    await writeFile(knownHostsFile, "", { mode: 0o600 });
    if (uid !== null) await chown(knownHostsFile, uid, uid);
    await chmod(folder, 0o711); // only now that everything inside has its owner and mode
    return accessOf({ request, relay, agent, folder, knownHostsFile });
  } catch (error) {
    await relay?.close();
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Removes the folders of accesses whose process died: an agent's socket and pipes, nothing secret. */
export async function sweepAccesses(parent: string): Promise<void> {
  for (const name of abandonedIn(parent)) {
    if (name.startsWith(ACCESS_PREFIX)) await rm(path.join(parent, name), { recursive: true, force: true });
  }
}

function startAgent(key: AgentKey, folder: string, uid: number | null): Promise<Agent> {
  return serveAgent({
    privateKey: key.privateKey,
    publicKey: key.publicKey,
    socketPath: path.join(folder, "agent"),
    ...(uid === null ? {} : { owner: { uid, gid: uid } }),
  });
}

interface Parts {
  readonly request: AccessRequest;
  readonly relay: Relay;
  readonly agent: Agent | null;
  readonly folder: string;
  readonly knownHostsFile: string;
}

function accessOf({ request, relay, agent, folder, knownHostsFile }: Parts): Access {
  const binds: Bind[] = [
    { source: relay.fromServer, target: INSIDE.fromServer },
    { source: relay.toServer, target: INSIDE.toServer, writable: true },
    { source: catProgram(), target: "/usr/bin/cat" },
  ];
  if (agent) binds.push({ source: path.join(folder, "agent"), target: INSIDE.agent });
  if (request.hostKeys === null)
    binds.push({ source: knownHostsFile, target: INSIDE.knownHosts, writable: true });
  return {
    binds,
    env: {
      SG_HOST: request.remote.host,
      SG_HOST_KEY_ALGORITHMS: hostKeyAlgorithms(request.hostKeys),
      SG_KNOWN_HOSTS: INSIDE.knownHosts,
      SG_STRICT: request.hostKeys === null ? "accept-new" : "yes",
      SG_SIGN_IN: agent === null ? "no" : "yes",
      SG_PUBLIC_KEY: agent === null ? "/dev/null" : INSIDE.publicKey,
      SG_AGENT: agent === null ? "none" : INSIDE.agent,
      SG_FROM_SERVER: INSIDE.fromServer,
      SG_TO_SERVER: INSIDE.toServer,
    },
    relay,
    knownHostsFile,
    signatures: () => agent?.signatures() ?? 0,
    close: async () => {
      await relay.close();
      await agent?.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The connector copies with cat(1), which the fetch stage does not bring along. */
function catProgram(): string {
  return ["/usr/bin/cat", "/bin/cat"].find((file) => existsSync(file)) ?? "/usr/bin/cat";
}
