import type { Code } from "./code.js";
import { TokenKind } from "./tokens.js";

const OPEN = 40;
const CLOSE = 41;

/** The tokens of a text that are read: neither directives nor blank. Indices in here are positions in it. */
export class Sequence {
  readonly length: number;
  private readonly code: Code;
  /** Tokens by position. */
  private readonly tokens: Int32Array;
  /** Kinds of tokens by position. */
  private readonly kinds: Uint8Array;
  /** Signs by position, 0 for other tokens. */
  private readonly signs: Uint16Array;
  /** Words by position, once they were asked for. */
  private readonly words: (string | undefined)[];
  /** By position of a parenthesis that opens: the position of the one that closes it, 0 for none. */
  private readonly closing: Int32Array;

  constructor(code: Code) {
    this.code = code;
    const { count, kind } = code.tokens;
    this.tokens = new Int32Array(count);
    this.kinds = new Uint8Array(count);
    this.signs = new Uint16Array(count);
    this.closing = new Int32Array(count);
    this.words = new Array(count);
    const open: number[] = [];
    let at = 0;
    for (let token = 0; token < count; token++) {
      if (code.blank[token] === 1 || kind[token] === TokenKind.Directive) continue;
      this.tokens[at] = token;
      this.kinds[at] = kind[token] ?? 0;
      if (kind[token] === TokenKind.Sign) this.signs[at] = code.unit(token);
      if (this.signs[at] === OPEN) open.push(at);
      else if (this.signs[at] === CLOSE) this.closing[open.pop() ?? at] = at;
      at++;
    }
    this.length = at;
  }

  /** @param sign one character */
  isSign(at: number, sign: string): boolean {
    return this.signs[at] === sign.charCodeAt(0);
  }

  /** A sign's unit; 0 for what is none. */
  sign(at: number): number {
    return this.signs[at] ?? 0;
  }

  isWord(at: number): boolean {
    return this.kinds[at] === TokenKind.Word;
  }

  isString(at: number): boolean {
    return this.kinds[at] === TokenKind.String;
  }

  /** First unit of a token, 0 outside. */
  unit(at: number): number {
    return this.has(at) ? this.code.unit(this.token(at)) : 0;
  }

  /** A word's text; empty for what is none. */
  word(at: number): string {
    if (!this.isWord(at)) return "";
    const known = this.words[at];
    if (known !== undefined) return known;
    const word = this.code.word(this.token(at));
    this.words[at] = word;
    return word;
  }

  /** Whether a token is its line's first; the end of the text is. */
  isFirst(at: number): boolean {
    return !this.has(at) || this.code.tokens.isFirst[this.token(at)] === 1;
  }

  /** Position behind the parentheses that open at one, the same where none do, or without an end. */
  behindParentheses(at: number): number {
    const close = this.has(at) ? (this.closing[at] ?? 0) : 0;
    return close > at ? close + 1 : at;
  }

  erase(from: number, to: number): void {
    for (let at = from; at < to; at++) this.code.erase(this.token(at));
  }

  endStatementBefore(at: number): void {
    if (this.has(at)) this.code.endStatementBefore(this.token(at));
  }

  replace(at: number, text: string): void {
    this.code.replace(this.token(at), text);
  }

  private has(at: number): boolean {
    return at >= 0 && at < this.length;
  }

  private token(at: number): number {
    return this.tokens[at] ?? 0;
  }
}
