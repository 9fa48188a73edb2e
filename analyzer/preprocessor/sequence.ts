import type { Code } from "./code.js";
import { TokenKind } from "./tokens.js";

/** The tokens of a text that are read: neither directives nor blank. Indices in here are positions in it. */
export class Sequence {
  readonly length: number;
  private readonly code: Code;
  /** Tokens by position. */
  private readonly tokens: Int32Array;
  /** By position of a parenthesis that opens: the position of the one that closes it, 0 for none. */
  private readonly closing: Int32Array;

  constructor(code: Code) {
    this.code = code;
    const { count, kind } = code.tokens;
    this.tokens = new Int32Array(count);
    let length = 0;
    for (let token = 0; token < count; token++) {
      if (code.blank[token] === 0 && kind[token] !== TokenKind.Directive) this.tokens[length++] = token;
    }
    this.length = length;
    this.closing = new Int32Array(length);
    const open: number[] = [];
    for (let at = 0; at < length; at++) {
      if (this.isSign(at, "(")) open.push(at);
      else if (this.isSign(at, ")")) this.closing[open.pop() ?? at] = at;
    }
  }

  isSign(at: number, sign: string): boolean {
    return this.has(at) && this.code.isSign(this.token(at), sign);
  }

  isWord(at: number): boolean {
    return this.has(at) && this.code.isWord(this.token(at));
  }

  isString(at: number): boolean {
    return this.has(at) && this.code.tokens.kind[this.token(at)] === TokenKind.String;
  }

  /** First unit of a token, 0 outside. */
  unit(at: number): number {
    return this.has(at) ? this.code.unit(this.token(at)) : 0;
  }

  /** A word's text; empty for what is none. */
  word(at: number): string {
    return this.isWord(at) ? this.code.text(this.token(at)) : "";
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
