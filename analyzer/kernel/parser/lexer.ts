/** The text and a place in it, as the grammars' lexers see them: `TSLexer` of tree-sitter's `parser.h`, wasm32. */

/** Members of `TSLexer`, in bytes from its beginning; functions are places in the function table. */
enum Lexer {
  Lookahead = 0,
  Result = 4,
  Advance = 8,
  MarkEnd = 12,
  GetColumn = 16,
  IsAtIncludedRangeStart = 20,
  IsAtEnd = 24,
  Log = 28,
}
const LINE_FEED: u32 = 10;
/**
 * Characters that lexers may read for a unit of text, and of any text. Source code takes a handful; where every token looks ahead
 * to the end, a text takes the square of its length.
 */
const READS_PER_UNIT: u32 = 300;
const READS_AT_LEAST: u32 = 20_000_000;

/** Address of the structure that grammars are given. */
export let lexer: usize = 0;
let text: usize = 0;
let textEnd: u32 = 0;
/** Bytes from the beginning of the text, and bytes of the character there. */
let position: u32 = 0;
let width: u32 = 0;
let isMarked: bool = false;
let reads: u32 = 0;
export let tokenStart: u32 = 0;
export let tokenEnd: u32 = 0;
/** A place whose column is known: where it was asked for last. */
let knownPosition: u32 = 0;
let knownColumn: u32 = 0;

/**
 * @param address of a `TSLexer`
 * @param functions place in the function table of the first of `advance`, `markEnd`, `columnOf`, `isAtStart`, `isAtEnd`, `log`
 */
export function arrangeLexer(address: usize, functions: u32): void {
  lexer = address;
  store<u32>(lexer, functions, Lexer.Advance);
  store<u32>(lexer, functions + 1, Lexer.MarkEnd);
  store<u32>(lexer, functions + 2, Lexer.GetColumn);
  store<u32>(lexer, functions + 3, Lexer.IsAtIncludedRangeStart);
  store<u32>(lexer, functions + 4, Lexer.IsAtEnd);
  store<u32>(lexer, functions + 5, Lexer.Log);
}

export function openText(address: usize, bytes: u32): void {
  text = address;
  textEnd = bytes;
  reads = READS_AT_LEAST + (bytes >> 1) * READS_PER_UNIT;
  knownPosition = 0;
  knownColumn = 0;
}

/** Whether lexers have read as often as they may; the text ends for them then, wherever they are. */
export function isReadOut(): bool {
  return reads === 0;
}

/** UTF-16 unit at a place in the text. */
export function unitAt(at: u32): u32 {
  return load<u16>(text + at);
}

/** Begins a token. */
export function startToken(at: u32): void {
  position = at;
  tokenStart = at;
  isMarked = false;
  store<u16>(lexer, 0, Lexer.Result);
  look();
}

/** What the lexer found, after the grammar's function said that it found something. */
export function finishToken(): u32 {
  if (!isMarked) tokenEnd = position;
  if (tokenEnd < tokenStart) tokenStart = tokenEnd;
  return load<u16>(lexer, Lexer.Result);
}

function look(): void {
  if (position >= textEnd) {
    store<i32>(lexer, 0, Lexer.Lookahead);
    return;
  }
  let point = unitAt(position);
  width = 2;
  if ((point & 0xfc00) === 0xd800 && position + 2 < textEnd) {
    const low = unitAt(position + 2);
    if ((low & 0xfc00) === 0xdc00) {
      point = ((point - 0xd800) << 10) + (low - 0xdc00) + 0x10000;
      width = 4;
    }
  }
  store<i32>(lexer, point, Lexer.Lookahead);
}

export function advance(_lexer: usize, isSkipped: u32): void {
  if (position >= textEnd) return;
  if (reads === 0) {
    textEnd = position;
  } else {
    reads--;
    position += width;
  }
  if (isSkipped) tokenStart = position;
  look();
}

export function markEnd(_lexer: usize): void {
  tokenEnd = position;
  isMarked = true;
}

/** Characters since the beginning of the line, counted from the place that was asked for last. */
export function columnOf(_lexer: usize): u32 {
  let column = knownColumn;
  let at = knownPosition;
  for (; at < position; at += 2) column = unitAt(at) === LINE_FEED ? 0 : column + beginsCharacter(at);
  for (; at > position && unitAt(at - 2) !== LINE_FEED; at -= 2) column -= beginsCharacter(at - 2);
  if (at > position) {
    let start = position;
    while (start > 0 && unitAt(start - 2) !== LINE_FEED) start -= 2;
    column = 0;
    for (at = start; at < position; at += 2) column += beginsCharacter(at);
  }
  knownPosition = position;
  knownColumn = column;
  return column;
}

/** 0 for the second half of a character outside the basic plane, else 1. */
function beginsCharacter(at: u32): u32 {
  const isSecond = (unitAt(at) & 0xfc00) === 0xdc00 && at > 0 && (unitAt(at - 2) & 0xfc00) === 0xd800;
  return isSecond ? 0 : 1;
}

export function isAtStart(_lexer: usize): u32 {
  return position === 0 && textEnd > 0 ? 1 : 0;
}

export function isAtEnd(_lexer: usize): u32 {
  return position >= textEnd ? 1 : 0;
}

export function log(_lexer: usize, _format: usize, _values: usize): void {}
