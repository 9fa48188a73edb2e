import { TokenKind, TokenReader, type Tokens } from "./tokens.js";

/** Splits C# into tokens: as C, but its strings may hold lines, quotes and code. */
export function readCsharpTokens(units: Uint16Array): Tokens {
  return new CsharpTokenReader(units).read();
}

const LF = 10;
const QUOTE = 34;
const DOLLAR = 36;
const APOSTROPHE = 39;
const AT = 64;
const BACKSLASH = 92;
const BRACE_OPEN = 123;
const BRACE_CLOSE = 125;
const NONE = -1;
/** Signs before the quotes of a string: `$$$@`, and hostile files have more. */
const MOST_SIGNS = 8;
/** Strings in the code of strings. */
const MOST_NESTED = 8;
/** From so many quotes on a string is raw: it ends with as many, and nothing in it is anything else. */
const RAW_QUOTES = 3;

interface StringForm {
  /** With `@`: over several lines, without escapes, quotes doubled. */
  readonly isVerbatim: boolean;
  /** With `$`: code in braces. */
  readonly hasHoles: boolean;
}

class CsharpTokenReader extends TokenReader {
  private nested = 0;

  protected override readToken(unit: number, isFirst: boolean): number {
    const quote = this.quoteAhead();
    if (quote === NONE) return super.readToken(unit, isFirst);
    this.readText(quote);
    return TokenKind.String;
  }

  /** Offset of the quote of the string that begins here. */
  private quoteAhead(): number {
    let at = this.at;
    while ((this.units[at] === DOLLAR || this.units[at] === AT) && at - this.at < MOST_SIGNS) at++;
    return this.units[at] === QUOTE ? at : NONE;
  }

  private readText(quote: number): void {
    const signs = this.units.subarray(this.at, quote);
    const form = { isVerbatim: signs.includes(AT), hasHoles: signs.includes(DOLLAR) };
    const quotes = this.quotesAt(quote);
    this.at = quote + 1;
    if (quotes >= RAW_QUOTES && !form.isVerbatim) this.skipRaw(quote + quotes, quotes);
    else this.skipText(form);
  }

  private quotesAt(at: number): number {
    let end = at;
    while (this.units[end] === QUOTE) end++;
    return end - at;
  }

  private skipRaw(from: number, quotes: number): void {
    let at = from;
    for (;;) {
      at = this.units.indexOf(QUOTE, at);
      if (at < 0) break;
      const found = this.quotesAt(at);
      at += found;
      if (found >= quotes) break;
    }
    this.at = at < 0 ? this.units.length : at;
  }

  private skipText(form: StringForm): void {
    const { units } = this;
    while (this.at < units.length) {
      const unit = units[this.at];
      const isDouble = units[this.at + 1] === unit;
      if (unit === LF && !form.isVerbatim) return;
      if (unit === QUOTE && !(form.isVerbatim && isDouble)) {
        this.at++;
        return;
      }
      if (unit === BRACE_OPEN && form.hasHoles && !isDouble) this.skipHole(form);
      else this.at += isPair(unit, form) ? 2 : 1;
    }
  }

  /** Code in braces; a line end in it is taken for the end of a string that has none. */
  private skipHole({ isVerbatim }: StringForm): void {
    const { units } = this;
    let depth = 0;
    while (this.at < units.length && (isVerbatim || units[this.at] !== LF)) {
      const unit = units[this.at] ?? 0;
      const quote = this.nested < MOST_NESTED ? this.quoteAhead() : NONE;
      if (quote !== NONE) {
        this.nested++;
        this.readText(quote);
        this.nested--;
        continue;
      }
      if (unit === APOSTROPHE) {
        this.readString(unit);
        continue;
      }
      this.at++;
      if (unit === BRACE_OPEN) depth++;
      else if (unit === BRACE_CLOSE && --depth === 0) return;
    }
  }
}

/** Whether a unit inside of a string goes with the one behind it. */
function isPair(unit: number | undefined, { isVerbatim, hasHoles }: StringForm): boolean {
  if (unit === BACKSLASH) return !isVerbatim;
  return (unit === QUOTE && isVerbatim) || (unit === BRACE_OPEN && hasHoles);
}
