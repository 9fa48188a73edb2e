import { MAX_NUMBER } from "../limits.js";

/** What was received is no encoding of ours. Its message never holds received content. */
export class MalformedFacts extends Error {
  override readonly name = "MalformedFacts";
}

const WORD_BYTES = 4;
/**
 * Version of the form in which facts are kept. Facts of one form are never read as another: its number belongs into every
 * name under which they are found again.
 */
export const FACTS_FORMAT = 2;
/** Begins all facts: "SGF" and the version as a digit. */
const MARK = 0x30464753 + FACTS_FORMAT * 0x0100_0000;
const HEAD_WORDS = 2;
const START_WORDS = 512;
/** What is beyond MAX_NUMBER is negative, so that there is one for `null`. */
const NULL = -1;

/** Writes whole numbers and texts one after another, as 32-bit words (little-endian) followed by all texts in UTF-8. */
export class WordWriter {
  private words = new Int32Array(START_WORDS);
  private count = HEAD_WORDS;
  private readonly texts: string[] = [];

  /**
   * @param value whole, from 0 to MAX_NUMBER
   * @throws RangeError above that: as a word it would be read as another number
   */
  int(value: number): void {
    if (value > MAX_NUMBER) throw new RangeError("a number of facts is larger than a word");
    if (this.count === this.words.length) this.grow(this.count + 1);
    this.words[this.count++] = value;
  }

  optional(value: number | null): void {
    this.int(value ?? NULL);
  }

  text(text: string): void {
    this.int(text.length);
    this.texts.push(text);
  }

  /** Bytes as they are, filled up to whole words. */
  bytes(bytes: Uint8Array): void {
    this.int(bytes.length);
    const words = Math.ceil(bytes.length / WORD_BYTES);
    if (this.count + words > this.words.length) this.grow(this.count + words);
    new Uint8Array(this.words.buffer).set(bytes, this.count * WORD_BYTES);
    this.count += words;
  }

  finish(): Uint8Array<ArrayBuffer> {
    const text = Buffer.from(this.texts.join(""), "utf8");
    const bytes = new Uint8Array(this.count * WORD_BYTES + text.length);
    this.words[0] = MARK;
    this.words[1] = this.count;
    bytes.set(new Uint8Array(this.words.buffer, 0, this.count * WORD_BYTES));
    bytes.set(text, this.count * WORD_BYTES);
    return bytes;
  }

  private grow(least: number): void {
    const grown = new Int32Array(Math.max(least, this.words.length * 2));
    grown.set(this.words);
    this.words = grown;
  }
}

/** Reads what a {@link WordWriter} wrote, from a source that need not be trusted. */
export class WordReader {
  private readonly words: Int32Array;
  private readonly texts: string;
  private at = HEAD_WORDS;
  private textAt = 0;

  /** @throws MalformedFacts when the bytes are too few or begin otherwise */
  constructor(bytes: Uint8Array) {
    // A copy of its own is aligned, whatever the bytes are part of.
    const aligned = bytes.byteOffset % WORD_BYTES === 0 ? bytes : Uint8Array.from(bytes);
    const available = Math.floor(aligned.length / WORD_BYTES);
    const head = new Int32Array(aligned.buffer, aligned.byteOffset, Math.min(available, HEAD_WORDS));
    const count = head[1] ?? 0;
    if (head[0] !== MARK || count < HEAD_WORDS || count > available)
      throw new MalformedFacts("facts begin with the wrong words");
    this.words = new Int32Array(aligned.buffer, aligned.byteOffset, count);
    const start = aligned.byteOffset + count * WORD_BYTES;
    this.texts = Buffer.from(aligned.buffer, start, aligned.length - count * WORD_BYTES).toString("utf8");
  }

  /** @throws MalformedFacts when there is none or it is outside of the limits, which are inclusive */
  int(least: number, most: number = MAX_NUMBER): number {
    const value = this.next();
    if (value < least || value > most) throw new MalformedFacts("a number of facts is out of its range");
    return value;
  }

  optional(): number | null {
    const value = this.next();
    if (value < NULL) throw new MalformedFacts("a number of facts is out of its range");
    return value === NULL ? null : value;
  }

  /** @param most longest text, in UTF-16 units */
  text(most: number): string {
    const length = this.int(0, most);
    if (this.textAt + length > this.texts.length) throw new MalformedFacts("a text of facts is missing");
    this.textAt += length;
    return this.texts.slice(this.textAt - length, this.textAt);
  }

  /** A view of bytes that were written as they are. */
  bytes(): Uint8Array {
    const length = this.int(0);
    const words = Math.ceil(length / WORD_BYTES);
    if (this.at + words > this.words.length) throw new MalformedFacts("bytes of facts are cut");
    this.at += words;
    const start = this.words.byteOffset + (this.at - words) * WORD_BYTES;
    return new Uint8Array(this.words.buffer, start, length);
  }

  /** As many items as the next number says. */
  list<Item>(most: number, read: () => Item): Item[] {
    // Every item takes a word or more, so that a lie about their number cannot take memory.
    return Array.from({ length: this.int(0, Math.min(most, this.words.length - this.at)) }, read);
  }

  /** @throws MalformedFacts when something is left over */
  end(): void {
    if (this.at !== this.words.length || this.textAt !== this.texts.length)
      throw new MalformedFacts("facts are longer than what they hold");
  }

  private next(): number {
    const value = this.words[this.at++];
    if (value === undefined) throw new MalformedFacts("facts end too early");
    return value;
  }
}
