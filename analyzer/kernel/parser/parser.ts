import { clearTree } from "../tree";
import { allowSteps, isWithinBudget, takeStep } from "./budget";
import * as language from "./language";
import { isReadOut, openText } from "./lexer";
import {
  bitsOf,
  clearNodes,
  copyLeaf,
  EXTERNAL,
  EXTRA,
  isExtra,
  KEYWORD,
  nodeBytes,
  setBits,
  setSymbol,
  symbolOf,
} from "./nodes";
import { JOINED, reduce, rootOf, TOO_MANY } from "./reduce";
import { clearScanner, closeScanner, openScanner, scannerBytes } from "./scanner";
import { clearStack, forgetLinksAbove, hasLinks, positionOf, push, stackBytes, stateOf } from "./stack";
import { NO_TOKEN, openTokens, readToken, tokenAgain, UNREADABLE } from "./tokens";
import {
  ACTIVE,
  condense,
  dropPaused,
  entryOf,
  HALTED,
  openVersions,
  PAUSED,
  removeVersion,
  replaceVersion,
  scannedOf,
  setEntry,
  setScanned,
  setStatus,
  statusOf,
  versionCount,
} from "./versions";
import { clearWays, sliceVersion } from "./ways";

/**
 * A generalised LR parser for tree-sitter's tables, without recovery from errors: it gives the very tree that tree-sitter gives for a
 * text without any, and no tree for every other text. Versions are taken, joined and chosen in tree-sitter's order (`parser.c`, 0.27).
 */

enum Kind {
  Shift = 0,
  Reduce = 1,
  Accept = 2,
}
/** Members of a shifting `TSParseAction`. */
enum Shift {
  State = 2,
  IsExtra = 4,
  IsRepetition = 5,
}
const FIRST_STATE: u32 = 1;
/** tree-sitter skips it at the very beginning; texts are given without. */
const BYTE_ORDER_MARK: u32 = 0xfeff;
/** Nodes, stack entries and states of the scanner of one text, in bytes; a mebibyte of code fills a quarter. */
const MOST_BYTES: u32 = 128 << 20;

/** Best tree so far, 0 for none. */
let finished: u32 = 0;

/**
 * Reads a text of UTF-16 units into a tree.
 * @returns the root, 0 when the text has an error or needs too many versions or steps
 */
export function parse(grammar: usize, text: usize, bytes: u32): u32 {
  if (bytes > 0 && <u32>load<u16>(text) === BYTE_ORDER_MARK) return 0;
  language.use(grammar);
  openText(text, bytes);
  forget();
  openScanner();
  openTokens();
  openVersions(push(0, 0, FIRST_STATE));
  finished = 0;
  allowSteps(bytes >> 1);
  const root = run();
  closeScanner();
  if (root === 0) forget();
  return root;
}

/** Forgets the text before, and gives back what it needed beyond others. */
function forget(): void {
  clearNodes();
  clearStack();
  clearScanner();
  clearWays();
  clearTree();
}

function run(): u32 {
  let furthest: u32 = 0;
  while (true) {
    for (let version: u32 = 0; version < versionCount; version++) {
      while (statusOf(version) === ACTIVE) {
        if (!advance(version)) return 0;
        const position = positionOf(entryOf(version));
        if (position > furthest || (version > 0 && position === furthest)) {
          furthest = position;
          break;
        }
      }
    }
    if (versionCount === 1 && statusOf(0) === ACTIVE) continue;
    condense();
    if (!dropPaused()) return isWithinBudget() ? finished : 0;
  }
}

/** Whether the text has filled what a text may. */
function isCrowded(): bool {
  return nodeBytes() + stackBytes() + scannerBytes() > MOST_BYTES;
}

/** Takes a version over one token. Answers false when the text is given up. */
function advance(version: u32): bool {
  let state = stateOf(entryOf(version));
  const position = positionOf(entryOf(version));
  let token = tokenAgain(position, state, scannedOf(version));
  if (token === NO_TOKEN) token = readToken(position, state, scannedOf(version));
  while (true) {
    if (isReadOut() || isCrowded() || !takeStep()) return false;
    if (token === UNREADABLE) {
      setStatus(version, PAUSED);
      return true;
    }
    const list = language.actionsOf(state, token === NO_TOKEN ? 0 : symbolOf(token));
    const count = language.actionCount(list);
    let reduced: u32 = JOINED;
    let didReduce = false;
    for (let i: u32 = 1; i <= count; i++) {
      const action = list + i * language.ACTION_BYTES;
      const kind: u32 = load<u8>(action);
      if (kind === Kind.Shift) {
        if (load<u8>(action, Shift.IsRepetition) !== 0) continue;
        if (load<u8>(action, Shift.IsExtra) !== 0) shift(version, token, state, true);
        else shift(version, token, load<u16>(action, Shift.State), false);
        return true;
      }
      if (kind === Kind.Accept) return accept(version, token);
      if (kind !== Kind.Reduce) return false;
      const made = reduce(version, action, count === 1, token === NO_TOKEN);
      if (made === TOO_MANY) return false;
      if (made !== JOINED) reduced = made;
      didReduce = true;
    }
    if (reduced !== JOINED) {
      if (reduced !== version) replaceVersion(version, reduced);
      if (hasLinks() && versionCount === 1) forgetLinksAbove(entryOf(version));
      state = stateOf(entryOf(version));
      if (token === NO_TOKEN) token = readToken(positionOf(entryOf(version)), state, scannedOf(version));
      continue;
    }
    if (didReduce) {
      setStatus(version, HALTED);
      return true;
    }
    const word = wordInstead(token, state);
    if (word === NO_TOKEN) {
      setStatus(version, PAUSED);
      return true;
    }
    token = word;
  }
}

/** A keyword that is not valid here, as a plain word; no token where that is not valid either. */
function wordInstead(token: u32, state: u32): u32 {
  if (token === NO_TOKEN || (bitsOf(token) & KEYWORD) === 0) return NO_TOKEN;
  const symbol = symbolOf(token);
  if (symbol === language.keywordToken || language.isReserved(state, symbol)) return NO_TOKEN;
  if (language.actionCount(language.actionsOf(state, language.keywordToken)) === 0) return NO_TOKEN;
  const word = copyLeaf(token);
  setSymbol(word, language.keywordToken);
  return word;
}

function shift(version: u32, token: u32, state: u32, asExtra: bool): void {
  let leaf = token;
  if (isExtra(token) !== asExtra) {
    leaf = copyLeaf(token);
    setBits(leaf, bitsOf(token) ^ EXTRA);
  }
  setEntry(version, push(entryOf(version), leaf, state));
  if ((bitsOf(leaf) & EXTERNAL) !== 0) setScanned(version, leaf);
}

function accept(version: u32, token: u32): bool {
  setEntry(version, push(entryOf(version), token, FIRST_STATE));
  const root = rootOf(version, finished);
  if (root === TOO_MANY) return false;
  finished = root;
  removeVersion(sliceVersion(0));
  setStatus(version, HALTED);
  return true;
}
