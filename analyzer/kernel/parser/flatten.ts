import { newPile } from "../memory";
import * as tree from "../tree";
import * as language from "./language";
import { unitAt } from "./lexer";
import { childCountOf, childOf, endOf, isExtra, productionOf, startOf, symbolOf } from "./nodes";

/** Writes a parsed tree in preorder: hidden nodes left out, aliases and fields applied. */

const LINE_FEED: u32 = 10;

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

const frames = newPile();

let row: u32 = 0;
let rowPosition: u32 = 0;

export function flatten(root: u32): void {
  tree.clearTree();
  row = 0;
  rowPosition = 0;
  frames.clear();
  write(root, 0, false);
  while (frames.used > 0) {
    const frame = frames.base + frames.used - FRAME_BYTES;
    const node = load<u32>(frame, Frame.Node);
    const next = load<u32>(frame, Frame.NextChild);
    if (next < childCountOf(node)) {
      store<u32>(frame, next + 1, Frame.NextChild);
      write(childOf(node, next), frame, true);
      continue;
    }
    frames.used -= FRAME_BYTES;
    if (load<u32>(frame, Frame.IsVisible) !== 0) tree.setLast(load<u32>(frame, Frame.Owner), tree.count - 1);
  }
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
  const owner: i32 = hasFrame ? load<i32>(frame, Frame.Owner) : tree.NO_NODE;
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
  const frame = frames.add(FRAME_BYTES);
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
  const start = startOf(node);
  for (; rowPosition < start; rowPosition += 2) if (unitAt(rowPosition) === LINE_FEED) row++;
  const shown = tree.addNode(
    language.publicSymbol(symbol),
    field,
    language.isNamed(symbol) ? tree.NAMED : 0,
    parent,
  );
  tree.setExtent(shown, start >> 1, endOf(node) >> 1, row);
  return shown;
}
