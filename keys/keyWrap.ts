import { timingSafeEqual } from "node:crypto";
import { decrypt, deriveKey, encrypt, IV_BYTES, KEY_BYTES, lengthPrefixed, TAG_BYTES } from "./primitives.js";
import { Secret } from "./secret.js";
import type { RandomBytes } from "./types.js";

const CHECK_BYTES = 16;

interface WrapInput {
  readonly wrapping: Secret;
  readonly key: Secret;
  /** What the wrapped key is; it unwraps under the same words only. */
  readonly context: readonly string[];
  readonly random: RandomBytes;
}

/** `iv 12 | ciphertext 32 | tag 16` in base64: one key under another by AES-256-GCM, bound to `context`. */
export function wrapKey({ wrapping, key, context, random }: WrapInput): string {
  const iv = random(IV_BYTES);
  const aad = lengthPrefixed(context);
  const [ciphertext, tag] = wrapping.use((wrap) =>
    key.use((plaintext) => encrypt({ key: wrap, iv, aad, plaintext })),
  );
  return Buffer.concat([iv, ciphertext, tag]).toString("base64");
}

interface UnwrapInput {
  readonly wrapping: Secret;
  readonly wrapped: string;
  readonly context: readonly string[];
}

/** The wrapped key, or null when wrapping key, context or bytes do not fit. */
export function unwrapKey({ wrapping, wrapped, context }: UnwrapInput): Secret | null {
  const bytes = Buffer.from(wrapped, "base64");
  if (bytes.length !== IV_BYTES + KEY_BYTES + TAG_BYTES) return null;
  const iv = bytes.subarray(0, IV_BYTES);
  const ciphertext = bytes.subarray(IV_BYTES, -TAG_BYTES);
  const tag = bytes.subarray(-TAG_BYTES);
  const aad = lengthPrefixed(context);
  const key = wrapping.use((wrap) => decrypt({ key: wrap, iv, aad, ciphertext, tag }));
  return key === null ? null : new Secret(key);
}

/** A root key as one key store sees it. */
export interface RootHandle {
  /** Tells two root keys apart without giving either away: hex of 16 bytes derived one-way from key and store. */
  readonly check: string;
  /** Wraps the epoch keys; derived, so that the root key itself never meets a cipher. */
  readonly wrapping: Secret;
}

/** Derives what store `storeId` (hex) needs of a root key; `rootKey` stays the caller's. */
export function rootHandle(rootKey: Secret, storeId: string): RootHandle {
  const salt = Buffer.from(storeId, "hex");
  return rootKey.use((root) => ({
    check: deriveKey(root, salt, "sealgrade/v1/root-check", CHECK_BYTES).toString("hex"),
    wrapping: new Secret(deriveKey(root, salt, "sealgrade/v1/epoch-wrap")),
  }));
}

/** Whether two checks name the same root key. */
export function sameRoot(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a, "hex"), Buffer.from(b, "hex")];
  return left.length === right.length && timingSafeEqual(left, right);
}
