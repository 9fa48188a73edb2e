import type { Code } from "./code.js";
import { Sequence } from "./sequence.js";
import {
  isClassWord,
  isDeclaring,
  isMacroName,
  isName,
  isQualifier,
  isStating,
  isStorage,
  isTypeWord,
} from "./words.js";

/**
 * Blanks out the macros that stand where no language has a word: `class API_EXPORT Name {`, `API int f() NOTHROW;`,
 * `BEGIN_NAMESPACE` on a line of its own. Macros that stand for values, types, calls and statements are left.
 * A macro is known by its name, in capitals, and by what is around it; before functions by its place alone.
 */
export function eraseMacros(code: Code): void {
  new MacroEraser(new Sequence(code)).run();
}

/** Longest chains that are looked through, so that no text costs more than its length. */
const MOST_STEPS = 64;

/** Whether a token that begins so may be a macro's name. */
const mayBeMacro = (unit: number): boolean => unit === 95 || (unit >= 65 && unit <= 90);

class MacroEraser {
  private readonly text: Sequence;
  /** By open brace: whether declarations stand in it. */
  private readonly scopes: boolean[] = [];
  /** Where the statement or declaration begins. */
  private head = 0;
  /** The last positions that are not blank. */
  private before = -1;
  private twoBefore = -1;

  constructor(text: Sequence) {
    this.text = text;
  }

  run(): void {
    const { text } = this;
    for (let at = 0; at < text.length; ) {
      const end = this.endOfBlank(at);
      if (end > at) {
        text.erase(at, end);
        at = end;
        continue;
      }
      this.follow(at);
      this.twoBefore = this.before;
      this.before = at++;
    }
  }

  /** Keeps scopes and heads up to date. */
  private follow(at: number): void {
    const { text, scopes } = this;
    if (text.isSign(at, "{")) scopes.push(this.opensDeclarations(at));
    else if (text.isSign(at, "}")) scopes.pop();
    else if (!text.isSign(at, ";")) return;
    this.head = at + 1;
  }

  /** Whether a brace opens a class, a namespace or `extern "C"`. */
  private opensDeclarations(brace: number): boolean {
    const { text } = this;
    let opens = false;
    for (let at = this.head; at < brace; at++) {
      const word = text.word(at);
      if (word === "template") at = this.behindAngles(at + 1) - 1;
      else if (word === "enum" || text.isSign(at, "=")) return false;
      else if (word === "namespace" || isClassWord(word) || (word === "extern" && text.isString(at + 1)))
        opens = true;
      else if (text.isSign(at, "(")) {
        const callee = text.word(at - 1);
        if (callee !== "alignas" && !callee.startsWith("__") && !isMacroName(callee)) return false;
        at = Math.max(at, text.behindParentheses(at) - 1);
      }
    }
    return opens;
  }

  private get isDeclarative(): boolean {
    return this.scopes.at(-1) ?? true;
  }

  /** Position behind what is to be blanked out, the same for what is not. */
  private endOfBlank(at: number): number {
    const { text } = this;
    if (mayBeMacro(text.unit(at))) {
      const end = this.endOfMacro(at);
      if (end > at) return end;
    }
    if (!this.isDeclarative || !text.isWord(at)) return at;
    if (text.isWord(at + 1)) return this.isOfFunction(at) ? at + 1 : at;
    const behind = text.isFirst(at) && this.isStatementStart() ? text.behindParentheses(at + 1) : at;
    return behind > at + 1 && text.isFirst(behind) && isStorage(text.word(behind)) ? behind : at;
  }

  /** Whether a word of any letters stands before a function's type or name: `inlined int internal f(void)`. */
  private isOfFunction(at: number): boolean {
    const { text } = this;
    const next = text.word(at + 1);
    if (!isName(text.word(at)) || !isName(next) || isMacroName(next)) return false;
    if (text.isSign(at + 2, "(") && this.isInDeclaration()) return true;
    const isStart = this.isStatementStart() || text.isSign(this.before, ">");
    return isStart && this.isTypeAndName(at + 1);
  }

  /** Position behind a macro that is to be blanked out, with its arguments; the same for any other word. */
  private endOfMacro(at: number): number {
    const { text } = this;
    if (!isMacroName(text.word(at))) return at;
    const behind = text.behindParentheses(at + 1);
    if (behind > at + 1 && (text.isString(this.before) || text.isString(behind))) return behind;
    // `if CONSTEXPR (…)`: what is in the parentheses is the condition.
    if (text.word(this.before) === "if") return at + 1;
    if (behind === at + 1) return this.isBlankWord(at) ? behind : at;
    if (this.isDeclarative) return this.isBlankCall(at, behind) ? behind : at;
    if (this.isWholeStatement(at, behind)) text.endStatementBefore(behind);
    return at;
  }

  private isBlankWord(at: number): boolean {
    const { text, before } = this;
    const next = at + 1;
    const previous = text.word(before);
    if (isClassWord(previous)) return this.isDeclarative && this.isClassHead(previous, next);
    if (isDeclaring(text.word(next)) || this.isTypeAndName(next)) return true;
    if (this.isStatementStart() && text.isFirst(at) && text.isFirst(next) && this.beginsAnew(next))
      return true;
    if (isTypeWord(previous) && (text.isSign(next, "*") || text.isSign(next, "&"))) return true;
    return (this.isInDeclaration() && isName(text.word(next))) || (this.isDeclarative && this.isSuffix(next));
  }

  /** Whether a macro is a statement that brings its own semicolon: `CHECK(a)`, and the next line is another. */
  private isWholeStatement(at: number, behind: number): boolean {
    const { text, before } = this;
    if (!text.isFirst(at) || !text.isFirst(behind)) return false;
    if (!this.isStatementStart() && !text.isSign(before, ")") && text.word(before) !== "else") return false;
    return text.isWord(behind) || text.isSign(behind, "}") || text.isSign(behind, "*");
  }

  private isBlankCall(at: number, behind: number): boolean {
    const { text, before } = this;
    const previous = text.word(before);
    if (previous === "typedef" && text.isSign(behind, "{")) {
      text.replace(before, "enum");
      return true;
    }
    if (isClassWord(previous)) return this.isClassHead(previous, behind);
    if (isDeclaring(text.word(behind)) || this.isTypeAndName(behind)) return true;
    if (this.isStatementStart()) return text.isFirst(at) && text.isFirst(behind) && this.beginsAnew(behind);
    return (this.isInDeclaration() && isName(text.word(behind))) || this.isSuffix(behind);
  }

  /** Whether a type stands before. */
  private isInDeclaration(): boolean {
    const previous = this.text.word(this.before);
    const ends = this.text.isSign(this.before, "*") || this.text.isSign(this.before, ">");
    return ends || isName(previous) || isTypeWord(previous);
  }

  /** `Name {`, `Name : …`, `Name final`, `Name<…>`, with more macros before it. */
  private isClassHead(classWord: string, from: number): boolean {
    const { text } = this;
    const name = this.behindMacros(from, isName);
    if (!isName(text.word(name))) return false;
    // `enum MODE bits : 3;` declares a field.
    const isBase = classWord !== "enum" && text.isSign(name + 1, ":") && !text.isSign(name + 2, ":");
    return (
      text.isSign(name + 1, "{") || text.isSign(name + 1, "<") || isBase || text.word(name + 1) === "final"
    );
  }

  /** A type and more of its declaration: of three words in a row, the first is not part of it. */
  private isTypeAndName(from: number): boolean {
    const { text } = this;
    let at = from;
    while (isQualifier(text.word(at)) && at - from < MOST_STEPS) at++;
    if (isTypeWord(text.word(at))) return true;
    if (!isName(text.word(at))) return false;
    at++;
    while (
      text.isSign(at, ":") &&
      text.isSign(at + 1, ":") &&
      isName(text.word(at + 2)) &&
      at - from < MOST_STEPS
    )
      at += 3;
    at = this.behindAngles(at);
    if (text.isSign(at, "*")) return true;
    while ((text.isSign(at, "&") || text.word(at) === "const") && at - from < MOST_STEPS) at++;
    return isName(text.word(at));
  }

  /** Whether what follows a line is no continuation of it. */
  private beginsAnew(at: number): boolean {
    const { text } = this;
    const word = text.word(at);
    if (isDeclaring(word) || isStating(word) || isMacroName(word)) return true;
    if (word !== "") return word !== "else" && !text.isSign(at + 1, "(");
    return at >= text.length || ["}", "@", "~", "-", "+"].some((sign) => text.isSign(at, sign));
  }

  /** Whether a macro here and what may follow it end a declaration: `f() const NOTHROW {`, `- (void)m API(1);`. */
  private isSuffix(behind: number): boolean {
    const { text, before, head } = this;
    const isDeclared =
      text.isSign(before, ")") || isQualifier(text.word(before)) || (behind > before + 2 && this.isMember());
    const isOfClass = text.isSign(head, "-") || text.isSign(head, "+") || text.isSign(head, "@");
    if (!isDeclared && !(isOfClass && text.isWord(before))) return false;
    const end = this.behindMacros(behind, isMacroName);
    return ["{", ";", ":", "="].some((sign) => text.isSign(end, sign));
  }

  /** Whether a type and a name stand before. */
  private isMember(): boolean {
    const { text, before, twoBefore } = this;
    const type = text.word(twoBefore);
    const isTyped =
      isName(type) || isTypeWord(type) || [">", "*", "&"].some((sign) => text.isSign(twoBefore, sign));
    return isTyped && isName(text.word(before));
  }

  private isStatementStart(): boolean {
    const { text, before, twoBefore } = this;
    if (text.word(before) === "end" && text.isSign(twoBefore, "@")) return true;
    return before < 0 || [";", "{", "}", ":"].some((sign) => text.isSign(before, sign));
  }

  /** Behind macros as long as one that `belongs` follows, or (for suffixes) behind all. */
  private behindMacros(from: number, belongs: (word: string) => boolean): number {
    const { text } = this;
    let at = from;
    for (let steps = 0; steps < MOST_STEPS && isMacroName(text.word(at)); steps++) {
      const behind = text.behindParentheses(at + 1);
      if (belongs === isName && !isName(text.word(behind))) break;
      at = behind;
    }
    return at;
  }

  /** Behind the template arguments that open at a position, the same where none do. */
  private behindAngles(from: number): number {
    const { text } = this;
    let depth = 0;
    for (let at = from; at < from + MOST_STEPS; at++) {
      if (text.isSign(at, "<")) depth++;
      else if (text.isSign(at, ">")) depth--;
      if (depth === 0) return at === from ? from : at + 1;
    }
    return from;
  }
}
