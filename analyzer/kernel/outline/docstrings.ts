import * as At from "../../common/at";
import * as Kind from "../../common/kind";
import * as columns from "../columns";
import * as language from "../language";
import { childAt } from "../selectors";
import { unitAt } from "../text";
import { endOf, lastOf, NO_NODE, startOf } from "../tree";

/** Documentation that is the first statement of a body. */

const ROOT: u32 = 0;
/** Letters that may stand before the quotes of a string. */
const LONGEST_PREFIX: u32 = 3;
const DOUBLE_QUOTE: u32 = 34;
const SINGLE_QUOTE: u32 = 39;

/** Marks the documentation of a function, a type or (root) the file. */
export function findDocstring(node: u32): void {
  if (node !== ROOT && !language.isA(node, Kind.DocstringBody)) return;
  const part = language.member(At.LanguageBody);
  const body = node === ROOT || part === 0 ? <i32>node : childAt(node, part);
  if (body === NO_NODE) return;
  const end = lastOf(body);
  let first: u32 = body + 1;
  while (first <= end && language.isA(first, Kind.Comment)) first = lastOf(first) + 1;
  if (first > end || !language.isA(first, Kind.DocstringStatement)) return;
  const text = first + 1;
  const isAlone = lastOf(text) === lastOf(first);
  if (isAlone && language.isA(text, Kind.DocstringText) && isPlain(text))
    columns.mark(first, columns.DOCSTRING);
}

/** Whether nothing in front of the quotes of a string, or of the first of several, makes it another value. */
function isPlain(text: u32): bool {
  const except: usize = language.member(At.LanguageExceptPrefixes);
  const start = startOf(text);
  const end = min<u32>(start + LONGEST_PREFIX, endOf(text));
  for (let at = start; at < end; at++) {
    const unit = unitAt(at);
    if (unit === DOUBLE_QUOTE || unit === SINGLE_QUOTE) return true;
    if (isLetterOf(except, unit)) return false;
  }
  return true;
}

/** @param letters a text in lower case */
function isLetterOf(letters: usize, unit: u32): bool {
  const lower = unit >= 65 && unit <= 90 ? unit + 32 : unit;
  const length = load<u32>(letters);
  for (let i: u32 = 0; i < length; i++) if (<u32>load<u16>(letters + 4 + (i << 1)) === lower) return true;
  return false;
}
