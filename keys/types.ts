/**
 * The vocabulary of `keys/`. Times are milliseconds since the epoch; sizes are bytes.
 */
import { KeysError } from "./errors.js";
import type { Secret } from "./secret.js";

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

/** What `openKeyStore` needs. */
export interface KeyStoreOptions {
  /** A folder of its own (0700), apart from database and root key. A writer makes it when it is missing. */
  readonly folder: string;
  /** Read while opening; stays the caller's to destroy afterwards. */
  readonly rootKey: Secret;
  /** One writer at a time, by lock; any number of readers beside it. */
  readonly mode: "writer" | "reader";
  readonly clock: Clock;
  readonly random?: RandomBytes;
  /** Gives a reader the root key that a rotation put in place while it ran; without it such a reader must restart. */
  readonly reloadRootKey?: () => Secret;
}

/** The wrapped data keys and the epoch keys they are wrapped under. Every change is on the disk when its call returns. */
export interface KeyStore {
  /** Makes a data key; write the row that uses it afterwards. */
  createDataKey(): DataKeyId;
  /** The key itself, which stays the store's: do not destroy it. Throws `KeyDestroyed` or `KeyUnknown`. */
  dataKey(id: DataKeyId): Secret;
  /** Makes everything sealed under `id` unreadable, now and for good. Twice is fine; throws `KeyUnknown`. */
  destroyDataKey(id: DataKeyId): void;
  /** Daily epoch, re-wrapping, destruction of old epochs. Call at start and hourly; does only what is due. */
  maintain(): MaintenanceReport;
  /** Destroys data keys older than a day that no row names; returns them. All live ids must be known to `inUse`. */
  sweepOrphans(inUse: (id: DataKeyId) => boolean): DataKeyId[];
  /**
   * Puts `newRoot` in place of the current root key. Between the two steps the store opens with either, and that
   * is when `install` must make `newRoot` the one the next start reads. When `install` throws both stay valid.
   */
  rotateRoot(newRoot: Secret, install?: () => void): void;
  /** Releases the lock and wipes every key from memory. */
  close(): void;
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
