import { behindAngles } from "./ahead.js";
import type { Code } from "./code.js";
import { Sequence } from "./sequence.js";
import { isName } from "./words.js";

/**
 * Blanks out what Objective-C++ has of C++ around declarations, where the grammar of Objective-C would take
 * everything inside for something else: namespaces, classes, templates' parameters, `using` and the scopes of names.
 */
export function eraseCplusplus(code: Code): void {
  const text = new Sequence(code);
  /** By open brace: whether it is a namespace's or a class's. */
  const scopes: boolean[] = [];
  for (let at = 0; at < text.length; at++) {
    const end = endOfCplusplus(text, at);
    const opens = end > at && text.isSign(end, "{");
    if (text.isSign(at, "{") || opens) scopes.push(opens);
    const closes = text.isSign(at, "}") && scopes.pop() === true;
    const behind = opens || closes ? end + 1 : end;
    text.erase(at, behind);
    at = Math.max(at, behind - 1);
  }
}

/** Position behind what is to be blanked out, the same where nothing is. */
function endOfCplusplus(text: Sequence, at: number): number {
  const word = text.word(at);
  if (word === "template") return behindAngles(text, at + 1);
  if (word === "auto" && text.isWord(at + 1)) return at + 1;
  if (word === "using") return behindStatement(text, at);
  if (word === "namespace" || (word === "class" && text.isWord(at + 1))) {
    const end = behindHead(text, at + 1);
    return text.isSign(end, "{") ? end : at;
  }
  if (["public", "protected", "private"].includes(word) && text.isSign(at + 1, ":")) return at + 2;
  const from = isName(word) ? at + 1 : at;
  const isScope = text.isSign(from, ":") && text.isSign(from + 1, ":");
  const isScoped = isName(text.word(from + 2)) || text.isSign(from + 2, "~");
  return isScope && isScoped ? from + 2 : at;
}

/** Longest head of a class that is looked through, in tokens. */
const LONGEST_HEAD = 256;

/** Behind a name and what it is derived from. */
function behindHead(text: Sequence, from: number): number {
  let end = from;
  const isHead = () => text.isWord(end) || [":", ",", "<", ">"].some((sign) => text.isSign(end, sign));
  while (end - from < LONGEST_HEAD && isHead()) end++;
  return end;
}

function behindStatement(text: Sequence, from: number): number {
  let end = from;
  while (end < text.length && !text.isSign(end, ";")) end++;
  return Math.min(end + 1, text.length);
}
