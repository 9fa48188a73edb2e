import { newPile } from "./memory";
import { comments } from "./outline/outline";
import { isSpace, lineCount, lineStart, rowAt, unitAt } from "./text";
import { count, ERROR_SYMBOL, endOf, flagsOf, MISSING, rowOf, startOf, symbolOf } from "./tree";

/** What the lines of one file are: code, comment or blank, each line one of them. */

export let codeLines: u32 = 0;
export let commentLines: u32 = 0;

/** Code lines before each line, with one more entry than lines. */
export const codeBefore = newPile();
/** Errors opened minus errors closed, by line. */
const changes = newPile();

/**
 * Tells code, comment and blank lines apart: a line is blank when it holds white space only, wherever it
 * stands, and code when anything on it is outside of the comments.
 */
export function classifyLines(): void {
  codeLines = 0;
  commentLines = 0;
  codeBefore.clear();
  codeBefore.add((lineCount + 1) << 2);
  let next: u32 = 0;
  for (let row: u32 = 0; row < lineCount; row++) {
    store<u32>(codeBefore.base + (row << 2), codeLines);
    const end = lineStart(row + 1);
    let isComment = false;
    for (let at = lineStart(row); at < end; at++) {
      if (isSpace(unitAt(at))) continue;
      while (next < comments.used && endOf(commentAt(next)) <= at) next += 4;
      if (next >= comments.used || startOf(commentAt(next)) > at) {
        codeLines++;
        isComment = false;
        break;
      }
      isComment = true;
      at = endOf(commentAt(next)) - 1;
    }
    if (isComment) commentLines++;
  }
  store<u32>(codeBefore.base + (lineCount << 2), codeLines);
}

function commentAt(place: u32): u32 {
  return load<u32>(comments.base + place);
}

/** Code lines from one line to another, both 0-based and inclusive. */
export function codeLinesBetween(firstRow: u32, lastRow: u32): u32 {
  return codeLinesBefore(min<u32>(lastRow + 1, lineCount)) - codeLinesBefore(min<u32>(firstRow, lineCount));
}

function codeLinesBefore(row: u32): u32 {
  return load<u32>(codeBefore.base + (row << 2));
}

/** Lines covered by syntax errors, missing tokens among them. */
export function parseErrorLines(): u32 {
  changes.clear();
  const bytes = (lineCount + 2) << 2;
  changes.add(bytes);
  memory.fill(changes.base, 0, bytes);
  for (let node: u32 = 0; node < count; node++) {
    if (symbolOf(node) !== ERROR_SYMBOL && (flagsOf(node) & MISSING) === 0) continue;
    const firstRow = min<u32>(rowOf(node), max<u32>(lineCount, 1) - 1);
    const end = endOf(node);
    change(firstRow, 1);
    change(max<u32>(firstRow, rowAt(end === 0 ? 0 : end - 1)) + 1, -1);
  }
  let open: i32 = 0;
  let lines: u32 = 0;
  for (let row: u32 = 0; row < lineCount; row++) {
    open += load<i32>(changes.base + (row << 2));
    if (open > 0) lines++;
  }
  return lines;
}

function change(row: u32, by: i32): void {
  const at = changes.base + (row << 2);
  store<i32>(at, load<i32>(at) + by);
}
