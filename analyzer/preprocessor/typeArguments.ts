import type { Place } from "./place.js";
import { isDeclaring } from "./words.js";

/**
 * Position behind a word or sign that makes an argument of a call a type, the same for any other: macros take types,
 * as in `va_arg(list, unsigned long *)`, where grammars know expressions alone. One word is left of the type.
 */
export function endInTypeArgument({ text, isInCall, before }: Place, at: number): number {
  if (!isInCall) return at;
  if (text.isWord(at)) return isBeforeType(text.word(at)) && text.isWord(at + 1) ? at + 1 : at;
  if (!text.isSign(at, "*") || !text.isWord(before)) return at;
  let behind = at;
  while (text.isSign(behind, "*")) behind++;
  return text.isSign(behind, ")") || text.isSign(behind, ",") ? behind : at;
}

/** Whether a word before another is part of a type, or (C++'s `throw`) of what is no expression to grammars. */
function isBeforeType(word: string): boolean {
  return isDeclaring(word) || word === "const" || word === "volatile" || word === "throw";
}
