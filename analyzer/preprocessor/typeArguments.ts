import type { Place } from "./place.js";
import type { Sequence } from "./sequence.js";
import { isDeclaring, isTypeWord } from "./words.js";

/**
 * Position behind a word or sign that makes an argument of a call a type, the same for any other: macros take types,
 * as in `va_arg(list, unsigned long *)`, where grammars know expressions alone. One word is left of the type, and that
 * becomes a name.
 */
export function endInTypeArgument({ text, isInCall, before }: Place, at: number): number {
  if (!isInCall) return at;
  if (text.isWord(at)) {
    if (text.isWord(at + 1)) return isBeforeType(text.word(at)) ? at + 1 : at;
    const isWhole = text.isSign(before, "(") || text.isSign(before, ",");
    if (isWhole && isTypeWord(text.word(at)) && isEnd(text, behindStars(text, at + 1))) text.replace(at, "_");
    return at;
  }
  if (!text.isSign(at, "*") || !text.isWord(before)) return at;
  const behind = behindStars(text, at);
  return isEnd(text, behind) ? behind : at;
}

function behindStars(text: Sequence, from: number): number {
  let at = from;
  while (text.isSign(at, "*")) at++;
  return at;
}

function isEnd(text: Sequence, at: number): boolean {
  return text.isSign(at, ")") || text.isSign(at, ",");
}

/** Whether a word before another is part of a type, or (C++'s `throw`) of what is no expression to grammars. */
function isBeforeType(word: string): boolean {
  return isDeclaring(word) || word === "const" || word === "volatile" || word === "throw";
}
