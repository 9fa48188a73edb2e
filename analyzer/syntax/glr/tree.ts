import * as language from "./language";
import { unitAt } from "./lexer";
import { keptOf, realloc, roomFor, shrink } from "./memory";
import { childCountOf, childOf, endOf, isExtra, productionOf, startOf, symbolOf } from "./nodes";

/**
 * Writes a tree as the arrays of `FlatTree`: preorder, hidden nodes left out, aliases and fields applied. The arrays lie one after
 * the other, for as many nodes as there is room.
 */

const LINE_FEED: u32 = 10;
const NO_NODE: i32 = -1;
/** Bits of `NodeFlag`. */
const NAMED: u32 = 1;
/** Bytes of a node in all arrays. */
const NODE_BYTES: u32 = 25;

/** An inner node whose children are being written. */
enum Frame {
  Node = 0,
  NextChild = 4,
  /** Children so far that are no extras: what aliases and fields are numbered by. */
  Position = 8,
  Aliases = 12,
  Fields = 16,
  FieldsEnd = 20,
  /** Field that a hidden node hands down to its children. */
  InheritedField = 24,
  /** The nearest visible node in the arrays. */
  Owner = 28,
  IsVisible = 32,
}
const FRAME_BYTES: u32 = 36;

let frames: usize = 0;
let frameRoom: u32 = 0;
let frameUsed: u32 = 0;

/** Arrays of the tree written last: `starts`, `ends`, `rows`, `parents`, `lasts`, `symbols`, `fields`, `flags`, in this order. */
let arrays: usize = 0;
let room: u32 = 0;
let count: u32 = 0;
let starts: usize = 0;
let ends: usize = 0;
let rows: usize = 0;
let parents: usize = 0;
let lasts: usize = 0;
let symbols: usize = 0;
let fields: usize = 0;
let flags: usize = 0;

let row: u32 = 0;
let rowPosition: u32 = 0;

/** Address of the first array. */
export function arraysAt(): usize {
  return arrays;
}

/** Number of nodes that each array has room for. */
export function arraysRoom(): u32 {
  return room;
}

/** Gives back what one huge tree needed. */
export function clearTree(): void {
  const bytes = room * NODE_BYTES;
  arrays = shrink(arrays, bytes);
  // The arrays lie where they do for a larger room.
  if (keptOf(bytes) < bytes) room = 0;
  frames = shrink(frames, frameRoom);
  frameRoom = keptOf(frameRoom);
}

/** @returns the number of nodes in the arrays */
export function flatten(root: u32): u32 {
  count = 0;
  row = 0;
  rowPosition = 0;
  frameUsed = 0;
  write(root, 0, false);
  while (frameUsed > 0) {
    const frame = frames + frameUsed - FRAME_BYTES;
    const node = load<u32>(frame, Frame.Node);
    const next = load<u32>(frame, Frame.NextChild);
    if (next < childCountOf(node)) {
      store<u32>(frame, next + 1, Frame.NextChild);
      write(childOf(node, next), frame, true);
      continue;
    }
    frameUsed -= FRAME_BYTES;
    if (load<u32>(frame, Frame.IsVisible) !== 0)
      store<u32>(lasts + (load<u32>(frame, Frame.Owner) << 2), count - 1);
  }
  return count;
}

function write(node: u32, frame: usize, hasFrame: bool): void {
  let symbol = symbolOf(node);
  let isShown = language.isVisible(symbol);
  let field: u32 = 0;
  if (hasFrame && !isExtra(node)) {
    const position = load<u32>(frame, Frame.Position);
    const aliases: usize = load<u32>(frame, Frame.Aliases);
    const alias: u32 = aliases === 0 ? 0 : load<u16>(aliases + (position << 1));
    if (alias !== 0) {
      symbol = alias;
      isShown = true;
    }
    field = fieldAt(frame, position);
    store<u32>(frame, position + 1, Frame.Position);
  }
  const owner: i32 = hasFrame ? load<i32>(frame, Frame.Owner) : NO_NODE;
  const shown = isShown ? add(node, symbol, field, owner) : owner;
  if (childCountOf(node) > 0) open(node, shown, isShown, isShown ? 0 : field);
}

function fieldAt(frame: usize, position: u32): u32 {
  const end: usize = load<u32>(frame, Frame.FieldsEnd);
  // `TSFieldMapEntry` is {u16 field, u8 child position, bool inherited}; inherited ones belong to hidden children.
  for (let entry: usize = load<u32>(frame, Frame.Fields); entry < end; entry += 4) {
    if (<u32>load<u8>(entry, 2) === position && load<u8>(entry, 3) === 0) return load<u16>(entry);
  }
  return load<u32>(frame, Frame.InheritedField);
}

function open(node: u32, owner: i32, isShown: bool, field: u32): void {
  const at = frameUsed;
  frameUsed += FRAME_BYTES;
  if (frameUsed > frameRoom) {
    frameRoom = roomFor(frameUsed, frameRoom * 2);
    frames = realloc(frames, frameRoom);
  }
  const frame = frames + at;
  const production = productionOf(node);
  const slice = language.fieldSlices + (production << 2);
  const first: usize = language.fieldCount > 0 ? language.fieldEntries + ((<u32>load<u16>(slice)) << 2) : 0;
  const length: u32 = language.fieldCount > 0 ? load<u16>(slice, 2) : 0;
  store<u32>(frame, node, Frame.Node);
  store<u32>(frame, 0, Frame.NextChild);
  store<u32>(frame, 0, Frame.Position);
  store<u32>(
    frame,
    production !== 0 && language.maxAliases > 0
      ? language.aliases + ((production * language.maxAliases) << 1)
      : 0,
    Frame.Aliases,
  );
  store<u32>(frame, first, Frame.Fields);
  store<u32>(frame, first + (length << 2), Frame.FieldsEnd);
  store<u32>(frame, field, Frame.InheritedField);
  store<i32>(frame, owner, Frame.Owner);
  store<u32>(frame, isShown ? 1 : 0, Frame.IsVisible);
}

function add(node: u32, symbol: u32, field: u32, parent: i32): i32 {
  if (count === room) grow();
  const start = startOf(node);
  for (; rowPosition < start; rowPosition += 2) if (unitAt(rowPosition) === LINE_FEED) row++;
  const index = count++;
  const word = index << 2;
  const half = index << 1;
  store<u32>(starts + word, start >> 1);
  store<u32>(ends + word, endOf(node) >> 1);
  store<u32>(rows + word, row);
  store<i32>(parents + word, parent);
  store<u32>(lasts + word, index);
  store<u16>(symbols + half, language.publicSymbol(symbol));
  store<u16>(fields + half, field);
  store<u8>(flags + index, language.isNamed(symbol) ? NAMED : 0);
  return index;
}

function grow(): void {
  const old = room;
  room = max<u32>(1 << 14, room * 2);
  arrays = realloc(arrays, room * NODE_BYTES);
  // From the last, so that none is written over before it is moved.
  flags = moved(24, old, 1);
  fields = moved(22, old, 2);
  symbols = moved(20, old, 2);
  lasts = moved(16, old, 4);
  parents = moved(12, old, 4);
  rows = moved(8, old, 4);
  ends = moved(4, old, 4);
  starts = arrays;
}

/** Moves an array to where it lies among larger ones, and answers that place. */
function moved(before: u32, old: u32, elementBytes: u32): usize {
  const to = arrays + room * before;
  memory.copy(to, arrays + old * before, old * elementBytes);
  return to;
}
