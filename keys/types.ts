/**
 * The vocabulary of `keys/`. Times are milliseconds since the epoch; sizes are bytes.
 */
import { KeysError } from "./errors.js";

declare const dataKeyIdBrand: unique symbol;
declare const fingerprintBrand: unique symbol;

/** Names one data key: 32 lower-case hex digits (16 random bytes). Not secret. */
export type DataKeyId = string & { readonly [dataKeyIdBrand]: true };

/** SHA-256 of a public key as OpenSSH prints it: `SHA256:` and 43 base64 digits without padding. */
export type Fingerprint = string & { readonly [fingerprintBrand]: true };

/** The only source of time. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}

/** `size` unpredictable bytes in a buffer the caller may keep. */
export type RandomBytes = (size: number) => Buffer;

/** Where a sealed value lives; it opens nowhere else. No field may be empty. */
export interface RecordContext {
  readonly table: string;
  readonly column: string;
  readonly rowId: string;
  readonly tenantId: string;
}

/** What one `maintain()` did; all zero and false when nothing was due. */
export interface MaintenanceReport {
  readonly epochStarted: boolean;
  /** Data keys wrapped anew under the newest epoch. */
  readonly rewrapped: number;
  readonly epochsDestroyed: number;
  /** Epochs left, the newest included. */
  readonly epochs: number;
  readonly dataKeys: number;
}

/** Whether `text` is written as a data key id; says nothing about the key's existence. */
export function isDataKeyId(text: string): text is DataKeyId {
  return /^[0-9a-f]{32}$/.test(text);
}

/** A data key id from untrusted text; throws `KeysError` (`key-unknown`) for anything else. */
export function parseDataKeyId(text: string): DataKeyId {
  if (isDataKeyId(text)) return text;
  throw new KeysError("key-unknown", "A data key id is 32 lower-case hex digits.");
}

/** Whether `text` is written as an OpenSSH SHA-256 fingerprint. */
export function isFingerprint(text: string): text is Fingerprint {
  return /^SHA256:[0-9A-Za-z+/]{43}$/.test(text);
}
