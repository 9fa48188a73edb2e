import type { Sequence } from "./sequence.js";
import {
  isAnnotation,
  isDeclaring,
  isMacroName,
  isName,
  isQualifier,
  isStating,
  isTypeWord,
} from "./words.js";

/** Longest chains that are looked through, so that no text costs more than its length. */
const MOST_STEPS = 64;

const MOST_IN_ANGLES = 512;

/** `Name {`, `Name : …`, `Name final`, `Name<…>`, with more macros before it. */
export function isClassHead(text: Sequence, classWord: string, from: number): boolean {
  let name = from;
  for (let steps = 0; steps < MOST_STEPS && isMacroName(text.word(name)); steps++) {
    const behind = text.behindParentheses(name + 1);
    if (!isName(text.word(behind))) break;
    name = behind;
  }
  if (!isName(text.word(name))) return false;
  // `enum MODE bits : 3;` declares a field.
  const isBase = classWord !== "enum" && text.isSign(name + 1, ":") && !text.isSign(name + 2, ":");
  const opens = text.isSign(name + 1, "{") || text.isSign(name + 1, "<");
  return isBase || opens || text.word(name + 1) === "final";
}

/** A type and more of its declaration: of three words in a row, the first is not part of it. */
export function isTypeAndName(text: Sequence, from: number): boolean {
  let at = from;
  const most = from + MOST_STEPS;
  while (isBeside(text.word(at)) && at < most) at++;
  if (isTypeWord(text.word(at))) return true;
  if (!isName(text.word(at))) return false;
  at++;
  while (isScope(text, at) && isName(text.word(at + 2)) && at < most) at += 3;
  at = behindAngles(text, at);
  if (text.isSign(at, "*")) return true;
  while ((text.isSign(at, "&") || isBeside(text.word(at))) && at < most) at++;
  return isName(text.word(at));
}

/** Whether what follows a line is no continuation of it. */
export function beginsAnew(text: Sequence, at: number): boolean {
  const word = text.word(at);
  if (isDeclaring(word) || isStating(word) || isMacroName(word)) return true;
  if (word !== "") return word !== "else" && !text.isSign(at + 1, "(");
  return at >= text.length || ["}", "@", "~", "-", "+"].some((sign) => text.isSign(at, sign));
}

/** Whether macros, if any, and then what goes on or ends a declaration follow. */
export function endsDeclaration(text: Sequence, from: number): boolean {
  let end = from;
  for (let steps = 0; steps < MOST_STEPS && isMacroName(text.word(end)); steps++)
    end = text.behindParentheses(end + 1);
  return !isScope(text, end) && ["{", ";", ":", "="].some((sign) => text.isSign(end, sign));
}

/** Position behind the template arguments that open at one, the same where none do. */
export function behindAngles(text: Sequence, from: number): number {
  let depth = 0;
  for (let at = from; at < from + MOST_IN_ANGLES; at++) {
    if (text.isSign(at, "<")) depth++;
    else if (text.isSign(at, ">")) depth--;
    if (depth === 0) return at === from ? from : at + 1;
  }
  return from;
}

/** Whether a word may stand before or behind a type. */
function isBeside(word: string): boolean {
  return isQualifier(word) || isAnnotation(word);
}

function isScope(text: Sequence, at: number): boolean {
  return text.isSign(at, ":") && text.isSign(at + 1, ":");
}
