import { realloc } from "./memory";
import * as tree from "./tree";

/** What is found out about each node, beside its tree. Columns that are not needed at the same time lie in the same place. */

enum Before {
  First = 0,
  Second = 4,
  Third = 8,
  Fourth = 12,
  Fifth = 16,
  Sixth = 20,
  Marks = 24,
  Places = 25,
  All = 26,
}

/** A node is a comment, or may be documentation of what is around it. */
export const COMMENT: u32 = 1;
export const DOCSTRING: u32 = 2;

let base: usize = 0;
let room: u32 = 0;

/** Hashes of the texts of named tokens, 0 for other nodes. */
export let leafHashes: usize = 0;
/** In their place, once subtrees are hashed: 1 + the entry of a node in a list of siblings. */
export let listed: usize = 0;

/** While the outline is read, of operators' nodes: 1 + the first node of the boolean expression, through parentheses, and through negations. */
export let runs: usize = 0;
export let expressions: usize = 0;
/** While functions are measured, of first nodes of boolean expressions: operators in them, the last operator, and the function. */
export let operators: usize = 0;
export let lastOperators: usize = 0;
export let owners: usize = 0;
/** While clones are looked for: see `clones/`. */
export let structures: usize = 0;
export let structures2: usize = 0;
export let texts: usize = 0;
export let masses: usize = 0;
export let varieties: usize = 0;

let marks: usize = 0;
let places: usize = 0;

/** Columns for the nodes of the tree; what they hold is garbage, but for marks and places. */
export function openColumns(): void {
  if (tree.count > room || room > tree.MOST_KEPT) {
    const nodes = max<u32>(tree.count, tree.LEAST_ROOM);
    base = realloc(base, nodes * Before.All);
    room = nodes;
    leafHashes = listed = base;
    runs = operators = structures = column(Before.Second);
    expressions = lastOperators = structures2 = column(Before.Third);
    owners = texts = column(Before.Fourth);
    masses = column(Before.Fifth);
    varieties = column(Before.Sixth);
    marks = column(Before.Marks);
    places = column(Before.Places);
  }
  memory.fill(marks, 0, tree.count);
  memory.fill(places, 0, tree.count);
}

function column(before: u32): usize {
  return base + room * before;
}

/** Fills a column of words with zeros. */
export function clearColumn(address: usize): void {
  memory.fill(address, 0, tree.count << 2);
}

export function at(address: usize, node: u32): i32 {
  return load<i32>(address + (node << 2));
}

export function put(address: usize, node: u32, value: i32): void {
  store<i32>(address + (node << 2), value);
}

export function mark(node: u32, bit: u32): void {
  store<u8>(marks + node, <u32>load<u8>(marks + node) | bit);
}

export function isMarked(node: u32, bit: u32): bool {
  return (<u32>load<u8>(marks + node) & bit) !== 0;
}

/** What only its place tells of a node: bits of `clones/part.ts`. */
export function placeOf(node: u32): u32 {
  return load<u8>(places + node);
}

export function setPlace(node: u32, place: u32): void {
  store<u8>(places + node, place);
}
