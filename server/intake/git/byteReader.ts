/** A text line that does not end within its limit: the writer is not who it should be. */
export class LineTooLong extends Error {
  override readonly name = "LineTooLong";
}

/**
 * Takes lines and exact byte counts off a stream, reading on only when asked to, so that a slow consumer
 * slows the producer down. Holds at most one chunk more than what was asked for.
 */
export class ByteReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(stream: AsyncIterable<Buffer>) {
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  /** Bytes up to and without `end`; null at the end of the stream. Throws LineTooLong beyond `limit` bytes. */
  async line(end: number, limit: number): Promise<Buffer | null> {
    const parts: Buffer[] = [];
    let length = 0;
    for (;;) {
      const at = this.#rest.indexOf(end);
      const part = at === -1 ? this.#rest : this.#rest.subarray(0, at);
      length += part.length;
      if (length > limit) throw new LineTooLong(`no line end within ${limit} bytes`);
      if (at !== -1) {
        this.#rest = this.#rest.subarray(at + 1);
        return parts.length === 0 ? part : Buffer.concat([...parts, part]);
      }
      parts.push(part);
      if (!(await this.#more())) return length === 0 ? null : Buffer.concat(parts);
    }
  }

  /** Exactly `size` bytes in a buffer of their own; null when the stream ends before. */
  async exactly(size: number): Promise<Buffer | null> {
    const bytes = Buffer.allocUnsafeSlow(size);
    let filled = 0;
    while (filled < size) {
      if (this.#rest.length === 0 && !(await this.#more())) return null;
      const taken = this.#rest.subarray(0, size - filled);
      taken.copy(bytes, filled);
      filled += taken.length;
      this.#rest = this.#rest.subarray(taken.length);
    }
    return bytes;
  }

  async #more(): Promise<boolean> {
    const next = await this.#chunks.next();
    this.#rest = next.done === true ? Buffer.alloc(0) : next.value;
    return next.done !== true;
  }
}
