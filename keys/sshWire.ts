/** The data types of the SSH protocol that keys and agent need (RFC 4251, section 5). */

const LENGTH_BYTES = 4;

/** The string at `at` and where it ends; null when the bytes do not hold it whole. A view, not a copy. */
export function readWireString(bytes: Buffer, at: number): { bytes: Buffer; end: number } | null {
  if (bytes.length - at < LENGTH_BYTES) return null;
  const start = at + LENGTH_BYTES;
  const end = start + bytes.readUInt32BE(at);
  return end > bytes.length ? null : { bytes: bytes.subarray(start, end), end };
}

/** `bytes` behind its length. */
export function wireString(bytes: Uint8Array | string): Buffer {
  const body = Buffer.from(bytes);
  return Buffer.concat([wireUint32(body.length), body]);
}

/** Four bytes, big-endian. */
export function wireUint32(value: number): Buffer {
  const out = Buffer.alloc(LENGTH_BYTES);
  out.writeUInt32BE(value);
  return out;
}
