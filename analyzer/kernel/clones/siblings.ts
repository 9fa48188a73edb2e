import * as At from "../../common/at";
import * as Clone from "../../common/cloneFloor";
import * as Kind from "../../common/kind";
import * as columns from "../columns";
import { kindOf, member } from "../language";
import { codeLinesBetween } from "../lines";
import { newPile } from "../memory";
import { childAt } from "../selectors";
import { lineCount, lineStart, rowAt } from "../text";
import { count, endOf, isNamed, lastOf, NO_NODE, parentOf, rowOf } from "../tree";
import { counts } from "./hashes";
import { BARRIER, FUNCTION } from "./part";
import { step } from "./work";

/**
 * Finds the lists of siblings that are large enough to hold a clone. A token between two siblings belongs to the
 * second: its hash goes into that node's structure, so that `a + b` is no run of `a - b`. Tokens before the first
 * and after the last belong to none, so that what stands in brackets equals what stands in braces.
 */

const ENTRY_BYTES: u32 = At.EntryWords << 2;
const TOKEN_PRIME: i32 = 0x9e3779b1;

/** The siblings of all lists, one list after the other. */
export const entries = newPile();
export const lists = newPile();
/** Nodes of the list that is being read. */
const siblings = newPile();

/** Visits the nodes that are heavy enough, and their children. */
export function readSiblings(): void {
  entries.clear();
  lists.clear();
  columns.clearColumn(columns.listed);
  let node: u32 = 0;
  while (node < count) {
    step();
    if (columns.at(columns.masses, node) < Clone.Mass || isBarrier(node)) {
      node = lastOf(node) + 1;
    } else if (columns.placeOf(node) === FUNCTION) {
      node = childAt(node, member(At.LanguageBody));
    } else {
      if (!goesOn(node, parentOf(node))) readChildren(node);
      node++;
    }
  }
}

function isBarrier(node: u32): bool {
  return columns.placeOf(node) === BARRIER || (kindOf(node) & Kind.Barrier) !== 0;
}

/** Whether a child goes on with the list of its parent instead of being in it. */
function goesOn(child: u32, parent: i32): bool {
  if ((kindOf(child) & Kind.Chain) === 0 || parent === NO_NODE) return false;
  return (kindOf(parent) & Kind.Chain) !== 0 && lastOf(child) === lastOf(parent);
}

function readChildren(parent: u32): void {
  const end = lastOf(parent);
  let around = parent;
  let mass: i32 = 0;
  let tokens: i32 = 0;
  siblings.clear();
  for (let child = parent + 1; child <= end; ) {
    step();
    const node = child;
    child = lastOf(node) + 1;
    if (!counts(node)) continue;
    if (goesOn(node, around)) {
      around = node;
      child = node + 1;
    } else if (isBarrier(node)) {
      endList(parent, mass);
      mass = 0;
    } else if (!isNamed(node)) {
      tokens = (tokens ^ columns.at(columns.structures, node)) * TOKEN_PRIME;
    } else {
      if (siblings.used > 0)
        columns.put(columns.structures, node, columns.at(columns.structures, node) + tokens);
      store<u32>(siblings.add(4), node);
      mass += columns.at(columns.masses, node);
      tokens = 0;
    }
  }
  endList(parent, mass);
}

/** Keeps the list that was read when it is large enough. */
function endList(parent: u32, mass: i32): void {
  if (mass >= Clone.Mass && hasLines()) {
    for (let at: u32 = 0; at < siblings.used; at += 4) addEntry(siblingAt(at));
    const list = lists.add(At.ListWords << 2);
    store<u32>(list + (At.ListEnd << 2), entries.used / ENTRY_BYTES);
    store<u32>(list + (At.ListOwner << 2), ownerOf(parent));
  }
  siblings.clear();
}

function siblingAt(at: u32): u32 {
  return load<u32>(siblings.base + at);
}

function hasLines(): bool {
  const firstRow = rowOf(siblingAt(0));
  return codeLinesBetween(firstRow, lastRow(siblingAt(siblings.used - 4))) >= <u32>Clone.Lines;
}

function addEntry(node: u32): void {
  const last = lastRow(node);
  const entry = entries.add(ENTRY_BYTES);
  columns.put(columns.listed, node, entries.used / ENTRY_BYTES);
  store<i32>(entry + (At.EntryStructure << 2), columns.at(columns.structures, node));
  store<i32>(entry + (At.EntryStructure2 << 2), columns.at(columns.structures2, node));
  store<i32>(entry + (At.EntryText << 2), columns.at(columns.texts, node));
  store<i32>(entry + (At.EntryMass << 2), columns.at(columns.masses, node));
  store<i32>(entry + (At.EntryVariety << 2), columns.at(columns.varieties, node));
  // An empty node at the end of the text stands on a line that is none.
  store<u32>(entry + (At.EntryFirstRow << 2), min<u32>(rowOf(node), last));
  store<u32>(entry + (At.EntryLastRow << 2), last);
}

/** Python's blocks end after the comments that follow their last statement; what counts ends before them. */
function lastRow(node: u32): u32 {
  let leaf = lastOf(node);
  while (leaf > node && !counts(leaf)) {
    leaf--;
    step();
  }
  const row = rowOf(leaf);
  const stop = endOf(leaf);
  // Beyond the last line stands nothing, but an empty node at the end of the text may say so.
  return row < lineCount && stop <= lineStart(row + 1) ? row : rowAt(stop - 1);
}

/** 1 + the entry that a list in `node` is inside of, 0 for none. */
function ownerOf(node: u32): u32 {
  let around = node;
  while (around > 0 && columns.at(columns.listed, around) === 0) {
    around = parentOf(around);
    step();
  }
  return columns.at(columns.listed, around);
}
