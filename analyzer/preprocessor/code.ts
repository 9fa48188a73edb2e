import { readTokens, TokenKind, type Tokens } from "./tokens.js";

const LF = 10;
const TAB = 9;
const SPACE = 32;
const SEMICOLON = 59;

/** A text whose tokens can be blanked out, so that everything else keeps its place. */
export class Code {
  readonly tokens: Tokens;
  /** By token: 1 when it is blank. */
  readonly blank: Uint8Array;
  private readonly original: Uint16Array;
  /** The same once more: slices of it cost less than making strings of units. */
  private readonly string: string;
  private readonly words = new Map<string, string>();
  private changed: Uint16Array | null = null;

  constructor(units: Uint16Array, tokens: Tokens = readTokens(units)) {
    this.original = units;
    this.string = Buffer.from(units.buffer, units.byteOffset, units.byteLength).toString("utf16le");
    this.tokens = tokens;
    this.blank = new Uint8Array(this.tokens.count);
  }

  /** The text with all blanks, of the same length. */
  get units(): Uint16Array {
    return this.changed ?? this.original;
  }

  /** First unit of a token; 0 outside of the text. */
  unit(token: number): number {
    return token < 0 || token >= this.tokens.count ? 0 : (this.original[this.tokens.start[token] ?? 0] ?? 0);
  }

  isSign(token: number, sign: string): boolean {
    return this.tokens.kind[token] === TokenKind.Sign && this.unit(token) === sign.charCodeAt(0);
  }

  isWord(token: number): boolean {
    return this.tokens.kind[token] === TokenKind.Word;
  }

  /** Text of a token, at most as much of it as a name has. */
  text(token: number): string {
    const start = this.tokens.start[token] ?? 0;
    return this.string.slice(start, Math.min(this.tokens.end[token] ?? 0, start + LONGEST_NAME));
  }

  /** The same, the same string for all equal words: sets know it by its hash then, which is computed once. */
  word(token: number): string {
    const text = this.text(token);
    const known = this.words.get(text);
    if (known !== undefined) return known;
    this.words.set(text, text);
    return text;
  }

  /** Replaces a token by spaces, keeping line ends. */
  erase(token: number): void {
    if (this.blank[token] === 1) return;
    this.blank[token] = 1;
    this.eraseBetween(this.tokens.start[token] ?? 0, this.tokens.end[token] ?? 0);
  }

  /** Grammars end a directive where a comment begins in it. */
  eraseInnerComments(): void {
    const { innerComments } = this.tokens;
    for (let i = 0; i < innerComments.length; i += 2)
      this.eraseBetween(innerComments[i] ?? 0, innerComments[i + 1] ?? 0);
  }

  private eraseBetween(start: number, end: number): void {
    const units = this.writable();
    for (let at = start; at < end; at++) if (units[at] !== LF) units[at] = SPACE;
  }

  /** Replaces units of one line inside a token by spaces. */
  eraseUnits(token: number, from: number, length: number): void {
    const start = (this.tokens.start[token] ?? 0) + from;
    if (length > 0) this.writable().fill(SPACE, start, start + length);
  }

  /** Puts a semicolon into the white space of a line directly before a token, if there is any. */
  endStatementBefore(token: number): void {
    const at = (this.tokens.start[token] ?? 0) - 1;
    const isSpace = this.original[at] === SPACE || this.original[at] === TAB;
    if (isSpace) this.writable()[at] = SEMICOLON;
  }

  /** Replaces the beginning of a token by a text that is no longer, the rest of it by spaces. */
  replace(token: number, text: string): void {
    const start = this.tokens.start[token] ?? 0;
    const units = this.writable();
    units.fill(SPACE, start, this.tokens.end[token] ?? 0);
    for (let i = 0; i < text.length; i++) units[start + i] = text.charCodeAt(i);
  }

  private writable(): Uint16Array {
    this.changed ??= this.original.slice();
    return this.changed;
  }
}

const LONGEST_NAME = 200;
