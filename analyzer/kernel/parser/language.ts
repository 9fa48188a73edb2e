import { realloc } from "../memory";

/**
 * What the parser reads of a grammar's tables: `TSLanguage` of tree-sitter's `parser.h`, wasm32, ABI 14 and 15.
 * One grammar at a time; `use` chooses it.
 */

/** Members of `TSLanguage`, in bytes from its beginning. */
enum At {
  Abi = 0,
  SymbolCount = 4,
  TokenCount = 12,
  ExternalTokenCount = 16,
  LargeStateCount = 24,
  FieldCount = 32,
  MaxAliases = 36,
  ParseTable = 40,
  SmallTable = 44,
  SmallTableMap = 48,
  Actions = 52,
  FieldSlices = 64,
  FieldEntries = 68,
  SymbolMetadata = 72,
  PublicSymbols = 76,
  Aliases = 84,
  LexModes = 88,
  LexFunction = 92,
  KeywordFunction = 96,
  KeywordToken = 100,
  ScannerStates = 104,
  ScannerSymbols = 108,
  ScannerCreate = 112,
  ScannerDestroy = 116,
  ScannerScan = 120,
  ScannerSerialize = 124,
  ScannerDeserialize = 128,
  ReservedWords = 140,
  ReservedSetSize = 144,
}

/** First ABI whose lexer modes name a set of reserved words. */
const ABI_WITH_RESERVED_WORDS: u32 = 15;
/** Lexer state of a parse state that takes no token: the end of an extra that is no terminal. */
export const NO_LEX_STATE: u32 = 0xffff;
/** Bytes of a `TSParseActionEntry`, of a list's head and of each of its actions. */
export const ACTION_BYTES: u32 = 8;

/** Entries of small tables that were looked up last: a key of state and symbol, and the entry. */
const PLACES: u32 = 1 << 12;
const KEY_PRIME: u32 = 61;
const found = realloc(0, PLACES << 3);

let used: usize = 0;
let symbolCount: u32 = 0;
let tokenCount: u32 = 0;
let largeStateCount: u32 = 0;
let parseTable: usize = 0;
let smallTable: usize = 0;
let smallTableMap: usize = 0;
let actions: usize = 0;
let lexModes: usize = 0;
let lexModeBytes: u32 = 0;
let reservedWords: usize = 0;
let reservedSetSize: u32 = 0;
let symbolMetadata: usize = 0;
let publicSymbols: usize = 0;
let externalSymbols: usize = 0;
let scannerStates: usize = 0;
let externalTokenCount: u32 = 0;

export let fieldCount: u32 = 0;
export let fieldSlices: usize = 0;
export let fieldEntries: usize = 0;
export let aliases: usize = 0;
export let maxAliases: u32 = 0;
export let keywordToken: u32 = 0;
/** Functions of the grammar by their place in the function table, 0 for none. */
export let lexFunction: u32 = 0;
export let keywordFunction: u32 = 0;
export let scannerCreate: u32 = 0;
export let scannerDestroy: u32 = 0;
export let scannerScan: u32 = 0;
export let scannerSerialize: u32 = 0;
export let scannerDeserialize: u32 = 0;

export function use(language: usize): void {
  if (used === language) return;
  used = language;
  // No state and symbol have this key: there are fewer of both.
  memory.fill(found, 0xff, PLACES << 3);
  symbolCount = load<u32>(language, At.SymbolCount);
  tokenCount = load<u32>(language, At.TokenCount);
  externalTokenCount = load<u32>(language, At.ExternalTokenCount);
  largeStateCount = load<u32>(language, At.LargeStateCount);
  fieldCount = load<u32>(language, At.FieldCount);
  maxAliases = load<u16>(language, At.MaxAliases);
  parseTable = load<u32>(language, At.ParseTable);
  smallTable = load<u32>(language, At.SmallTable);
  smallTableMap = load<u32>(language, At.SmallTableMap);
  actions = load<u32>(language, At.Actions);
  fieldSlices = load<u32>(language, At.FieldSlices);
  fieldEntries = load<u32>(language, At.FieldEntries);
  symbolMetadata = load<u32>(language, At.SymbolMetadata);
  publicSymbols = load<u32>(language, At.PublicSymbols);
  aliases = load<u32>(language, At.Aliases);
  lexModes = load<u32>(language, At.LexModes);
  lexFunction = load<u32>(language, At.LexFunction);
  keywordFunction = load<u32>(language, At.KeywordFunction);
  keywordToken = load<u16>(language, At.KeywordToken);
  scannerStates = load<u32>(language, At.ScannerStates);
  externalSymbols = load<u32>(language, At.ScannerSymbols);
  scannerCreate = load<u32>(language, At.ScannerCreate);
  scannerDestroy = load<u32>(language, At.ScannerDestroy);
  scannerScan = load<u32>(language, At.ScannerScan);
  scannerSerialize = load<u32>(language, At.ScannerSerialize);
  scannerDeserialize = load<u32>(language, At.ScannerDeserialize);
  const hasReservedWords = load<u32>(language, At.Abi) >= ABI_WITH_RESERVED_WORDS;
  lexModeBytes = hasReservedWords ? 6 : 4;
  reservedWords = load<u32>(language, At.ReservedWords);
  reservedSetSize = hasReservedWords ? load<u16>(language, At.ReservedSetSize) : 0;
}

/** Table entry of a symbol in a state: the next state of a nonterminal, the action list of a terminal; 0 for none. */
export function lookUp(state: u32, symbol: u32): u32 {
  if (state < largeStateCount) return load<u16>(parseTable + ((state * symbolCount + symbol) << 1));
  const key = (state << 16) | symbol;
  const place = found + (((state * KEY_PRIME + symbol) & (PLACES - 1)) << 3);
  if (load<u32>(place) === key) return load<u32>(place, 4);
  const value = lookUpSmall(state, symbol);
  store<u32>(place, key);
  store<u32>(place, value, 4);
  return value;
}

/** The same, in a small table: groups of symbols that have the same entry. */
function lookUpSmall(state: u32, symbol: u32): u32 {
  let at: usize = smallTable + (load<u32>(smallTableMap + ((state - largeStateCount) << 2)) << 1);
  let groups: u32 = load<u16>(at);
  at += 2;
  while (groups-- > 0) {
    const value: u32 = load<u16>(at);
    const end: usize = at + 4 + ((<u32>load<u16>(at, 2)) << 1);
    for (at += 4; at < end; at += 2) if (<u32>load<u16>(at) === symbol) return value;
  }
  return 0;
}

/** Address of the actions of a terminal in a state. */
export function actionsOf(state: u32, symbol: u32): usize {
  return actions + lookUp(state, symbol) * ACTION_BYTES;
}

/** Number of actions at an address from {@link actionsOf}. */
export function actionCount(list: usize): u32 {
  return load<u8>(list);
}

/** Whether a token found in another state may be used with these actions. */
export function isReusable(list: usize): bool {
  return load<u8>(list, 1) !== 0;
}

/** State after a symbol, 0 for none. */
export function nextState(state: u32, symbol: u32): u32 {
  if (symbol >= tokenCount) return lookUp(state, symbol);
  const list = actionsOf(state, symbol);
  const count = actionCount(list);
  if (count === 0) return 0;
  const last = list + count * ACTION_BYTES;
  if (load<u8>(last) !== 0) return 0;
  return load<u8>(last, 4) !== 0 ? state : load<u16>(last, 2);
}

export function lexState(state: u32): u32 {
  return load<u16>(lexModes + state * lexModeBytes);
}

/** State of the grammar's own scanner, 0 where it is not asked. */
export function externalState(state: u32): u32 {
  return load<u16>(lexModes + state * lexModeBytes, 2);
}

export function reservedSet(state: u32): u32 {
  return lexModeBytes < 6 ? 0 : load<u16>(lexModes + state * lexModeBytes, 4);
}

export function isReserved(state: u32, symbol: u32): bool {
  const set = reservedSet(state);
  if (set === 0) return false;
  let at: usize = reservedWords + ((set * reservedSetSize) << 1);
  const end: usize = at + (reservedSetSize << 1);
  for (; at < end; at += 2) {
    const word: u32 = load<u16>(at);
    if (word === symbol) return true;
    if (word === 0) return false;
  }
  return false;
}

/** Address of the flags that tell a scanner which of its tokens a state takes. */
export function validExternalTokens(state: u32): usize {
  return scannerStates + state * externalTokenCount;
}

export function hasScanner(): bool {
  return scannerStates !== 0;
}

export function externalSymbol(index: u32): u32 {
  return load<u16>(externalSymbols + (index << 1));
}

export function isVisible(symbol: u32): bool {
  return load<u8>(symbolMetadata + symbol * 3) !== 0;
}

export function isNamed(symbol: u32): bool {
  return load<u8>(symbolMetadata + symbol * 3, 1) !== 0;
}

/** The symbol that stands for all symbols of one name. */
export function publicSymbol(symbol: u32): u32 {
  return load<u16>(publicSymbols + (symbol << 1));
}
