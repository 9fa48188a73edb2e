import { newPile, realloc } from "../memory";
import { takeStep } from "./budget";
import { isExtra } from "./nodes";
import { belowOf, linkBelow, linkNode, linksOf, nextLink, nodeOf } from "./stack";
import { addVersion, entryOf, fits, scannedOf } from "./versions";

/**
 * Ways down the stack, where versions have merged. The nodes on each lie in a list whose first is the lowest: ways that
 * part share what they have in common. A way that ends becomes a slice: a version of its own, or one with others that end at the same entry.
 */

const MOST_WAYS: u32 = 64;
const MOST_SLICES: u32 = 128;
/** Reaches down to the bottom. */
export const TO_THE_BOTTOM: u32 = u32.MAX_VALUE;

enum Way {
  Entry = 0,
  List = 4,
  Seen = 8,
}
enum Slice {
  Version = 0,
  List = 4,
}
enum Cell {
  Node = 0,
  Next = 4,
}
const WAY_BYTES: u32 = 12;
const SLICE_BYTES: u32 = 8;
const CELL_BYTES: u32 = 8;

let ways: usize = 0;
let wayCount: u32 = 0;
let slices: usize = 0;
export let sliceCount: u32 = 0;
const cells = newPile();

/** Pops `count` nodes that are no extras from a version. Answers false when there are more ways than can be followed. */
export function popWays(version: u32, count: u32): bool {
  if (ways === 0) {
    ways = realloc(0, WAY_BYTES * MOST_WAYS);
    slices = realloc(0, SLICE_BYTES * MOST_SLICES);
  }
  clearCells();
  wayCount = 0;
  sliceCount = 0;
  addWay(entryOf(version), 0, 0);
  while (wayCount > 0) {
    const size = wayCount;
    let done: u32 = 0;
    for (let step: u32 = 0; step < size; step++) {
      const at = step - done;
      const entry = wayEntry(at);
      const isBottom = belowOf(entry) === 0;
      const isEnd = count === TO_THE_BOTTOM ? isBottom : waySeen(at) === count;
      if (isEnd && !addSlice(version, entry, wayList(at))) return false;
      if (isEnd || isBottom) {
        removeWay(at);
        done++;
        continue;
      }
      if (!follow(at)) return false;
    }
  }
  return true;
}

/** Takes a way one step down, along all links of its entry. */
function follow(at: u32): bool {
  if (!takeStep()) return false;
  const entry = wayEntry(at);
  const list = wayList(at);
  const seen = waySeen(at);
  for (let link = linksOf(entry); link !== 0; link = nextLink(link)) {
    if (wayCount === MOST_WAYS) return false;
    const node = linkNode(link);
    addWay(linkBelow(link), addCell(node, list), isExtra(node) ? seen : seen + 1);
  }
  const node = nodeOf(entry);
  setWay(at, belowOf(entry), addCell(node, list), isExtra(node) ? seen : seen + 1);
  return true;
}

function addSlice(from: u32, entry: u32, list: u32): bool {
  if (sliceCount === MOST_SLICES) return false;
  for (let i = sliceCount; i > 0; i--) {
    const version = sliceVersion(i - 1);
    if (entryOf(version) !== entry) continue;
    const at = slices + i * SLICE_BYTES;
    memory.copy(at + SLICE_BYTES, at, (sliceCount - i) * SLICE_BYTES);
    setSlice(i, version, list);
    sliceCount++;
    return true;
  }
  if (!fits(1)) return false;
  setSlice(sliceCount++, addVersion(entry, scannedOf(from)), list);
  return true;
}

export function sliceVersion(slice: u32): u32 {
  return load<u32>(slices + slice * SLICE_BYTES, Slice.Version);
}

/** List of a slice's nodes, 0 when it has none. */
export function sliceList(slice: u32): u32 {
  return load<u32>(slices + slice * SLICE_BYTES, Slice.List);
}

function setSlice(slice: u32, version: u32, list: u32): void {
  store<u32>(slices + slice * SLICE_BYTES, version, Slice.Version);
  store<u32>(slices + slice * SLICE_BYTES, list, Slice.List);
}

export function cellNode(list: u32): u32 {
  return load<u32>(cells.base + list, Cell.Node);
}

export function cellNext(list: u32): u32 {
  return load<u32>(cells.base + list, Cell.Next);
}

/** Gives back what the ways of one huge text needed. */
export function clearWays(): void {
  cells.clear();
}

export function clearCells(): void {
  cells.used = CELL_BYTES;
}

/** Puts a node in front of a list. */
export function addCell(node: u32, next: u32): u32 {
  const made = cells.used;
  const cell = cells.add(CELL_BYTES);
  store<u32>(cell, node, Cell.Node);
  store<u32>(cell, next, Cell.Next);
  return made;
}

function wayEntry(way: u32): u32 {
  return load<u32>(ways + way * WAY_BYTES, Way.Entry);
}

function wayList(way: u32): u32 {
  return load<u32>(ways + way * WAY_BYTES, Way.List);
}

function waySeen(way: u32): u32 {
  return load<u32>(ways + way * WAY_BYTES, Way.Seen);
}

function addWay(entry: u32, list: u32, seen: u32): void {
  setWay(wayCount++, entry, list, seen);
}

function setWay(way: u32, entry: u32, list: u32, seen: u32): void {
  const at = ways + way * WAY_BYTES;
  store<u32>(at, entry, Way.Entry);
  store<u32>(at, list, Way.List);
  store<u32>(at, seen, Way.Seen);
}

function removeWay(way: u32): void {
  const at = ways + way * WAY_BYTES;
  wayCount--;
  memory.copy(at, at + WAY_BYTES, (wayCount - way) * WAY_BYTES);
}
