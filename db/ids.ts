import { randomBytes } from "node:crypto";

const VERSION_7 = 0x70;
const VARIANT_RFC = 0x80;

/**
 * A new row id: UUID version 7 (RFC 9562, section 5.7), 36 lower-case characters. Ids made in different
 * milliseconds sort by time; the other 74 bits are random, so an id cannot be guessed from another.
 */
export function newId(
  clock: { now(): number },
  random: (sizeBytes: number) => Buffer = (sizeBytes) => randomBytes(sizeBytes),
): string {
  const bytes = Buffer.alloc(16);
  random(10).copy(bytes, 6);
  bytes.writeUIntBE(clock.now(), 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | VERSION_7, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | VARIANT_RFC, 8);
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
