import { ascend, descend, takeStep } from "./budget";
import * as language from "./language";
import {
  addNode,
  childCountOf,
  childOf,
  EXTRA,
  isExtra,
  precedenceOf,
  productionOf,
  reserveChildren,
  setBits,
  setChild,
  setPrecedence,
  setProduction,
  spanChildren,
  symbolOf,
} from "./nodes";
import { belowOf, dropAbove, hasLinks, nodeOf, positionOf, push, stateOf } from "./stack";
import {
  countHalted,
  entryOf,
  MOST_VERSIONS,
  mergeVersions,
  removeVersion,
  setEntry,
  versionCount,
} from "./versions";
import {
  addCell,
  cellNext,
  cellNode,
  clearCells,
  popWays,
  sliceCount,
  sliceList,
  sliceVersion,
  TO_THE_BOTTOM,
} from "./ways";

/** Members of a reducing `TSParseAction`. */
enum Action {
  ChildCount = 1,
  Symbol = 2,
  Precedence = 4,
  Production = 6,
}
/** Versions beyond the most that may exist for a moment. */
const MOST_VERSIONS_OVER: u32 = 4;

/** The reduction left no version of its own: all it made were joined with others. */
export const JOINED: u32 = u32.MAX_VALUE;
/** There are more ways down than are followed. */
export const TOO_MANY: u32 = u32.MAX_VALUE - 1;

let symbol: u32 = 0;
let childCount: u32 = 0;
let precedence: i32 = 0;
let production: u32 = 0;
/** Whether the node is an extra if it leaves the state as it is. */
let endsExtra: bool = false;

/**
 * Makes a node of what lies on top of a version's stack and puts it there instead.
 * @param isOnly whether the table has no other action here
 * @returns the first version that was made (the very one, where there is but one way), {@link JOINED} or {@link TOO_MANY}
 */
export function reduce(version: u32, action: usize, isOnly: bool, isEndOfExtra: bool): u32 {
  childCount = load<u8>(action, Action.ChildCount);
  symbol = load<u16>(action, Action.Symbol);
  precedence = load<i16>(action, Action.Precedence);
  production = load<u16>(action, Action.Production);
  endsExtra = isEndOfExtra;
  if (isOnly && versionCount === 1 && !hasLinks()) {
    setEntry(version, reduceOnly(entryOf(version)));
    return version;
  }
  return reduceAll(version);
}

/** Where there is one way down and nobody else's entries on it. */
function reduceOnly(top: u32): u32 {
  let entry = top;
  let extras: u32 = 0;
  if (childCount > 0 && isExtra(nodeOf(entry))) {
    clearCells();
    // Comments behind a hundred nested ends are moved a hundred times.
    for (; isExtra(nodeOf(entry)) && takeStep(); entry = belowOf(entry))
      extras = addCell(nodeOf(entry), extras);
  }
  let bottom = entry;
  let children: u32 = 0;
  for (let seen: u32 = 0; seen < childCount; bottom = belowOf(bottom)) {
    if (!isExtra(nodeOf(bottom))) seen++;
    children++;
  }
  const parent = addNode(symbol, production, 0);
  reserveChildren(parent, children);
  let sum = precedence;
  let from = entry;
  for (let i = children; i > 0; i--) {
    const child = nodeOf(from);
    setChild(parent, i - 1, child);
    sum += precedenceOf(child);
    from = belowOf(from);
  }
  spanChildren(parent, positionOf(bottom));
  setPrecedence(parent, sum);
  const state = stateOf(bottom);
  const next = language.lookUp(state, symbol);
  if (endsExtra && next === state) setBits(parent, EXTRA);
  dropAbove(bottom);
  return pushExtras(push(bottom, parent, next), extras, next);
}

function reduceAll(version: u32): u32 {
  const initial = versionCount;
  if (!popWays(version, childCount)) return TOO_MANY;
  const halted = countHalted();
  let removed: u32 = 0;
  for (let slice: u32 = 0; slice < sliceCount; slice++) {
    const target = sliceVersion(slice) - removed;
    if (target > MOST_VERSIONS + MOST_VERSIONS_OVER + halted) {
      const dropped = sliceVersion(slice);
      while (slice + 1 < sliceCount && sliceVersion(slice + 1) === dropped) slice++;
      removeVersion(target);
      removed++;
      continue;
    }
    const bottom = entryOf(target);
    let list = sliceList(slice);
    let parent = parentOf(list, bottom);
    while (slice + 1 < sliceCount && sliceVersion(slice + 1) - removed === target) {
      slice++;
      const other = sliceList(slice);
      const candidate = parentOf(other, bottom);
      if (!isBetter(candidate, parent)) continue;
      parent = candidate;
      list = other;
    }
    setPrecedence(parent, precedenceOf(parent) + precedence);
    const state = stateOf(bottom);
    const next = language.lookUp(state, symbol);
    if (endsExtra && next === state) setBits(parent, EXTRA);
    setEntry(target, pushExtras(push(bottom, parent, next), extrasOf(list), next));
    for (let other: u32 = 0; other < target; other++) {
      if (other === version || !mergeVersions(other, target)) continue;
      removed++;
      break;
    }
  }
  return versionCount > initial ? initial : JOINED;
}

function pushExtras(onto: u32, extras: u32, state: u32): u32 {
  let entry = onto;
  for (let extra = extras; extra !== 0; extra = cellNext(extra)) entry = push(entry, cellNode(extra), state);
  return entry;
}

/** Where the extras at the end of a list begin, 0 where there are none. */
function extrasOf(list: u32): u32 {
  let extras: u32 = 0;
  for (let cell = list; cell !== 0; cell = cellNext(cell)) {
    if (!isExtra(cellNode(cell))) extras = 0;
    else if (extras === 0) extras = cell;
  }
  return extras;
}

/** A node of those in a list, without the extras at its end. */
function parentOf(list: u32, bottom: u32): u32 {
  const end = extrasOf(list);
  let count: u32 = 0;
  for (let cell = list; cell !== end; cell = cellNext(cell)) count++;
  const parent = addNode(symbol, production, 0);
  reserveChildren(parent, count);
  let sum: i32 = 0;
  let index: u32 = 0;
  for (let cell = list; cell !== end; cell = cellNext(cell)) {
    setChild(parent, index++, cellNode(cell));
    sum += precedenceOf(cellNode(cell));
  }
  spanChildren(parent, positionOf(bottom));
  setPrecedence(parent, sum);
  return parent;
}

/** Whether the first of two readings of one piece of text is to be taken: by precedence, else by the order of symbols. */
function isBetter(a: u32, b: u32): bool {
  if (precedenceOf(a) !== precedenceOf(b)) return precedenceOf(a) > precedenceOf(b);
  return compare(a, b) < 0;
}

/** Order of two trees by their symbols and numbers of children, from the top. */
function compare(a: u32, b: u32): i32 {
  if (a === b) return 0;
  if (symbolOf(a) !== symbolOf(b)) return symbolOf(a) < symbolOf(b) ? -1 : 1;
  const count = childCountOf(a);
  if (count !== childCountOf(b)) return count < childCountOf(b) ? -1 : 1;
  if (!descend()) return 0;
  let order = 0;
  for (let i: u32 = 0; i < count && order === 0; i++) order = compare(childOf(a, i), childOf(b, i));
  ascend();
  return order;
}

/**
 * The whole tree of a version that has come to the end: its top node, with the extras around it.
 * @param other root found before, 0 for none
 * @returns the better of the two, {@link TOO_MANY} when there are too many ways
 */
export function rootOf(version: u32, other: u32): u32 {
  if (!popWays(version, TO_THE_BOTTOM)) return TOO_MANY;
  let best = other;
  for (let slice: u32 = 0; slice < sliceCount; slice++) {
    const root = spliceTop(sliceList(slice));
    if (best === 0 || isBetter(root, best)) best = root;
  }
  return best;
}

/** A node like the last of a list that is no extra, with what lies around it in the list among its children. */
function spliceTop(list: u32): u32 {
  let top: u32 = 0;
  let count: u32 = 0;
  for (let cell = list; cell !== 0; cell = cellNext(cell)) {
    count++;
    if (!isExtra(cellNode(cell))) top = cell;
  }
  const inner = cellNode(top);
  const root = addNode(symbolOf(inner), 0, 0);
  setProduction(root, productionOf(inner));
  reserveChildren(root, count - 1 + childCountOf(inner));
  let sum: i32 = 0;
  let index: u32 = 0;
  for (let cell = list; cell !== 0; cell = cellNext(cell)) {
    const node = cellNode(cell);
    if (cell !== top) setChild(root, index++, node);
    else for (let i: u32 = 0; i < childCountOf(inner); i++) setChild(root, index++, childOf(inner, i));
    sum += precedenceOf(node);
  }
  spanChildren(root, 0);
  setPrecedence(root, sum);
  return root;
}
