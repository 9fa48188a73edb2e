import type { Database, Retention } from "../../db/types.js";
import { generateDeployKey } from "../../keys/deployKey.js";
import type { KeyStore } from "../../keys/keyStore.js";
import type { Vault } from "../../keys/vault.js";
import type { Clock } from "../clock.js";
import { IntakeError } from "../intake/errors.js";
import type { Intake } from "../intake/intake.js";
import { parseRemote, type Remote } from "../intake/remote/remote.js";
import { sealedColumns } from "../sealing/sealedColumns.js";

export interface ConnectDeps {
  readonly database: Database;
  readonly keyStore: KeyStore;
  readonly vault: Vault;
  readonly intake: Intake;
  readonly clock: Clock;
  readonly newId: () => string;
}

export interface ConnectRequest {
  readonly organizationId: string;
  /** The address as it was typed. */
  readonly remote: string;
  /** Empty: the repository's name. */
  readonly name: string;
  /** Empty: whatever the remote's HEAD names. */
  readonly branch: string;
  readonly retention: Retention;
}

/** A field that needs another value, with a text that says what and how. */
export interface FieldProblem {
  readonly field: "remote" | "name" | "branch";
  readonly code: string;
  readonly message: string;
}

export type ConnectResult =
  | { readonly ok: true; readonly projectId: string }
  | { readonly ok: false; readonly problem: FieldProblem };

const MAX_NAME_LENGTH = 100;
/** What hides, reorders or breaks text: every member of the organisation reads the name. */
const DECEPTIVE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u;
/** Git's own rules for a branch name (git-check-ref-format), narrowed to printable ASCII. */
const BRANCH = /^(?!\/|-|.*(?:\/\/|\.\.|@\{|\.lock(?:\/|$)|\/\.|\.$|\/$))[A-Za-z0-9_.@/+=#%,-]{1,200}$/;

/**
 * Connects a repository: checks its address, reaches its host, and makes the project with a deploy key of
 * its own (P01). Nothing is stored unless the host answered.
 */
export async function connectProject(
  deps: ConnectDeps,
  request: ConnectRequest,
  signal: AbortSignal,
): Promise<ConnectResult> {
  const parsed = parseRemote(request.remote);
  if (!parsed.ok) return refuse("remote", parsed.problem.code, parsed.problem.message);
  if (request.branch !== "" && !BRANCH.test(request.branch)) {
    return refuse(
      "branch",
      "branch-invalid",
      "This is not a branch name. Leave it empty for the repository's default branch.",
    );
  }
  const name = request.name.trim() || repositoryName(parsed.remote);
  if (name.length > MAX_NAME_LENGTH)
    return refuse("name", "name-too-long", `Use at most ${MAX_NAME_LENGTH} characters.`);
  if (DECEPTIVE.test(name)) {
    return refuse(
      "name",
      "name-invalid",
      "Leave out control characters and line breaks, and characters that cannot be seen or turn the direction of writing.",
    );
  }
  try {
    await deps.intake.offeredHostKeys(parsed.remote, signal);
  } catch (error) {
    if (error instanceof IntakeError) return refuse("remote", error.code, error.publicMessage);
    throw error;
  }
  return { ok: true, projectId: await createProject(deps, { ...request, name }, parsed.remote) };
}

async function createProject(deps: ConnectDeps, request: ConnectRequest, remote: Remote): Promise<string> {
  const tenant = deps.database.repositories.forOrganization(request.organizationId);
  const id = deps.newId();
  const keyId = deps.newId();
  const now = deps.clock.now();
  const dataKeyId = deps.keyStore.createDataKey();
  const lookupKeyId = deps.keyStore.createDataKey();
  const key = generateDeployKey({ comment: `sealgrade-${id}` });
  const context = sealedColumns.deployKeyPrivateKey(request.organizationId, keyId);
  const privateKeySealed = key.privateKey.use((bytes) => deps.vault.seal(dataKeyId, context, bytes));
  key.privateKey.destroy();
  await deps.database.transaction(async (tx) => {
    await tenant.projects.create(
      {
        id,
        name: request.name,
        remoteUser: remote.user,
        remoteHost: remote.host,
        remotePort: remote.port,
        remotePath: remote.path,
        branch: request.branch === "" ? null : request.branch,
        retention: request.retention,
        dataKeyId,
        lookupKeyId,
        state: "connecting",
        createdAt: now,
        pollIntervalMs: null,
        nextPollAt: null,
        pollFailures: 0,
        headCommit: null,
      },
      tx,
    );
    await tenant.deployKeys.create(
      {
        id: keyId,
        projectId: id,
        publicKey: key.publicKey,
        fingerprint: key.fingerprint,
        privateKeySealed,
        createdAt: now,
        retiredAt: null,
      },
      tx,
    );
  });
  return id;
}

function repositoryName(remote: Remote): string {
  return (remote.path.split("/").findLast((part) => part !== "") ?? remote.path).replace(/\.git$/, "");
}

function refuse(field: FieldProblem["field"], code: string, message: string): ConnectResult {
  return { ok: false, problem: { field, code, message } };
}
