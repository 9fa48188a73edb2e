import { newPile } from "../memory";
import * as language from "./language";
import { scannerStateOf } from "./nodes";

/** States of a grammar's own scanner, which it writes down after each of its tokens and is given before the next. */

/** A scanner writes no more than this (`TREE_SITTER_SERIALIZATION_BUFFER_SIZE`). */
const MOST_STATE_BYTES: u32 = 1024;

let payload: usize = 0;
const states = newPile();

/** Forgets all states. */
export function clearScanner(): void {
  states.clear();
}

/** State 0 is that of a scanner that has seen nothing. Each begins with its length. */
export function openScanner(): void {
  store<u32>(states.add(4), 0);
  payload =
    language.hasScanner() && language.scannerCreate !== 0 ? call_indirect<usize>(language.scannerCreate) : 0;
}

/** What the states of this text take. */
export function scannerBytes(): u32 {
  return states.used;
}

export function closeScanner(): void {
  if (payload !== 0 && language.scannerDestroy !== 0) call_indirect<void>(language.scannerDestroy, payload);
  payload = 0;
}

/** Whether the scanner, as it was after `leaf`, finds a token that a state takes. */
export function scan(lexer: usize, leaf: u32, externalState: u32): bool {
  const state = states.base + scannerStateOf(leaf);
  const length = load<u32>(state);
  call_indirect<void>(language.scannerDeserialize, payload, state + 4, length);
  return (
    call_indirect<u32>(language.scannerScan, payload, lexer, language.validExternalTokens(externalState)) !==
    0
  );
}

/** The scanner's state now; the very one of `leaf` when they are equal. */
export function stateAfter(leaf: u32): u32 {
  const before = scannerStateOf(leaf);
  const after = states.used;
  const state = states.add(MOST_STATE_BYTES + 4);
  const length = call_indirect<u32>(language.scannerSerialize, payload, state + 4);
  store<u32>(state, length);
  const isKnown = areEqual(before, after);
  states.used = isKnown ? after : after + 4 + ((length + 3) & ~3);
  return isKnown ? before : after;
}

export function areEqual(a: u32, b: u32): bool {
  if (a === b) return true;
  const length = load<u32>(states.base + a);
  if (length !== load<u32>(states.base + b)) return false;
  return memory.compare(states.base + a + 4, states.base + b + 4, length) === 0;
}
