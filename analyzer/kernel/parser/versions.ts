import { realloc } from "../memory";
import { scannerStateOf } from "./nodes";
import { areEqual } from "./scanner";
import { entryPrecedence, joinEntries, positionOf, stateOf } from "./stack";

/** Ways of reading the text so far, each the top of a stack: many where the grammar needs more text to decide. */

enum At {
  Entry = 0,
  /** Last external leaf before it. */
  Scanned = 4,
  Status = 8,
}
const RECORD_BYTES: u32 = 12;
/** More than these are given up: a grammar has some where it must. */
export const MOST_VERSIONS: u32 = 6;
/** What fits while a step is taken. */
const MOST_AT_ONCE: u32 = 128;

export const ACTIVE: u32 = 0;
/** It met a token that it cannot take: an error, unless another version can. */
export const PAUSED: u32 = 1;
/** It is to be removed. */
export const HALTED: u32 = 2;

let base: usize = 0;
export let versionCount: u32 = 0;

export function openVersions(entry: u32): void {
  if (base === 0) base = realloc(0, RECORD_BYTES * MOST_AT_ONCE);
  versionCount = 0;
  addVersion(entry, 0);
}

/** Whether there is room for as many more. */
export function fits(more: u32): bool {
  return versionCount + more <= MOST_AT_ONCE;
}

export function addVersion(entry: u32, scanned: u32): u32 {
  const version = versionCount++;
  setEntry(version, entry);
  setScanned(version, scanned);
  setStatus(version, ACTIVE);
  return version;
}

export function entryOf(version: u32): u32 {
  return load<u32>(base + version * RECORD_BYTES, At.Entry);
}

export function setEntry(version: u32, entry: u32): void {
  store<u32>(base + version * RECORD_BYTES, entry, At.Entry);
}

export function scannedOf(version: u32): u32 {
  return load<u32>(base + version * RECORD_BYTES, At.Scanned);
}

export function setScanned(version: u32, leaf: u32): void {
  store<u32>(base + version * RECORD_BYTES, leaf, At.Scanned);
}

export function statusOf(version: u32): u32 {
  return load<u32>(base + version * RECORD_BYTES, At.Status);
}

export function setStatus(version: u32, status: u32): void {
  store<u32>(base + version * RECORD_BYTES, status, At.Status);
}

export function countHalted(): u32 {
  let count: u32 = 0;
  for (let version: u32 = 0; version < versionCount; version++) if (statusOf(version) === HALTED) count++;
  return count;
}

export function removeVersion(version: u32): void {
  const at = base + version * RECORD_BYTES;
  versionCount--;
  memory.copy(at, at + RECORD_BYTES, (versionCount - version) * RECORD_BYTES);
}

/** Puts a later version in the place of an earlier one. */
export function replaceVersion(version: u32, by: u32): void {
  memory.copy(base + version * RECORD_BYTES, base + by * RECORD_BYTES, RECORD_BYTES);
  removeVersion(by);
}

function swapVersions(a: u32, b: u32): void {
  const entry = entryOf(a);
  const scanned = scannedOf(a);
  const status = statusOf(a);
  memory.copy(base + a * RECORD_BYTES, base + b * RECORD_BYTES, RECORD_BYTES);
  setEntry(b, entry);
  setScanned(b, scanned);
  setStatus(b, status);
}

/** Joins two versions that have come to the same state at the same place; the second is gone then. */
export function mergeVersions(into: u32, from: u32): bool {
  if (statusOf(into) !== ACTIVE || statusOf(from) !== ACTIVE) return false;
  const a = entryOf(into);
  const b = entryOf(from);
  if (stateOf(a) !== stateOf(b) || positionOf(a) !== positionOf(b)) return false;
  if (!areEqual(scannerStateOf(scannedOf(into)), scannerStateOf(scannedOf(from)))) return false;
  joinEntries(a, b);
  removeVersion(from);
  return true;
}

/** Removes versions that are worse than others, joins equal ones, and puts those of higher precedence first. */
export function condense(): void {
  for (let i: u32 = 0; i < versionCount; i++) {
    if (statusOf(i) === HALTED) {
      removeVersion(i);
      i--;
      continue;
    }
    // As they are now: what takes this place by being swapped is compared by the values of the one that stood here.
    const isRightPaused = statusOf(i) === PAUSED;
    const precedence = entryPrecedence(entryOf(i));
    for (let j: u32 = 0; j < i; j++) {
      const isLeftPaused = statusOf(j) === PAUSED;
      if (!isLeftPaused && isRightPaused) {
        removeVersion(i);
        i--;
        break;
      }
      if (isLeftPaused && !isRightPaused) {
        removeVersion(j);
        i--;
        j--;
        continue;
      }
      const isRightBetter = precedence > entryPrecedence(entryOf(j));
      if (mergeVersions(j, i)) {
        i--;
        break;
      }
      if (isRightBetter) swapVersions(i, j);
    }
  }
  if (versionCount > MOST_VERSIONS) versionCount = MOST_VERSIONS;
}

/** Whether any version can go on; those that cannot are removed if so. */
export function dropPaused(): bool {
  let isAlive = false;
  for (let version: u32 = 0; version < versionCount; version++)
    if (statusOf(version) === ACTIVE) isAlive = true;
  if (!isAlive) return false;
  for (let version: u32 = 0; version < versionCount; version++) {
    if (statusOf(version) !== PAUSED) continue;
    removeVersion(version);
    version--;
  }
  return true;
}
