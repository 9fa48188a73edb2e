import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { generateDeployKey } from "../../../../keys/deployKey.js";
import { type SshServer, startSshServer } from "../../../../server/demo/sshServer.js";
import { IntakeError } from "../../../../server/intake/errors.js";
import {
  type AgentKey,
  createIntake,
  type Intake,
  type IntakeDeps,
  type RemoteAccess,
} from "../../../../server/intake/intake.js";
import { systemLookup } from "../../../../server/intake/remote/addresses.js";
import { parseRemote, type Remote } from "../../../../server/intake/remote/remote.js";
import { detectCapabilities } from "../../../../server/intake/sandbox/capabilities.js";
import { createSandbox, type Sandbox } from "../../../../server/intake/sandbox/sandbox.js";
import { createUidPool } from "../../../../server/intake/sandbox/uidPool.js";
import { createGocryptfsDriver } from "../../../../server/intake/volume/gocryptfs.js";
import { createMemoryDriver } from "../../../../server/intake/volume/memory.js";
import { repository, type TestRepository } from "./testRepository.js";

/** A real sshd, a real sandbox, real volumes as this account gets them and an intake on top, in one folder. */
export interface Harness {
  readonly folder: string;
  readonly server: SshServer;
  readonly sandbox: Sandbox;
  readonly intake: Intake;
  readonly deps: IntakeDeps;
  /** A second intake that differs in some dependencies. */
  intakeWith(changes: Partial<IntakeDeps>): Intake;
  /** An empty bare repository served as /team/NAME.git. */
  repository(name: string): TestRepository;
  /** A fresh deploy key that the server lets read this repository. */
  keyFor(name: string): Promise<AgentKey>;
  /** All that an intake method wants for this repository; the right host key is pinned. */
  access(name: string, key: AgentKey): RemoteAccess;
  remote(name: string): Remote;
  /** What lies in the places an analysis uses: empty once all ended. */
  leftovers(): string[];
  stop(): Promise<void>;
}

/** Names of the repositories one harness serves; a server's list is fixed when it starts. */
export async function startHarness(names: readonly string[]): Promise<Harness> {
  const folder = mkdtempSync(path.join(tmpdir(), "sealgrade-spec-"));
  chmodSync(folder, 0o711);
  const repositories = path.join(folder, "repositories");
  mkdirSync(repositories);
  const restoreTemporary = useTemporaryFolder(path.join(folder, "tmp"));
  const places = Object.fromEntries(
    names.map((name) => [`/team/${name}.git`, path.join(repositories, `${name}.git`)]),
  );
  const server = await startSshServer({ folder: path.join(folder, "sshd"), repositories: places, port: 0 });
  const deps = await realDeps(folder);
  const remote = (name: string) => parsed(server.remoteOf(`/team/${name}.git`));
  return {
    folder,
    server,
    deps,
    sandbox: deps.sandbox,
    intake: createIntake(deps),
    intakeWith: (changes) => createIntake({ ...deps, ...changes }),
    repository: (name) => repository(path.join(repositories, `${name}.git`)),
    keyFor: async (name) => {
      const { privateKey, publicKey } = generateDeployKey({ comment: name });
      await server.addKey(publicKey, `/team/${name}.git`);
      return { privateKey, publicKey };
    },
    access: (name, key) => ({
      remote: remote(name),
      key,
      hostKeys: [server.hostKey()],
      signal: new AbortController().signal,
    }),
    remote,
    leftovers: () => ["volumes", "run", "tmp"].flatMap((name) => readdirSync(path.join(folder, name))),
    stop: async () => {
      await server.stop();
      restoreTemporary();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Points this process's temporary files at a folder of the harness, so that what is left there is ours. */
function useTemporaryFolder(folder: string): () => void {
  mkdirSync(folder, { mode: 0o711 });
  const before = process.env["TMPDIR"];
  process.env["TMPDIR"] = folder;
  return () => {
    if (before === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = before;
  };
}

async function realDeps(folder: string): Promise<IntakeDeps> {
  const capabilities = await detectCapabilities();
  const uidPool = createUidPool({ folder: path.join(folder, "uids") });
  const logger = { warn: () => undefined };
  const volumes = path.join(folder, "volumes");
  mkdirSync(volumes, { mode: 0o711 });
  const createDriver = capabilities.encryptedVolumes ? createGocryptfsDriver : createMemoryDriver;
  return {
    sandbox: createSandbox({ capabilities, uidPool, required: true, logger }),
    volumes: createDriver({ capabilities, folder: volumes }),
    lookup: systemLookup,
    allowedRanges: ["127.0.0.0/8"],
    folder: path.join(folder, "run"),
  };
}

/** The remote behind an address that must be one. */
export function parsed(address: string): Remote {
  const result = parseRemote(address);
  if (!result.ok) throw new Error(`${address}: ${result.problem.message}`);
  return result.remote;
}

/** The IntakeError some work ends with; throws where it succeeds or fails otherwise. */
export async function failureOf(work: Promise<unknown>): Promise<IntakeError> {
  const outcome = await work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ("value" in outcome) throw new Error(`expected a failure, got ${JSON.stringify(outcome.value)}`);
  if (outcome.error instanceof IntakeError) return outcome.error;
  throw outcome.error;
}
