import { beginsAnew, endsDeclaration, isClassHead, isTypeAndName } from "./ahead.js";
import type { Place } from "./place.js";
import type { Sequence } from "./sequence.js";
import {
  isCallee,
  isClassWord,
  isDeclaring,
  isMacroName,
  isName,
  isQualifier,
  isStorage,
  isTypeWord,
} from "./words.js";

/** Whether a token that begins so may be a macro's name. */
const mayBeMacro = (unit: number): boolean => unit === 95 || (unit >= 65 && unit <= 90);

/**
 * Position behind a macro that stands where no language has a word, the same where none does: `class API_EXPORT Name {`,
 * `API int f() NOTHROW;`, `BEGIN_NAMESPACE` on a line of its own. Macros that stand for values, types, calls and
 * statements stay. A macro is known by its name, in capitals, and by what is around it; before functions by its place
 * alone.
 */
export function endOfMacro(place: Place, at: number): number {
  const { text } = place;
  if (!text.isWord(at)) return at;
  const end = mayBeMacro(text.unit(at)) ? endInCapitals(place, at) : at;
  if (end > at || !place.isDeclarative) return end;
  if (text.isWord(at + 1)) return isOfFunction(place, at) ? at + 1 : at;
  const mayBeCall = text.isFirst(at) && place.isStart() && isCallee(text.word(at));
  const behind = mayBeCall ? text.behindParentheses(at + 1) : at;
  return behind > at + 1 && text.isFirst(behind) && isStorage(text.word(behind)) ? behind : at;
}

/** Whether a word of any letters stands before a function's type or name: `inlined int internal f(void)`. */
function isOfFunction(place: Place, at: number): boolean {
  const { text } = place;
  const next = text.word(at + 1);
  if (!isName(text.word(at)) || !isName(next) || isMacroName(next)) return false;
  if (text.isSign(at + 2, "(") && place.isBehindType()) return true;
  return place.isStart() && isTypeAndName(text, at + 1);
}

function endInCapitals(place: Place, at: number): number {
  const { text, before } = place;
  if (!isMacroName(text.word(at))) return at;
  const behind = text.behindParentheses(at + 1);
  if (behind === at + 1) return isBlankWord(place, at) ? behind : at;
  if (text.isString(before) || text.isString(behind)) return behind;
  // `if CONSTEXPR (…)`: what is in the parentheses is the condition.
  if (text.word(before) === "if") return at + 1;
  if (place.isDeclarative) return isBlankCall(place, at, behind) ? behind : at;
  if (isWholeStatement(place, at, behind)) text.endStatementBefore(behind);
  return at;
}

function isBlankWord(place: Place, at: number): boolean {
  const { text, before } = place;
  const next = at + 1;
  const previous = text.word(before);
  if (isClassWord(previous)) return place.isDeclarative && isClassHead(text, previous, next);
  if (isDeclaring(text.word(next)) || isTypeAndName(text, next)) return true;
  if (place.isStart()) {
    const isAlone = text.isFirst(at) && text.isFirst(next) && beginsAnew(text, next);
    return isAlone || (!place.isDeclarative && text.isSign(next, "{"));
  }
  if (isTypeWord(previous) && (text.isSign(next, "*") || text.isSign(next, "&"))) return true;
  const isNextCall = isMacroName(text.word(next)) && text.isSign(next + 1, "(");
  if (place.isBehindType() && isName(text.word(next)) && !isNextCall) return true;
  if (place.isBehindMember() && (text.isSign(next, ")") || text.isSign(next, ","))) return true;
  return place.isDeclarative && isSuffix(place, at, next);
}

function isBlankCall(place: Place, at: number, behind: number): boolean {
  const { text, before } = place;
  const previous = text.word(before);
  if (previous === "typedef" && text.isSign(behind, "{")) {
    text.replace(before, "enum");
    return true;
  }
  if (isClassWord(previous)) return isClassHead(text, previous, behind);
  if (isDeclaring(text.word(behind)) || isTypeAndName(text, behind)) return true;
  if (place.isStart()) {
    if (text.isSign(behind, ";")) return !holdsBlock(text, at, behind);
    return text.isFirst(at) && text.isFirst(behind) && beginsAnew(text, behind);
  }
  return (place.isBehindType() && isName(text.word(behind))) || isSuffix(place, at, behind);
}

function holdsBlock(text: Sequence, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (text.isSign(at, "{")) return true;
  return false;
}

/** Whether a macro is a statement that brings its own semicolon, and another or a block follows: `CHECK(a)`. */
function isWholeStatement(place: Place, at: number, behind: number): boolean {
  const { text, before } = place;
  if (place.isStart() && text.isSign(behind, "{")) return true;
  if (!text.isFirst(at) || !text.isFirst(behind)) return false;
  if (!place.isStart() && !text.isSign(before, ")") && text.word(before) !== "else") return false;
  return text.isWord(behind) || text.isSign(behind, "}") || text.isSign(behind, "*");
}

/** Whether a macro here and what may follow it end a declaration: `f() const NOTHROW {`, `- (void)m API(1);`. */
function isSuffix(place: Place, at: number, behind: number): boolean {
  const { text, before, twoBefore, head } = place;
  const isMethod = text.isSign(head, "-") || text.isSign(head, "+");
  if (isMethod) return text.isWord(before) && text.isSign(twoBefore, ")") && endsDeclaration(text, behind);
  const isProperty = text.isSign(head, "@");
  const isMember = (isProperty || behind > at + 1) && place.isBehindMember();
  const isBehindList = text.isSign(isQualifier(text.word(before)) ? twoBefore : before, ")");
  return (isMember || (isBehindList && !isProperty)) && endsDeclaration(text, behind);
}
