import { ED25519 } from "./deployKey.js";
import { readWireString } from "./sshWire.js";

const USERAUTH_REQUEST = 50;
const TRUE = 1;
const METHOD = "publickey";
/** The same with the server's host key at the end: OpenSSH 8.9, PROTOCOL, section 3.1. */
const METHOD_HOST_BOUND = "publickey-hostbound-v00@openssh.com";
/** The session identifier is the first exchange hash: 20 bytes of SHA-1 to 64 of SHA-512. */
const SESSION_ID_BYTES_MIN = 20;
const SESSION_ID_BYTES_MAX = 64;
const USER_BYTES_MAX = 255;

/**
 * Whether `data` is exactly what an SSH client signs to log in with the key `blob` (RFC 4252, section 7):
 * session id, byte 50, user, "ssh-connection", method, true, "ssh-ed25519", key. Nothing else that one might want
 * signed (SSHSIG, certificates, commits) has this form, so an agent that asks this is no signing oracle.
 */
export function isUserauthRequest(data: Buffer, blob: Buffer): boolean {
  const sessionId = readWireString(data, 0);
  if (sessionId === null || !isBetween(sessionId.bytes.length, SESSION_ID_BYTES_MIN, SESSION_ID_BYTES_MAX))
    return false;
  if (data[sessionId.end] !== USERAUTH_REQUEST) return false;
  const user = readWireString(data, sessionId.end + 1);
  const service = user === null ? null : readWireString(data, user.end);
  const method = service === null ? null : readWireString(data, service.end);
  if (user === null || service === null || method === null) return false;
  const isUser = isBetween(user.bytes.length, 1, USER_BYTES_MAX);
  if (!isUser || service.bytes.toString("latin1") !== "ssh-connection" || data[method.end] !== TRUE)
    return false;
  return isKeyPart(data, method.end + 1, { blob, method: method.bytes.toString("latin1") });
}

function isKeyPart(data: Buffer, at: number, { blob, method }: { blob: Buffer; method: string }): boolean {
  const algorithm = readWireString(data, at);
  const key = algorithm === null ? null : readWireString(data, algorithm.end);
  if (algorithm === null || key === null) return false;
  if (algorithm.bytes.toString("latin1") !== ED25519 || !key.bytes.equals(blob)) return false;
  if (method === METHOD) return key.end === data.length;
  return method === METHOD_HOST_BOUND && readWireString(data, key.end)?.end === data.length;
}

const isBetween = (value: number, min: number, max: number) => value >= min && value <= max;
