import { keptOf, realloc, roomFor, shrink } from "../memory";

/** Syntax nodes of one parse, hidden ones too. A node is the distance of its record from `base`; 0 is no node. */

/** Members of a node's record, in bytes from its beginning. */
enum At {
  Symbol = 0,
  /** Production of an inner node, parse state of a leaf. */
  Production = 2,
  Start = 4,
  End = 8,
  /** Bytes between the end of what is before the node and its start. */
  Padding = 12,
  /** First child, as a distance from `childBase`; of an external leaf the state of the scanner after it. */
  Children = 16,
  ChildCount = 20,
  Precedence = 24,
  Bits = 28,
}
const RECORD_BYTES: u32 = 32;
const CHILD_BYTES: u32 = 4;

export const EXTRA: u32 = 1;
export const KEYWORD: u32 = 2;
export const EXTERNAL: u32 = 4;

// No piles: these are read at every step of the parser, which takes a fifteenth longer with them.
let base: usize = 0;
let room: u32 = 0;
let used: u32 = 0;
let childBase: usize = 0;
let childRoom: u32 = 0;
let childUsed: u32 = 0;

/** Forgets all nodes. The record of no node says that it ends at 0. */
export function clearNodes(): void {
  base = shrink(base, room);
  room = keptOf(room);
  childBase = shrink(childBase, childRoom);
  childRoom = keptOf(childRoom);
  used = 0;
  childUsed = 0;
  addNode(0, 0, 0);
  setExtent(0, 0, 0, 0);
}

/** What the nodes of this text take. */
export function nodeBytes(): u32 {
  return used + childUsed;
}

export function addNode(symbol: u32, production: u32, bits: u32): u32 {
  const node = used;
  used += RECORD_BYTES;
  if (used > room) {
    const more = roomFor(used, room * 2);
    base = realloc(base, more);
    room = more;
  }
  const at = base + node;
  store<u16>(at, symbol, At.Symbol);
  store<u16>(at, production, At.Production);
  store<u32>(at, 0, At.ChildCount);
  store<i32>(at, 0, At.Precedence);
  store<u32>(at, bits, At.Bits);
  return node;
}

export function setExtent(node: u32, start: u32, end: u32, padding: u32): void {
  const at = base + node;
  store<u32>(at, start, At.Start);
  store<u32>(at, end, At.End);
  store<u32>(at, padding, At.Padding);
}

/** A second record for a leaf, so that one may change. */
export function copyLeaf(leaf: u32): u32 {
  const copy = addNode(0, 0, 0);
  memory.copy(base + copy, base + leaf, RECORD_BYTES);
  return copy;
}

/** Room for a node's children, which lie together. */
export function reserveChildren(node: u32, count: u32): void {
  store<u32>(base + node, childUsed, At.Children);
  store<u32>(base + node, count, At.ChildCount);
  childUsed += count * CHILD_BYTES;
  if (childUsed > childRoom) {
    const more = roomFor(childUsed, childRoom * 2);
    childBase = realloc(childBase, more);
    childRoom = more;
  }
}

export function setChild(node: u32, index: u32, child: u32): void {
  store<u32>(childBase + load<u32>(base + node, At.Children) + index * CHILD_BYTES, child);
}

export function childOf(node: u32, index: u32): u32 {
  return load<u32>(childBase + load<u32>(base + node, At.Children) + index * CHILD_BYTES);
}

/** Gives a node the extent of its children; without any it is empty and stands at `position`. */
export function spanChildren(node: u32, position: u32): void {
  const count = childCountOf(node);
  if (count === 0) {
    setExtent(node, position, position, 0);
    return;
  }
  const first = childOf(node, 0);
  setExtent(node, startOf(first), endOf(childOf(node, count - 1)), paddingOf(first));
}

export function symbolOf(node: u32): u32 {
  return load<u16>(base + node, At.Symbol);
}

export function setSymbol(node: u32, symbol: u32): void {
  store<u16>(base + node, symbol, At.Symbol);
}

export function productionOf(node: u32): u32 {
  return load<u16>(base + node, At.Production);
}

export function setProduction(node: u32, production: u32): void {
  store<u16>(base + node, production, At.Production);
}

export function startOf(node: u32): u32 {
  return load<u32>(base + node, At.Start);
}

export function endOf(node: u32): u32 {
  return load<u32>(base + node, At.End);
}

export function paddingOf(node: u32): u32 {
  return load<u32>(base + node, At.Padding);
}

export function childCountOf(node: u32): u32 {
  return load<u32>(base + node, At.ChildCount);
}

export function precedenceOf(node: u32): i32 {
  return load<i32>(base + node, At.Precedence);
}

export function setPrecedence(node: u32, precedence: i32): void {
  store<i32>(base + node, precedence, At.Precedence);
}

export function bitsOf(node: u32): u32 {
  return load<u32>(base + node, At.Bits);
}

export function setBits(node: u32, bits: u32): void {
  store<u32>(base + node, bits, At.Bits);
}

export function isExtra(node: u32): bool {
  return (bitsOf(node) & EXTRA) !== 0;
}

/** State of the scanner after an external leaf, 0 for none. */
export function scannerStateOf(leaf: u32): u32 {
  return (bitsOf(leaf) & EXTERNAL) === 0 ? 0 : load<u32>(base + leaf, At.Children);
}

export function setScannerState(leaf: u32, state: u32): void {
  store<u32>(base + leaf, state, At.Children);
}
