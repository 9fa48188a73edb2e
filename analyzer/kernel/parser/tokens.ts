import * as language from "./language";
import { finishToken, lexer, startToken, tokenEnd, tokenStart } from "./lexer";
import {
  addNode,
  bitsOf,
  EXTERNAL,
  EXTRA,
  endOf,
  KEYWORD,
  productionOf,
  scannerStateOf,
  setExtent,
  setScannerState,
  startOf,
  symbolOf,
} from "./nodes";
import { areEqual, scan, stateAfter } from "./scanner";

/** Tokens of the text, as new leaves. */

/** There is no token to be read in this state. */
export const NO_TOKEN: u32 = 0;
/** No token of the grammar stands here: an error, unless another version of the stack goes on. */
export const UNREADABLE: u32 = u32.MAX_VALUE;
/** State in which every token is taken. */
const ERROR_STATE: u32 = 0;

/** The token read last, where, and after which external leaf: versions at one place share it. */
let last: u32 = 0;
let lastPosition: u32 = 0;
let lastScanned: u32 = 0;

export function openTokens(): void {
  last = NO_TOKEN;
}

/**
 * The token at a place for a parse state.
 * @param scanned last external leaf before it
 */
export function readToken(position: u32, state: u32, scanned: u32): u32 {
  const token = lexToken(position, state, scanned);
  if (token === NO_TOKEN) return token;
  last = token === UNREADABLE ? NO_TOKEN : token;
  lastPosition = position;
  lastScanned = scanned;
  return token;
}

/** The token read last, if reading it anew in this state would give the same. */
export function tokenAgain(position: u32, state: u32, scanned: u32): u32 {
  if (last === NO_TOKEN || lastPosition !== position) return NO_TOKEN;
  if (!areEqual(scannerStateOf(lastScanned), scannerStateOf(scanned))) return NO_TOKEN;
  return isValidIn(last, state) ? last : NO_TOKEN;
}

function isValidIn(token: u32, state: u32): bool {
  const lexState = language.lexState(state);
  if (lexState === language.NO_LEX_STATE) return false;
  const symbol = symbolOf(token);
  const leafState = productionOf(token);
  const list = language.actionsOf(state, symbol);
  if (
    language.actionCount(list) > 0 &&
    language.lexState(leafState) === lexState &&
    language.externalState(leafState) === language.externalState(state) &&
    language.reservedSet(leafState) === language.reservedSet(state) &&
    (symbol !== language.keywordToken || ((bitsOf(token) & KEYWORD) === 0 && leafState === state))
  )
    return true;
  if (startOf(token) === endOf(token) && symbol !== 0) return false;
  return language.externalState(state) === 0 && language.isReusable(list);
}

function lexToken(position: u32, state: u32, scanned: u32): u32 {
  if (language.lexState(state) === language.NO_LEX_STATE) return NO_TOKEN;
  const token = lexIn(position, state, state, scanned);
  return token === UNREADABLE ? lexIn(position, ERROR_STATE, state, scanned) : token;
}

/** @param lexedAs the parse state whose lexer states are used: `state`, or that of errors */
function lexIn(position: u32, lexedAs: u32, state: u32, scanned: u32): u32 {
  const externalState = language.externalState(lexedAs);
  if (externalState !== 0) {
    const token = scanToken(position, state, scanned, externalState, lexedAs === ERROR_STATE);
    if (token !== NO_TOKEN) return token;
  }
  startToken(position);
  if (call_indirect<u32>(language.lexFunction, lexer, language.lexState(lexedAs)) === 0) return UNREADABLE;
  let symbol = finishToken();
  const start = tokenStart;
  const end = tokenEnd;
  let bits: u32 = 0;
  if (symbol !== 0 && symbol === language.keywordToken) {
    startToken(start);
    if (call_indirect<u32>(language.keywordFunction, lexer, 0) !== 0) {
      bits = KEYWORD;
      const keyword = finishToken();
      if (tokenEnd === end && (language.lookUp(state, keyword) !== 0 || language.isReserved(state, keyword)))
        symbol = keyword;
    }
  }
  if (symbol === 0) bits |= EXTRA;
  const token = addNode(symbol, state, bits);
  setExtent(token, start, end, start - position);
  return token;
}

/** A token that the grammar's own scanner finds. */
function scanToken(position: u32, state: u32, scanned: u32, externalState: u32, isError: bool): u32 {
  startToken(position);
  if (!scan(lexer, scanned, externalState)) return NO_TOKEN;
  const symbol = language.externalSymbol(finishToken());
  const after = stateAfter(scanned);
  // Empty tokens that change nothing could come for ever.
  if (
    tokenEnd <= position &&
    after === scannerStateOf(scanned) &&
    (isError || language.nextState(state, symbol) === state)
  )
    return NO_TOKEN;
  const token = addNode(symbol, state, symbol === 0 ? EXTERNAL | EXTRA : EXTERNAL);
  setExtent(token, tokenStart, tokenEnd, tokenStart - position);
  setScannerState(token, after);
  return token;
}
