import { behindAngles } from "./ahead.js";
import type { Sequence } from "./sequence.js";
import { isCallee, isClassWord, isMacroName, isName, isTypeWord } from "./words.js";

/** No position. */
const NOTHING = -1;
const OPEN = 40;
const CLOSE = 41;
const PLUS = 43;
const MINUS = 45;
const COLON = 58;
const SEMICOLON = 59;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** Where a reader is: what it has read and left, and what that is inside of. */
export class Place {
  readonly text: Sequence;
  /** The last positions that are not blank. */
  before = NOTHING;
  twoBefore = NOTHING;
  /** Where the statement or declaration begins. */
  head = 0;
  /** Where the parameters of the last template end. */
  private templateEnd = NOTHING;
  /** By open brace: whether declarations stand in it. */
  private readonly scopes: boolean[] = [];
  /** By open brace or parenthesis: whether it is the parenthesis of a call. */
  private readonly calls: boolean[] = [];

  constructor(text: Sequence) {
    this.text = text;
  }

  /** Whether declarations stand here: in classes, namespaces and around everything. */
  get isDeclarative(): boolean {
    return this.scopes.at(-1) ?? true;
  }

  /** Whether this is an argument, or part of one, of a call. */
  get isInCall(): boolean {
    return this.calls.at(-1) ?? false;
  }

  /** Goes behind a token that stays. */
  moveOn(at: number): void {
    const sign = this.text.sign(at);
    const isEnd = sign === 0 && this.text.word(at) === "end" && this.text.isSign(this.before, "@");
    if (sign !== 0) this.goThrough(sign, at);
    else if (isEnd) this.head = at + 1;
    else if (this.text.word(at) === "template") this.templateEnd = behindAngles(this.text, at + 1) - 1;
    this.twoBefore = this.before;
    this.before = isEnd ? NOTHING : at;
  }

  /** Opens, closes and ends what a sign does. */
  private goThrough(sign: number, at: number): void {
    const { text, calls, scopes } = this;
    if (sign === OPEN) calls.push(this.opensCall());
    else if (sign === CLOSE) calls.pop();
    else if (sign === OPEN_BRACE) {
      calls.push(false);
      scopes.push(this.opensDeclarations(at));
    } else if (sign === CLOSE_BRACE) {
      calls.pop();
      scopes.pop();
    }
    if (sign === OPEN_BRACE || sign === CLOSE_BRACE || sign === SEMICOLON) this.head = at + 1;
    // A method of Objective-C begins where nothing has ended: behind `@required`, or the name of a class.
    else if ((sign === MINUS || sign === PLUS) && text.isFirst(at) && this.isDeclarative) this.head = at;
  }

  /** Whether a statement or declaration begins here. */
  isStart(): boolean {
    const { text, before } = this;
    const isBehindTemplate = before > 0 && before === this.templateEnd;
    if (before < 0 || isBehindTemplate) return true;
    const sign = text.sign(before);
    return sign === SEMICOLON || sign === OPEN_BRACE || sign === CLOSE_BRACE || sign === COLON;
  }

  /** Whether a type, or its end, stands directly before. */
  isBehindType(): boolean {
    return this.endsType(this.before);
  }

  /** Whether a type and a name stand before. */
  isBehindMember(): boolean {
    const { text, before, twoBefore } = this;
    return (this.endsType(twoBefore) || text.isSign(twoBefore, "&")) && isName(text.word(before));
  }

  private endsType(at: number): boolean {
    const { text } = this;
    const word = text.word(at);
    const isBehindArguments = text.isSign(at, ">") && at !== this.templateEnd;
    return isName(word) || isTypeWord(word) || text.isSign(at, "*") || isBehindArguments;
  }

  /** `name(` in a function, where nothing is declared and no block begins by it. */
  private opensCall(): boolean {
    const { text, before, twoBefore } = this;
    if (this.isDeclarative || !isCallee(text.word(before))) return false;
    return !this.endsType(twoBefore) && !text.isSign(twoBefore, "^");
  }

  /** Whether a brace opens a class, a namespace or `extern "C"`. */
  private opensDeclarations(brace: number): boolean {
    const { text } = this;
    let opens = false;
    for (let at = this.head; at < brace; at++) {
      const word = text.word(at);
      if (word === "template") at = behindAngles(text, at + 1) - 1;
      else if (word === "enum" || text.isSign(at, "=")) return false;
      else if (word === "namespace" || isClassWord(word) || (word === "extern" && text.isString(at + 1)))
        opens = true;
      else if (text.isSign(at, "(")) {
        const callee = text.word(at - 1);
        if (isCallee(callee) && !callee.startsWith("__") && !isMacroName(callee)) return false;
        at = Math.max(at, text.behindParentheses(at) - 1);
      }
    }
    return opens;
  }
}
