import { createPrivateKey, sign } from "node:crypto";
import { chmodSync, chownSync, linkSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import path from "node:path";
import { ED25519, parsePublicKey, publicLineOf } from "./deployKey.js";
import { KeysError } from "./errors.js";
import type { Secret } from "./secret.js";
import { isUserauthRequest } from "./sshUserauth.js";
import { readWireString, wireString, wireUint32 } from "./sshWire.js";

// Message numbers: draft-ietf-sshm-ssh-agent, section 6.1.
const FAILURE = 5;
const REQUEST_IDENTITIES = 11;
const IDENTITIES_ANSWER = 12;
const SIGN_REQUEST = 13;
const SIGN_RESPONSE = 14;

/** OpenSSH allows 256 KiB; a user authentication request by an Ed25519 key stays far below 4 KiB. */
const MESSAGE_BYTES_MAX = 16 * 1024;
/** A fetch needs one signature; retries and `ls-remote` a few more. */
const SIGNATURES_MAX = 16;
const CONNECTIONS_MAX = 8;
const REQUESTS_PER_CONNECTION_MAX = 64;
const IDLE_MS = 60_000;
/** `sun_path` of unix(7) without its closing zero. */
const SOCKET_PATH_BYTES_MAX = 107;

/** What `serveAgent` needs. */
export interface AgentOptions {
  /** PKCS#8 DER; stays the caller's, and once destroyed nothing is signed any more. */
  readonly privateKey: Secret;
  /** The OpenSSH line that belongs to it. */
  readonly publicKey: string;
  /** At most 107 bytes (its folder 91), in a folder this process can write; nothing may be there yet. */
  readonly socketPath: string;
  /** Who may connect (the socket is 0600): the sandbox's user; this process's own when absent. */
  readonly owner?: { readonly uid: number; readonly gid: number };
  /** Signatures given before every further request is refused; 16 unless said. */
  readonly signaturesMax?: number;
}

/** An agent that is being served. */
export interface Agent {
  /** Signatures given so far. */
  signatures(): number;
  /** Ends every connection and removes the socket. Safe to call twice. */
  close(): Promise<void>;
}

/**
 * Serves one Ed25519 key to `ssh` over the OpenSSH agent protocol, in this process: the private key never leaves
 * it. The peer is hostile (it fetches hostile repositories), so it can only list the key and have it sign SSH user
 * authentication by this very key, a limited number of times; everything else is answered with a failure. Throws
 * `KeysError` (`deploy-key-invalid`, `agent-socket`).
 */
export async function serveAgent(options: AgentOptions): Promise<Agent> {
  const { blob, comment, type } = parsePublicKey(options.publicKey);
  if (type !== ED25519 || publicLineOf(options.privateKey, comment) !== options.publicKey.trimEnd()) {
    throw new KeysError(
      "deploy-key-invalid",
      "The public deploy key does not belong to the private one; make a new pair.",
    );
  }
  let signatures = 0;
  const mayRun = () => signatures < (options.signaturesMax ?? SIGNATURES_MAX);
  const answer = (message: Buffer): Buffer => {
    if (message.length === 1 && message[0] === REQUEST_IDENTITIES) return identities(blob, comment);
    const data = message[0] === SIGN_REQUEST ? parseSignRequest(message, blob) : null;
    if (data === null || !mayRun()) return Buffer.from([FAILURE]);
    const response = signResponse(options.privateKey, data);
    signatures += 1;
    return response;
  };
  const connections = new Set<Socket>();
  const server = createServer((socket) => serveConnection(socket, connections, answer));
  server.maxConnections = CONNECTIONS_MAX;
  await listen(server, options);
  return { signatures: () => signatures, close: () => closeAgent(server, connections, options.socketPath) };
}

/** Frames in, frames out: `uint32 length | message`. A frame over the limit ends the connection. */
function serveConnection(
  socket: Socket,
  connections: Set<Socket>,
  answer: (message: Buffer) => Buffer,
): void {
  let pending = Buffer.alloc(0);
  let requests = 0;
  connections.add(socket);
  socket.setTimeout(IDLE_MS, () => socket.destroy());
  // A peer that goes away in the middle is no fault of ours: the connection ends, the agent stays.
  socket.on("error", () => socket.destroy());
  socket.on("close", () => connections.delete(socket));
  socket.on("data", (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    while (!socket.destroyed && pending.length >= 4) {
      const lengthBytes = pending.readUInt32BE(0);
      requests += 1;
      if (lengthBytes === 0 || lengthBytes > MESSAGE_BYTES_MAX || requests > REQUESTS_PER_CONNECTION_MAX) {
        socket.destroy();
        return;
      }
      const frame = readWireString(pending, 0);
      if (frame === null) {
        requests -= 1;
        return;
      }
      pending = pending.subarray(frame.end);
      socket.write(wireString(answerOrFailure(answer, frame.bytes)));
    }
  });
}

/** Signing fails once the key was destroyed; the peer learns that it failed, and the process goes on. */
function answerOrFailure(answer: (message: Buffer) => Buffer, message: Buffer): Buffer {
  try {
    return answer(message);
  } catch (error) {
    if (error instanceof KeysError) return Buffer.from([FAILURE]);
    throw error;
  }
}

function identities(blob: Buffer, comment: string): Buffer {
  return Buffer.concat([
    Buffer.from([IDENTITIES_ANSWER]),
    wireUint32(1),
    wireString(blob),
    wireString(comment),
  ]);
}

/** What to sign, or null: `byte 13 | string key | string data | uint32 flags` with data that authenticates a user. */
function parseSignRequest(message: Buffer, blob: Buffer): Buffer | null {
  const key = readWireString(message, 1);
  const data = key === null ? null : readWireString(message, key.end);
  // The flags choose RSA hashes and mean nothing here.
  if (key === null || data === null || data.end + 4 !== message.length) return null;
  return key.bytes.equals(blob) && isUserauthRequest(data.bytes, blob) ? data.bytes : null;
}

function signResponse(privateKey: Secret, data: Buffer): Buffer {
  const signature = privateKey.use((der) =>
    sign(null, data, createPrivateKey({ key: der, format: "der", type: "pkcs8" })),
  );
  return Buffer.concat([
    Buffer.from([SIGN_RESPONSE]),
    wireString(Buffer.concat([wireString(ED25519), wireString(signature)])),
  ]);
}

/** The socket appears under its name only once its mode and owner are right, and never replaces anything. */
async function listen(server: Server, { socketPath, owner }: AgentOptions): Promise<void> {
  const unready = makeUnreadyFolder(socketPath);
  const socket = path.join(unready, "s");
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(socket, resolve);
    });
    chmodSync(socket, 0o600);
    if (owner !== undefined) chownSync(socket, owner.uid, owner.gid);
    linkSync(socket, socketPath);
  } catch (error) {
    server.close();
    throw cannotListen(socketPath, error);
  } finally {
    rmSync(unready, { recursive: true, force: true });
  }
}

/** Only this process can enter it, so the socket inside is unreachable while its mode is still the umask's. */
function makeUnreadyFolder(socketPath: string): string {
  const prefix = path.join(path.dirname(socketPath), ".agent-");
  if (
    Buffer.byteLength(`${prefix}XXXXXX/s`) > SOCKET_PATH_BYTES_MAX ||
    Buffer.byteLength(socketPath) > SOCKET_PATH_BYTES_MAX
  ) {
    throw new KeysError(
      "agent-socket",
      `The path ${socketPath} is too long for a socket; choose a shorter folder.`,
    );
  }
  try {
    return mkdtempSync(prefix);
  } catch (error) {
    throw cannotListen(socketPath, error);
  }
}

function cannotListen(socketPath: string, cause: unknown): KeysError {
  const message = `The SSH agent cannot listen on ${socketPath}: its folder must be there and writable, the name free.`;
  return new KeysError("agent-socket", message, { cause });
}

async function closeAgent(server: Server, connections: Set<Socket>, socketPath: string): Promise<void> {
  if (!server.listening) return;
  rmSync(socketPath, { force: true });
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  for (const socket of connections) socket.destroy();
  await closed;
}
