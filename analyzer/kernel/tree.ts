import { realloc } from "./memory";

/** The tree of one file as the arrays of `FlatTree` (`syntax/flatTree.ts`), one after the other, each with room for as many nodes. */

export const NO_NODE: i32 = -1;
export const ERROR_SYMBOL: u32 = 0xffff;
/** Bits of `NodeFlag`. */
export const NAMED: u32 = 1;
export const MISSING: u32 = 2;

/** Bytes of a node before each array: those of wide elements come first. */
enum Before {
  Ends = 4,
  Rows = 8,
  Parents = 12,
  Lasts = 16,
  Symbols = 20,
  Fields = 22,
  Flags = 24,
  All = 25,
}

export let count: u32 = 0;
/** Nodes that each array has room for. */
export let room: u32 = 0;
let arrays: usize = 0;
let ends: usize = 0;
let rows: usize = 0;
let parents: usize = 0;
let lasts: usize = 0;
let symbols: usize = 0;
let fields: usize = 0;
let flags: usize = 0;

/** Nodes that there is always room for, and those beyond which room is not kept for the next file. */
export const LEAST_ROOM: u32 = 1 << 14;
export const MOST_KEPT: u32 = 1 << 18;

/** Empties the tree. */
export function clearTree(): void {
  count = 0;
  if (room > MOST_KEPT) resize(LEAST_ROOM);
}

/** Makes room for a tree that is written from outside. */
export function makeRoom(nodes: u32): void {
  clearTree();
  if (room < nodes) resize(nodes);
  count = nodes;
}

export function nodeCount(): u32 {
  return count;
}

/** Address of the first array. */
export function arraysAt(): usize {
  return arrays;
}

/** Nodes that each array has room for. */
export function arraysRoom(): u32 {
  return room;
}

/** Adds a leaf behind all nodes. */
export function addNode(symbol: u32, field: u32, flag: u32, parent: i32): u32 {
  if (count === room) grow();
  const node = count++;
  store<i32>(parents + (node << 2), parent);
  store<u32>(lasts + (node << 2), node);
  store<u16>(symbols + (node << 1), symbol);
  store<u16>(fields + (node << 1), field);
  store<u8>(flags + node, flag);
  return node;
}

export function setExtent(node: u32, start: u32, end: u32, row: u32): void {
  store<u32>(arrays + (node << 2), start);
  store<u32>(ends + (node << 2), end);
  store<u32>(rows + (node << 2), row);
}

export function setLast(node: u32, last: u32): void {
  store<u32>(lasts + (node << 2), last);
}

/** Offset of the first UTF-16 unit. */
export function startOf(node: u32): u32 {
  return load<u32>(arrays + (node << 2));
}

/** Offset after the last UTF-16 unit. */
export function endOf(node: u32): u32 {
  return load<u32>(ends + (node << 2));
}

/** 0-based line of the first unit. */
export function rowOf(node: u32): u32 {
  return load<u32>(rows + (node << 2));
}

export function parentOf(node: u32): i32 {
  return load<i32>(parents + (node << 2));
}

/** Last descendant, the node itself for a leaf. */
export function lastOf(node: u32): u32 {
  return load<u32>(lasts + (node << 2));
}

export function isLeaf(node: u32): bool {
  return lastOf(node) === node;
}

export function symbolOf(node: u32): u32 {
  return load<u16>(symbols + (node << 1));
}

export function fieldOf(node: u32): u32 {
  return load<u16>(fields + (node << 1));
}

export function flagsOf(node: u32): u32 {
  return load<u8>(flags + node);
}

export function isNamed(node: u32): bool {
  return (flagsOf(node) & NAMED) !== 0;
}

/** Twice as much room, with what is there. */
function grow(): void {
  const old = room;
  resize(max<u32>(LEAST_ROOM, old * 2));
  // From the last, so that none is written over before it is moved.
  move(flags, Before.Flags, old, 1);
  move(fields, Before.Fields, old, 2);
  move(symbols, Before.Symbols, old, 2);
  move(lasts, Before.Lasts, old, 4);
  move(parents, Before.Parents, old, 4);
  move(rows, Before.Rows, old, 4);
  move(ends, Before.Ends, old, 4);
}

/** Moves an array from where it lay among smaller ones. */
function move(to: usize, before: u32, old: u32, elementBytes: u32): void {
  memory.copy(to, arrays + old * before, old * elementBytes);
}

function resize(nodes: u32): void {
  arrays = realloc(arrays, nodes * Before.All);
  room = nodes;
  ends = arrays + nodes * Before.Ends;
  rows = arrays + nodes * Before.Rows;
  parents = arrays + nodes * Before.Parents;
  lasts = arrays + nodes * Before.Lasts;
  symbols = arrays + nodes * Before.Symbols;
  fields = arrays + nodes * Before.Fields;
  flags = arrays + nodes * Before.Flags;
}
