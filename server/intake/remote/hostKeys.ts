import { createHash } from "node:crypto";
import type { Remote } from "./remote.js";

/** A server's public host key. */
export interface HostKey {
  /** As in known_hosts: "ssh-ed25519", "ecdsa-sha2-nistp256" or "ssh-rsa". */
  readonly keyType: HostKeyType;
  /** The key blob in base64, as in known_hosts. */
  readonly publicKey: string;
  /** "SHA256:" and 43 characters of unpadded base64, as ssh-keygen prints it. */
  readonly fingerprint: string;
}

const HOST_KEY_TYPES = ["ssh-ed25519", "ecdsa-sha2-nistp256", "ssh-rsa"] as const;
export type HostKeyType = (typeof HOST_KEY_TYPES)[number];

/** Signature algorithms a key of each type may use; "ssh-rsa" with SHA-1 is left out on purpose. */
const ALGORITHMS: Record<HostKeyType, readonly string[]> = {
  "ssh-ed25519": ["ssh-ed25519"],
  "ecdsa-sha2-nistp256": ["ecdsa-sha2-nistp256"],
  "ssh-rsa": ["rsa-sha2-512", "rsa-sha2-256"],
};

/** The largest key blob accepted, in bytes; RSA with 16,384 bits needs a little over 2 KiB. */
const MAX_BLOB_BYTES = 4096;

/**
 * Ed25519 host keys of the known providers, as each publishes them (GitHub: "GitHub's SSH key fingerprints";
 * Bitbucket: "Configure SSH and two-step verification"; GitLab: "GitLab.com settings, SSH host keys").
 * A spec holds every key against the published fingerprint.
 */
export const BUILT_IN_HOST_KEYS: Readonly<Record<string, readonly HostKey[]>> = {
  "github.com": [builtIn("AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl")],
  "bitbucket.org": [builtIn("AAAAC3NzaC1lZDI1NTE5AAAAIIazEu89wgQZ4bqs3d63QSMzYVa0MuJ2e2gKTKqu+UUO")],
  "gitlab.com": [builtIn("AAAAC3NzaC1lZDI1NTE5AAAAIAfuCHKVTjquxvt6CM6tdG4SLp1Btn/nOeHHE5UOzRdf")],
};

/** The keys that come with the product for this server; empty for any other host or port. */
export function builtInHostKeys(remote: Pick<Remote, "host" | "port">): readonly HostKey[] {
  return (
    (remote.port === 22 &&
      Object.hasOwn(BUILT_IN_HOST_KEYS, remote.host) &&
      BUILT_IN_HOST_KEYS[remote.host]) ||
    []
  );
}

/** Reads "type base64 [comment]", as in a key file or known_hosts without its host; null when it is no such key. */
export function parseHostKey(text: string): HostKey | null {
  const [type, publicKey] = text.trim().split(/\s+/);
  const keyType = HOST_KEY_TYPES.find((known) => known === type);
  if (keyType === undefined || publicKey === undefined || !/^[A-Za-z0-9+/]+={0,2}$/.test(publicKey))
    return null;
  const blob = Buffer.from(publicKey, "base64");
  if (blob.toString("base64") !== publicKey || blob.length > MAX_BLOB_BYTES) return null;
  // The blob names its own type first, behind a 4-byte length; OpenSSH compares the two as well.
  const header = Buffer.concat([Buffer.from([0, 0, 0, keyType.length]), Buffer.from(keyType, "latin1")]);
  if (!blob.subarray(0, header.length).equals(header) || blob.length === header.length) return null;
  return { keyType, publicKey, fingerprint: fingerprintOf(blob) };
}

/** The text of a known_hosts file that accepts exactly these keys under the name `alias`. */
export function knownHostsText(alias: string, keys: readonly HostKey[]): string {
  return keys.map((key) => `${alias} ${key.keyType} ${key.publicKey}\n`).join("");
}

/** The value of ssh's HostKeyAlgorithms for these keys, or for all accepted types, best first. */
export function hostKeyAlgorithms(keys: readonly HostKey[] | null): string {
  const types = HOST_KEY_TYPES.filter((type) => keys === null || keys.some((key) => key.keyType === type));
  return types.flatMap((type) => ALGORITHMS[type]).join(",");
}

function builtIn(publicKey: string): HostKey {
  const key = parseHostKey(`ssh-ed25519 ${publicKey}`);
  if (!key) throw new Error("a built-in host key is malformed");
  return key;
}

function fingerprintOf(blob: Buffer): string {
  return `SHA256:${createHash("sha256").update(blob).digest("base64").replace(/=+$/, "")}`;
}
