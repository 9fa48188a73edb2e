import { createPublicKey, type KeyObject } from "node:crypto";
import { connect } from "node:net";
import { parsePublicKey } from "../../../keys/deployKey.js";
import { wireString, wireUint32 } from "../../../keys/sshWire.js";

/** SSH_AGENTC_REQUEST_IDENTITIES */
export const identitiesRequest = Buffer.from([11]);

/** Sends the chunks one after another, ends, and resolves to all that came back until the connection closed. */
export function talk(socketPath: string, ...chunks: Buffer[]): Promise<Buffer> {
  return new Promise((resolve) => {
    const received: Buffer[] = [];
    const socket = connect({ path: socketPath, noDelay: true });
    socket.on("data", (chunk: Buffer) => received.push(chunk));
    // An agent that closes early resets what is still being sent; what it answered before counts.
    socket.on("error", () => socket.destroy());
    socket.on("close", () => resolve(Buffer.concat(received)));
    const sendNext = (index: number): void => {
      const chunk = chunks[index];
      if (chunk === undefined) socket.end();
      else socket.write(chunk, () => setImmediate(() => sendNext(index + 1)));
    };
    socket.on("connect", () => sendNext(0));
  });
}

/** Sends `bytes` and keeps its own side open: resolves, to what was answered, only when the agent hangs up. */
export function untilHungUp(socketPath: string, bytes: Buffer): Promise<Buffer> {
  return new Promise((resolve) => {
    const received: Buffer[] = [];
    const socket = connect({ path: socketPath, allowHalfOpen: true }, () => socket.write(bytes));
    socket.on("data", (chunk: Buffer) => received.push(chunk));
    socket.on("end", () => socket.destroy());
    socket.on("error", () => socket.destroy());
    socket.on("close", () => resolve(Buffer.concat(received)));
  });
}

/** One message in its frame; the answer without its frame. */
export async function ask(socketPath: string, message: Buffer): Promise<Buffer> {
  return (await talk(socketPath, wireString(message))).subarray(4);
}

/** `byte 13 | string key | string data | uint32 flags` */
export function signRequest(blob: Buffer, data: Buffer): Buffer {
  return Buffer.concat([Buffer.from([13]), wireString(blob), wireString(data), wireUint32(0)]);
}

interface UserauthChange {
  readonly sessionId?: Buffer;
  readonly message?: number;
  readonly user?: string;
  readonly service?: string;
  readonly method?: string;
  readonly signed?: number;
  readonly algorithm?: string;
  readonly hostKey?: Buffer;
}

/** What an SSH client has signed to log in (RFC 4252, section 7), with one thing changed. */
export function userauth(blob: Buffer, change: UserauthChange = {}): Buffer {
  const bound = change.hostKey === undefined ? "publickey" : "publickey-hostbound-v00@openssh.com";
  return Buffer.concat([
    wireString(change.sessionId ?? Buffer.alloc(32, 7)),
    Buffer.from([change.message ?? 50]),
    wireString(change.user ?? "git"),
    wireString(change.service ?? "ssh-connection"),
    wireString(change.method ?? bound),
    Buffer.from([change.signed ?? 1]),
    wireString(change.algorithm ?? "ssh-ed25519"),
    wireString(blob),
    ...(change.hostKey === undefined ? [] : [wireString(change.hostKey)]),
  ]);
}

/** The key of an OpenSSH line, for verifying. */
export function publicKeyObject(line: string): KeyObject {
  const x = parsePublicKey(line).blob.subarray(-32).toString("base64url");
  return createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
}
