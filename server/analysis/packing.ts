import { promisify } from "node:util";
import { constants, zstdCompress, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { encodeResult, readResult } from "../../analyzer/index.js";
import type { MapResult } from "../../analyzer/types.js";
import type { RecordContext } from "../../keys/types.js";
import type { Vault } from "../../keys/vault.js";

const compress = promisify(zstdCompress);

/** The fastest level already takes source text to a quarter; the next ones cost more time than they save. */
const PARAMS = { [constants.ZSTD_c_compressionLevel]: 1 };

/**
 * Up to here compressing takes a fraction of a millisecond, less than handing the bytes to another thread and
 * taking them back. In bytes.
 */
const MAX_INLINE_BYTES = 64 << 10;

/** What zstd adds to bytes that do not compress, and what Node wants at least. In bytes. */
const MAX_FRAME_BYTES = 512;

/** No record of ours opens to more than this; a larger one is a sign of damage. In bytes. */
const MAX_OPENED_BYTES = 1 << 30;

/**
 * Compresses, what is large on another thread. Sealing comes after (ciphertext does not compress), and inside the transaction
 * that writes: see `currentDataKey`.
 */
export async function packBytes(bytes: Uint8Array): Promise<Buffer> {
  // Told the size, zstd makes tables for it instead of for its largest window, and Node no 64 KiB for what comes out.
  const options = {
    params: PARAMS,
    pledgedSrcSize: bytes.length,
    chunkSize: Math.min(MAX_INLINE_BYTES, bytes.length + MAX_FRAME_BYTES),
  };
  return bytes.length <= MAX_INLINE_BYTES ? zstdCompressSync(bytes, options) : compress(bytes, options);
}

/** `packBytes` of a value's JSON. */
export async function packJson(value: unknown): Promise<Buffer> {
  return packBytes(Buffer.from(JSON.stringify(value)));
}

/** `packBytes` of a result of the map step. */
export async function packResult(result: MapResult): Promise<Buffer> {
  return packBytes(encodeResult(result));
}

/**
 * Opens a sealed result of the map step; `null` where an earlier version kept it in a form that is read no more.
 * @throws SealBroken when the record was altered or moved
 */
export function unpackResult(vault: Vault, context: RecordContext, sealed: Uint8Array): MapResult | null {
  return readResult(unpackBytes(vault, context, sealed));
}

/** Opens a sealed pack. @throws SealBroken when the record was altered or moved */
export function unpackBytes(vault: Vault, context: RecordContext, sealed: Uint8Array): Buffer {
  return zstdDecompressSync(vault.open(context, sealed), { maxOutputLength: MAX_OPENED_BYTES });
}

/**
 * Opens a sealed pack of JSON. The record was sealed by this service and opens only unaltered, so its JSON is
 * trusted to be of the type it was written from.
 */
export function unpackJson<T>(vault: Vault, context: RecordContext, sealed: Uint8Array): T {
  return JSON.parse(unpackBytes(vault, context, sealed).toString("utf8"));
}
