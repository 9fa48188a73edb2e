import { resized } from "../syntax/flatTree.js";

/** What a token of C's preprocessor is. */
export const TokenKind = { Word: 1, Number: 2, String: 3, Sign: 4, Directive: 5 } as const;

/** Tokens of a text in source order as parallel arrays, comments left out. */
export interface Tokens {
  readonly count: number;
  /** {@link TokenKind}. A directive is one token with all its continued lines. */
  readonly kind: Uint8Array;
  /** Offsets of the first UTF-16 unit and after the last. */
  readonly start: Uint32Array;
  readonly end: Uint32Array;
  /** 1 for the first token of a line. */
  readonly isFirst: Uint8Array;
  /** Offsets of the comments inside directives: where each begins and ends, one after the other. */
  readonly innerComments: readonly number[];
}

/** Splits C, C++ or Objective-C into tokens. */
export function readTokens(units: Uint16Array): Tokens {
  return new TokenReader(units).read();
}

const LF = 10;
const SPACE = 32;
const QUOTE = 34;
const HASH = 35;
const APOSTROPHE = 39;
const BACKSLASH = 92;
const SLASH = 47;
const STAR = 42;
const OPEN = 40;
const CLOSE = 41;
/** The longest delimiter a raw string may have. */
const MAX_DELIMITER = 16;

/** Reads the tokens of C, C++ and Objective-C; {@link readTokens} is the way in. */
export class TokenReader implements Tokens {
  count = 0;
  kind = new Uint8Array(4096);
  start = new Uint32Array(4096);
  end = new Uint32Array(4096);
  isFirst = new Uint8Array(4096);
  readonly innerComments: number[] = [];

  protected readonly units: Uint16Array;
  /** Offset of the unit to be read. */
  protected at = 0;

  constructor(units: Uint16Array) {
    this.units = units;
  }

  read(): Tokens {
    const { units } = this;
    let isFirst = 1;
    while (this.at < units.length) {
      const unit = units[this.at] ?? 0;
      const from = this.at;
      if (unit === LF) {
        isFirst = 1;
        this.at++;
      } else if (unit <= SPACE) this.at++;
      else if (unit === SLASH && this.isCommentAhead()) this.skipComment();
      else {
        const kind = this.readToken(unit, isFirst === 1);
        this.add(kind, from, isFirst);
        isFirst = 0;
      }
    }
    return this;
  }

  private add(kind: number, from: number, isFirst: number): void {
    if (this.count === this.kind.length) this.grow();
    this.kind[this.count] = kind;
    this.start[this.count] = from;
    this.end[this.count] = this.at;
    this.isFirst[this.count++] = isFirst;
  }

  private grow(): void {
    const size = this.kind.length * 2;
    this.kind = resized(this.kind, new Uint8Array(size));
    this.start = resized(this.start, new Uint32Array(size));
    this.end = resized(this.end, new Uint32Array(size));
    this.isFirst = resized(this.isFirst, new Uint8Array(size));
  }

  /** Goes behind the token that begins here. */
  protected readToken(unit: number, isFirst: boolean): number {
    if (unit === HASH && isFirst) return this.readDirective();
    if (unit === QUOTE || unit === APOSTROPHE) return this.readString(unit);
    if (isDigit(unit)) return this.readNumber();
    if (!isWordUnit(unit)) {
      this.at++;
      return TokenKind.Sign;
    }
    const from = this.at;
    while (isWordUnit(this.units[this.at] ?? 0)) this.at++;
    return this.isRawString(from) ? this.readRawString() : TokenKind.Word;
  }

  /** To the end of the line, or of the last that a backslash continues; comments at the end are no part of it. */
  private readDirective(): number {
    const { units } = this;
    const comments: number[] = [];
    let end = this.at;
    while (this.at < units.length && units[this.at] !== LF) {
      const from = this.at;
      if (units[from] === SLASH && this.isCommentAhead()) {
        this.skipComment();
        comments.push(from, this.at);
      } else {
        this.at += this.escapeLength();
        if ((units[from] ?? 0) > SPACE) end = Math.min(this.at, units.length);
      }
    }
    for (const offset of comments) if (offset < end) this.innerComments.push(offset);
    this.at = end;
    return TokenKind.Directive;
  }

  protected readString(quote: number): number {
    const { units } = this;
    this.at++;
    while (this.at < units.length && units[this.at] !== LF) {
      if (units[this.at] === quote) {
        this.at++;
        break;
      }
      this.at += this.escapeLength();
    }
    return TokenKind.String;
  }

  /** With the separators of `1'000'000`. */
  private readNumber(): number {
    const { units } = this;
    while (
      isWordUnit(units[this.at] ?? 0) ||
      (units[this.at] === APOSTROPHE && isWordUnit(units[this.at + 1] ?? 0))
    )
      this.at++;
    return TokenKind.Number;
  }

  private isRawString(from: number): boolean {
    const { units } = this;
    const length = this.at - from;
    return units[this.at] === QUOTE && units[this.at - 1] === R && length <= LONGEST_RAW_PREFIX;
  }

  private readRawString(): number {
    const { units } = this;
    const from = this.at + 1;
    let open = from;
    while (open < units.length && units[open] !== OPEN && open - from <= MAX_DELIMITER) open++;
    if (units[open] !== OPEN) return this.readString(QUOTE);
    const delimiter = units.subarray(from, open);
    for (let at = open + 1; at < units.length; at++) {
      if (units[at] !== CLOSE || units[at + 1 + delimiter.length] !== QUOTE) continue;
      if (delimiter.every((unit, index) => units[at + 1 + index] === unit)) {
        this.at = at + delimiter.length + 2;
        return TokenKind.String;
      }
    }
    this.at = units.length;
    return TokenKind.String;
  }

  /** Units of the character here, which a backslash may be part of. */
  private escapeLength(): number {
    const { units } = this;
    if (units[this.at] !== BACKSLASH) return 1;
    return units[this.at + 1] === CR && units[this.at + 2] === LF ? 3 : 2;
  }

  private isCommentAhead(): boolean {
    const next = this.units[this.at + 1];
    return next === SLASH || next === STAR;
  }

  private skipComment(): void {
    const { units } = this;
    const isBlock = units[this.at + 1] === STAR;
    this.at += 2;
    while (this.at < units.length) {
      if (isBlock && units[this.at] === STAR && units[this.at + 1] === SLASH) {
        this.at += 2;
        return;
      }
      if (!isBlock && units[this.at] === LF) return;
      this.at += isBlock ? 1 : this.escapeLength();
    }
  }
}

const CR = 13;
const R = 82;
/** `u8R`. */
const LONGEST_RAW_PREFIX = 3;

function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57;
}

function isWordUnit(unit: number): boolean {
  return (
    (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || unit === 95 || isDigit(unit) || unit >= 128
  );
}
