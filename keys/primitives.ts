/**
 * The few cryptographic building blocks everything in `keys/` is made of, all from `node:crypto`. Nothing else in
 * the product creates a cipher.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
} from "node:crypto";

/** Bytes of every symmetric key. */
export const KEY_BYTES = 32;
/** Bytes of an AES-GCM initialisation vector (SP 800-38D, 8.2.2). */
export const IV_BYTES = 12;
/** Bytes of an AES-GCM tag. Node accepts tags of 4 bytes unless the length is pinned on both sides. */
export const TAG_BYTES = 16;

interface SealInput {
  readonly key: Uint8Array;
  readonly iv: Uint8Array;
  readonly aad: Uint8Array;
  readonly plaintext: Uint8Array;
}

/** AES-256-GCM: ciphertext and tag. The caller never uses one (key, iv) twice. */
export function encrypt({ key, iv, aad, plaintext }: SealInput): [Buffer, Buffer] {
  const cipher = createCipheriv("aes-256-gcm", asKeyObject(key), iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(aad);
  const ciphertext = cipher.update(plaintext);
  // GCM is a stream mode: final() adds no bytes, it only completes the tag.
  cipher.final();
  return [ciphertext, cipher.getAuthTag()];
}

interface OpenInput {
  readonly key: Uint8Array;
  readonly iv: Uint8Array;
  readonly aad: Uint8Array;
  readonly ciphertext: Uint8Array;
  readonly tag: Uint8Array;
}

/** The plaintext, or null when anything at all does not fit. Unverified plaintext never leaves: it is wiped. */
export function decrypt({ key, iv, aad, ciphertext, tag }: OpenInput): Buffer | null {
  if (tag.byteLength !== TAG_BYTES || iv.byteLength !== IV_BYTES) return null;
  const decipher = createDecipheriv("aes-256-gcm", asKeyObject(key), iv, { authTagLength: TAG_BYTES });
  decipher.setAAD(aad);
  decipher.setAuthTag(tag);
  const plaintext = decipher.update(ciphertext);
  try {
    decipher.final();
    return plaintext;
  } catch {
    // The only failure final() has is a tag that does not verify, and callers must learn no more than that.
    plaintext.fill(0);
    return null;
  }
}

/** HKDF-SHA-256 (RFC 5869), 32 bytes unless `size` says otherwise. */
export function deriveKey(
  input: Uint8Array,
  salt: Uint8Array,
  info: string | Uint8Array,
  size = KEY_BYTES,
): Buffer {
  return Buffer.from(hkdfSync("sha256", asKeyObject(input), salt, info, size));
}

/** HMAC-SHA-256 (RFC 2104), 32 bytes. */
export function hmac(key: Uint8Array, bytes: Uint8Array): Buffer {
  return createHmac("sha256", asKeyObject(key)).update(bytes).digest();
}

/**
 * What Node makes of a key given as bytes anyway, after it asked by an exception that it catches whether they are
 * one already: that costs more than the HMAC. OpenSSL wipes the copy inside when the object is collected.
 */
function asKeyObject(key: Uint8Array): KeyObject {
  return createSecretKey(key);
}

/**
 * The parts in order, each behind its length as 4 bytes big-endian, so that no two different lists give the same
 * bytes (plain concatenation lets "ab"+"c" pass for "a"+"bc").
 */
export function lengthPrefixed(parts: readonly string[]): Buffer {
  let size = 0;
  for (const part of parts) size += 4 + Buffer.byteLength(part, "utf8");
  const out = Buffer.allocUnsafe(size);
  let at = 0;
  for (const part of parts) {
    const length = out.write(part, at + 4, "utf8");
    out.writeUInt32BE(length, at);
    at += 4 + length;
  }
  return out;
}
