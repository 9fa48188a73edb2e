/** Writes hashes and small numbers, each in as few bytes as it needs. */
export class ByteWriter {
  #bytes = Buffer.alloc(256);
  #length = 0;

  /** Seven bits to a byte, the lowest first, the highest bit set on all but the last (LEB128). */
  number(value: number): void {
    this.#reserve(5);
    let rest = value;
    for (; rest >= 0x80; rest >>>= 7) this.#bytes[this.#length++] = (rest & 0x7f) | 0x80;
    this.#bytes[this.#length++] = rest;
  }

  /** 32 bits. */
  hash(value: number): void {
    this.#reserve(4);
    this.#length = this.#bytes.writeUInt32LE(value, this.#length);
  }

  /** Bytes as they are. */
  bytes(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Everything written. */
  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const grown = Buffer.alloc(Math.max(this.#bytes.length * 2, this.#length + more));
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}

/**
 * Reads what {@link ByteWriter} wrote. Reading past the end, and numbers that are too large or longer than they need
 * be, break it: what it gives from then on means nothing.
 */
export class ByteReader {
  /** Whether something could not have been written. */
  isBroken = false;
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** A number from 0 to 2³² − 1. */
  number(): number {
    let value = 0;
    for (let scale = 1; scale <= 2 ** 28; scale *= 128) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined || (byte === 0 && scale > 1)) break;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return this.#checked(value);
    }
    this.isBroken = true;
    return 0;
  }

  /** 32 bits. */
  hash(): number {
    if (this.#at + 4 > this.#bytes.length) {
      this.isBroken = true;
      return 0;
    }
    this.#at += 4;
    return this.#bytes.readUInt32LE(this.#at - 4);
  }

  /** `from` less the next number. */
  difference(from: number): number {
    return this.#checked(from - this.number());
  }

  /** `to` and the next number. */
  sum(to: number): number {
    return this.#checked(to + this.number());
  }

  /** All bytes that are left. */
  rest(): Uint8Array {
    return Uint8Array.from(this.#bytes.subarray(this.#at));
  }

  #checked(value: number): number {
    if (value >= 0 && value <= 0xffff_ffff) return value;
    this.isBroken = true;
    return 0;
  }
}
