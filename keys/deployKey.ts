import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from "node:crypto";
import sshpk from "sshpk";
import { KeysError } from "./errors.js";
import { Secret } from "./secret.js";
import { readWireString } from "./sshWire.js";
import { type Fingerprint, isFingerprint } from "./types.js";

/** The only kind of key Sealgrade makes, as OpenSSH names it (RFC 8709). */
export const ED25519 = "ssh-ed25519";
/** Longer comments are cut by the key pages of Git hosts. */
const COMMENT_CHARACTERS_MAX = 120;
const ED25519_PUBLIC_BYTES = 32;

/** A new key pair; the private half is PKCS#8 DER and belongs to the caller. */
export interface DeployKey {
  readonly privateKey: Secret;
  /** One line for the Git host: `ssh-ed25519 AAAA… comment`. */
  readonly publicKey: string;
  readonly fingerprint: Fingerprint;
}

/** An OpenSSH public key line, taken apart. */
export interface PublicKey {
  /** The kind of key, e.g. `ssh-ed25519`. */
  readonly type: string;
  /** The key as SSH sends it (RFC 4253, 6.6). */
  readonly blob: Buffer;
  /** May be empty. */
  readonly comment: string;
  readonly fingerprint: Fingerprint;
}

/**
 * Makes an Ed25519 key pair. `comment` is 1 to 120 printable ASCII characters, for it becomes part of a line that
 * is pasted into `authorized_keys`; throws `KeysError` (`deploy-key-invalid`) for others.
 */
export function generateDeployKey({ comment }: { comment: string }): DeployKey {
  if (!/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(comment) || comment.length > COMMENT_CHARACTERS_MAX) {
    throw new KeysError(
      "deploy-key-invalid",
      `A deploy key's comment is 1 to ${COMMENT_CHARACTERS_MAX} printable ASCII characters on one line.`,
    );
  }
  const pair = generateKeyPairSync("ed25519", {
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "der" },
  });
  const publicKey = publicLine(pair.publicKey, comment);
  return { privateKey: new Secret(pair.privateKey), publicKey, fingerprint: fingerprintOf(publicKey) };
}

/** The public line that belongs to a private key (PKCS#8 DER): what `publicKey` must say. */
export function publicLineOf(privateKey: Secret, comment: string): string {
  const spki = privateKey.use((der) =>
    createPublicKey(createPrivateKey({ key: der, format: "der", type: "pkcs8" })).export({
      type: "spki",
      format: "pem",
    }),
  );
  return publicLine(spki.toString(), comment);
}

/** SHA-256 fingerprint of any OpenSSH public key line, as `ssh-keygen -lf` prints it. */
export function fingerprintOf(publicKeyLine: string): Fingerprint {
  return parsePublicKey(publicKeyLine).fingerprint;
}

/**
 * Parses one `type base64 [comment]` line of any kind of key, strictly: no options, canonical base64, and the kind
 * inside must be the one in front. Throws `KeysError` (`public-key-invalid`).
 */
export function parsePublicKey(line: string): PublicKey {
  const [, type, base64, comment = ""] =
    /^([a-z0-9@.-]{1,64}) ([A-Za-z0-9+/]+=*)(?: ([^\r\n\0]*))?\n?$/.exec(line) ?? [];
  if (type === undefined || base64 === undefined) throw invalidPublicKey();
  const blob = Buffer.from(base64, "base64");
  const inside = readWireString(blob, 0);
  if (blob.toString("base64") !== base64 || inside === null || inside.bytes.toString("latin1") !== type) {
    throw invalidPublicKey();
  }
  if (type === ED25519) checkEd25519(blob, inside.end);
  return { type, blob, comment, fingerprint: blobFingerprint(blob) };
}

function publicLine(spkiPem: string, comment: string): string {
  const key = sshpk.parseKey(spkiPem, "pem");
  key.comment = comment;
  return key.toString("ssh");
}

function checkEd25519(blob: Buffer, at: number): void {
  const point = readWireString(blob, at);
  if (point === null || point.bytes.length !== ED25519_PUBLIC_BYTES || point.end !== blob.length)
    throw invalidPublicKey();
}

function blobFingerprint(blob: Buffer): Fingerprint {
  const digest = createHash("sha256").update(blob).digest("base64").replace(/=+$/, "");
  const fingerprint = `SHA256:${digest}`;
  if (!isFingerprint(fingerprint)) throw invalidPublicKey();
  return fingerprint;
}

function invalidPublicKey(): KeysError {
  return new KeysError(
    "public-key-invalid",
    'This is not an OpenSSH public key; it begins like "ssh-ed25519 AAAA…", on one line.',
  );
}
