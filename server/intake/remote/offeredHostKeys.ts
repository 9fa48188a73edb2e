import { readFile } from "node:fs/promises";
import { abortError, cleanDetail, IntakeError } from "../errors.js";
import { STAGE_LIMITS } from "../sandbox/limits.js";
import { openAccess } from "./access.js";
import { type HostKey, parseHostKey } from "./hostKeys.js";
import type { Remote } from "./remote.js";
import { failureOf } from "./remoteFailures.js";
import type { RemoteGitDeps } from "./remoteGit.js";
import { SSH_SCRIPT } from "./sshOptions.js";

/** A key exchange is a few KiB; a server that sends more is up to something. */
const MAX_HANDSHAKE_BYTES = 256 * 1024;
/** Longest a key exchange may take, ms. */
const HANDSHAKE_TIMEOUT_MS = 30_000;
const SCRIPT_INSIDE = "/run/ssh";

/**
 * The host key a server proves to hold in a real key exchange, best type first; nobody signs in and nothing is
 * trusted by it. Exactly one key: the one a later fetch would see. Throws IntakeError.
 */
export async function offeredHostKeys(
  deps: RemoteGitDeps,
  o: { remote: Remote; uid: number | null; signal: AbortSignal },
): Promise<readonly HostKey[]> {
  const { remote } = o;
  const access = await openAccess(deps, {
    ...o,
    key: null,
    hostKeys: null,
    maxReceivedBytes: MAX_HANDSHAKE_BYTES,
  });
  try {
    const ssh = deps.sandbox.spawn({
      stage: "fetch",
      argv: ["/bin/sh", SCRIPT_INSIDE, "-p", String(remote.port), `${remote.user}@${remote.host}`, "true"],
      binds: access.binds,
      dataFiles: [{ target: SCRIPT_INSIDE, content: SSH_SCRIPT, mode: 0o555 }],
      env: { ...access.env },
      limits: { ...STAGE_LIMITS.fetch, wallClockMs: HANDSHAKE_TIMEOUT_MS },
      uid: o.uid,
      signal: o.signal,
    });
    ssh.stdout.resume();
    const exit = await ssh.exited;
    if (o.signal.aborted) throw abortError(o.signal);
    const keys = parseNoted(await readFile(access.knownHostsFile, "utf8"), remote.host);
    if (keys.length > 0) return keys;
    const outcome = { code: exit.code ?? 137, stderr: ssh.stderrText() };
    throw noKey(
      remote,
      failureOf({
        outcome,
        remote,
        branch: null,
        hostKeys: [],
        signatures: 0,
        relayFailure: access.relay.failure(),
      }),
    );
  } finally {
    await access.close();
  }
}

function parseNoted(text: string, host: string): HostKey[] {
  return text.split("\n").flatMap((line) => {
    const [name, ...key] = line.split(" ");
    const parsed = name === host ? parseHostKey(key.join(" ")) : null;
    return parsed === null ? [] : [parsed];
  });
}

/** A key exchange that failed over key types is no changed key here: none was confirmed yet. */
function noKey(remote: Remote, failure: IntakeError): IntakeError {
  if (failure.code !== "host-key-unknown") return failure;
  return new IntakeError(
    "host-key-unknown",
    `${remote.host} offers no host key of a type Sealgrade accepts (Ed25519, ECDSA P-256, RSA with SHA-2). Ask whoever runs it to add an Ed25519 key.`,
    { cause: failure, detail: cleanDetail(failure.detail ?? "") },
  );
}
