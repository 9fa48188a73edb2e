import { randomBytes } from "node:crypto";
import { KeysError, KeyUnknown, SealBroken } from "./errors.js";
import { decrypt, deriveKey, encrypt, hmac, IV_BYTES, lengthPrefixed, TAG_BYTES } from "./primitives.js";
import { Secret } from "./secret.js";
import {
  type DataKeyId,
  type KeyStore,
  parseDataKeyId,
  type RandomBytes,
  type RecordContext,
} from "./types.js";

/** "SG", version 1, algorithm 1 (AES-256-GCM under a key derived per record by HKDF-SHA-256). */
const MAGIC = Buffer.from([0x53, 0x47, 0x01, 0x01]);
const DATA_KEY_ID_BYTES = 16;
const SALT_BYTES = 16;
const SALT_AT = MAGIC.length + DATA_KEY_ID_BYTES;
const IV_AT = SALT_AT + SALT_BYTES;
const HEADER_BYTES = IV_AT + IV_BYTES;

/** Bytes a sealed record is longer than its plaintext. */
export const SEAL_OVERHEAD_BYTES = HEADER_BYTES + TAG_BYTES;

/** Seals values before they reach the database and opens them again, each bound to its place. */
export interface Vault {
  /** A record that opens in `context` alone, under one AES key that is never used again. */
  seal(dataKeyId: DataKeyId, context: RecordContext, plaintext: Uint8Array): Buffer;
  /** The plaintext, only after its tag verified. Throws `SealBroken`, or `KeyDestroyed` after an erasure. */
  open(context: RecordContext, sealed: Uint8Array): Buffer;
  /** Like `open`, for what must not leak: destroy it after use. */
  openSecret(context: RecordContext, sealed: Uint8Array): Secret;
  /**
   * HMAC-SHA-256 (32 bytes) of `bytes` under a key derived for `purpose` alone, for look-ups on sealed values:
   * equal inputs give equal hashes, and without the data key a hash says nothing, not even to a guess.
   */
  keyedHash(dataKeyId: DataKeyId, purpose: string, bytes: Uint8Array): Buffer;
  /** The same value sealed anew under `dataKeyId`: the step a key rotation repeats for every row. */
  reseal(dataKeyId: DataKeyId, context: RecordContext, sealed: Uint8Array): Buffer;
  /** The data key a record names, unverified: tells a rotation which rows are left. Throws `SealBroken`. */
  dataKeyIdOf(sealed: Uint8Array): DataKeyId;
}

/** A vault over the data keys of `keyStore`. */
export function createVault({
  keyStore,
  random = randomBytes,
}: {
  keyStore: KeyStore;
  random?: RandomBytes;
}): Vault {
  const seal: Vault["seal"] = (dataKeyId, context, plaintext) => {
    const header = Buffer.concat([MAGIC, Buffer.from(dataKeyId, "hex"), random(SALT_BYTES + IV_BYTES)]);
    const aad = associatedData(header, context);
    const iv = header.subarray(IV_AT);
    const [ciphertext, tag] = withRecordKey(keyStore.dataKey(dataKeyId), header, (key) =>
      encrypt({ key, iv, aad, plaintext }),
    );
    return Buffer.concat([header, ciphertext, tag]);
  };

  const open: Vault["open"] = (context, sealed) => {
    const record = parseRecord(sealed);
    const aad = associatedData(record.header, context);
    const plaintext = withRecordKey(findDataKey(keyStore, record.dataKeyId), record.header, (key) =>
      decrypt({
        key,
        iv: record.header.subarray(IV_AT),
        aad,
        ciphertext: record.ciphertext,
        tag: record.tag,
      }),
    );
    if (plaintext === null) throw new SealBroken();
    return plaintext;
  };

  return {
    seal,
    open,
    openSecret: (context, sealed) => new Secret(open(context, sealed)),
    keyedHash(dataKeyId, purpose, bytes) {
      const info = Buffer.concat([Buffer.from("sealgrade/v1/keyed-hash"), lengthPrefixed([purpose])]);
      const key = keyStore.dataKey(dataKeyId).use((dataKey) => deriveKey(dataKey, Buffer.alloc(0), info));
      try {
        return hmac(key, bytes);
      } finally {
        key.fill(0);
      }
    },
    reseal(dataKeyId, context, sealed) {
      const plaintext = open(context, sealed);
      try {
        return seal(dataKeyId, context, plaintext);
      } finally {
        plaintext.fill(0);
      }
    },
    dataKeyIdOf: (sealed) => parseRecord(sealed).dataKeyId,
  };
}

interface SealedRecord {
  readonly header: Buffer;
  readonly dataKeyId: DataKeyId;
  readonly ciphertext: Buffer;
  readonly tag: Buffer;
}

/** `"SG" | 01 | 01 | dataKeyId 16 | salt 16 | iv 12 | ciphertext | tag 16` */
function parseRecord(sealed: Uint8Array): SealedRecord {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  if (bytes.length < SEAL_OVERHEAD_BYTES || !bytes.subarray(0, MAGIC.length).equals(MAGIC))
    throw new SealBroken();
  return {
    header: bytes.subarray(0, HEADER_BYTES),
    dataKeyId: parseDataKeyId(bytes.toString("hex", MAGIC.length, SALT_AT)),
    ciphertext: bytes.subarray(HEADER_BYTES, -TAG_BYTES),
    tag: bytes.subarray(-TAG_BYTES),
  };
}

/** A record that names a key nobody made is a changed record, and must look like every other one. */
function findDataKey(keyStore: KeyStore, id: DataKeyId): Secret {
  try {
    return keyStore.dataKey(id);
  } catch (error) {
    if (error instanceof KeyUnknown) throw new SealBroken();
    throw error;
  }
}

function withRecordKey<T>(dataKey: Secret, header: Buffer, fn: (recordKey: Buffer) => T): T {
  const recordKey = dataKey.use((key) =>
    deriveKey(key, header.subarray(SALT_AT, IV_AT), "sealgrade/v1/record"),
  );
  try {
    return fn(recordKey);
  } finally {
    recordKey.fill(0);
  }
}

function associatedData(header: Buffer, { table, column, rowId, tenantId }: RecordContext): Buffer {
  const fields = [table, column, rowId, tenantId];
  for (const field of fields) {
    // A lone surrogate would be written as U+FFFD, and two different contexts would become one.
    if (field === "" || !field.isWellFormed()) {
      throw new KeysError(
        "seal-context",
        "A sealed value needs a table, a column, a row id and a tenant id.",
      );
    }
  }
  return Buffer.concat([header, lengthPrefixed(fields)]);
}
