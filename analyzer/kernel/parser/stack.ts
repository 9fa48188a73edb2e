import { keptOf, realloc, roomFor, shrink } from "../memory";
import { ascend, descend } from "./budget";
import {
  bitsOf,
  childCountOf,
  EXTRA,
  endOf,
  paddingOf,
  precedenceOf,
  scannerStateOf,
  startOf,
  symbolOf,
} from "./nodes";
import { areEqual } from "./scanner";

/**
 * Graph-structured stack. An entry is the distance of its record from `base`, 0 is none. It lies above one entry, with the node
 * between them; where two ways of reading a text come together again, it has further links.
 */
enum At {
  State = 0,
  Below = 4,
  Node = 8,
  Precedence = 12,
  Links = 16,
}
const ENTRY_BYTES: u32 = 20;
/** Members of a further link. */
enum Link {
  Next = 0,
  Below = 4,
  Node = 8,
}
const LINK_BYTES: u32 = 12;
const MOST_FURTHER_LINKS: u32 = 7;

// No piles, for the same reason as nodes.
let base: usize = 0;
let room: u32 = 0;
let used: u32 = 0;
let linkBase: usize = 0;
let linkRoom: u32 = 0;
let linkUsed: u32 = 0;
/** The lowest entry with further links. */
let lowestLinked: u32 = u32.MAX_VALUE;

export function clearStack(): void {
  base = shrink(base, room);
  room = keptOf(room);
  linkBase = shrink(linkBase, linkRoom);
  linkRoom = keptOf(linkRoom);
  used = ENTRY_BYTES;
  forgetLinks();
}

/** What the stack of this text takes. */
export function stackBytes(): u32 {
  return used + linkUsed;
}

export function push(below: u32, node: u32, state: u32): u32 {
  const entry = used;
  used += ENTRY_BYTES;
  if (used > room) {
    const more = roomFor(used, room * 2);
    base = realloc(base, more);
    room = more;
  }
  const at = base + entry;
  store<u32>(at, state, At.State);
  store<u32>(at, below, At.Below);
  store<u32>(at, node, At.Node);
  store<i32>(at, below === 0 ? 0 : entryPrecedence(below) + precedenceOf(node), At.Precedence);
  store<u32>(at, 0, At.Links);
  return entry;
}

/** Gives back what lies above an entry, where nothing else stands on it. */
export function dropAbove(entry: u32): void {
  used = entry + ENTRY_BYTES;
}

export function stateOf(entry: u32): u32 {
  return load<u32>(base + entry, At.State);
}

export function belowOf(entry: u32): u32 {
  return load<u32>(base + entry, At.Below);
}

/** Node between an entry and the one below it, 0 at the bottom. */
export function nodeOf(entry: u32): u32 {
  return load<u32>(base + entry, At.Node);
}

/** Sum of the dynamic precedences of all nodes below: the largest, where there are several ways. */
export function entryPrecedence(entry: u32): i32 {
  return load<i32>(base + entry, At.Precedence);
}

/** Bytes of text before an entry. */
export function positionOf(entry: u32): u32 {
  return endOf(nodeOf(entry));
}

/** First further link of an entry, 0 for none. */
export function linksOf(entry: u32): u32 {
  return load<u32>(base + entry, At.Links);
}

export function nextLink(link: u32): u32 {
  return load<u32>(linkBase + link, Link.Next);
}

export function linkBelow(link: u32): u32 {
  return load<u32>(linkBase + link, Link.Below);
}

export function linkNode(link: u32): u32 {
  return load<u32>(linkBase + link, Link.Node);
}

export function hasLinks(): bool {
  return linkUsed > LINK_BYTES;
}

/** Forgets further links once the only way down from `entry` is below all of them. */
export function forgetLinksAbove(entry: u32): void {
  let at = entry;
  for (let steps = 0; steps < 4 && at >= lowestLinked; steps++) {
    if (linksOf(at) !== 0) return;
    at = belowOf(at);
  }
  if (at < lowestLinked) forgetLinks();
}

function forgetLinks(): void {
  linkUsed = LINK_BYTES;
  lowestLinked = u32.MAX_VALUE;
}

/** Joins two entries of equal state and position: all ways down from the second become ways down from the first. */
export function joinEntries(entry: u32, other: u32): void {
  if (!descend()) return;
  addLink(entry, belowOf(other), nodeOf(other));
  for (let link = linksOf(other); link !== 0; link = nextLink(link))
    addLink(entry, linkBelow(link), linkNode(link));
  ascend();
}

function addLink(entry: u32, below: u32, node: u32): void {
  if (below === entry || below === 0) return;
  const precedence = entryPrecedence(below) + precedenceOf(node);
  if (isCovered(entry, belowOf(entry), nodeOf(entry), 0, below, node, precedence)) return;
  let count: u32 = 0;
  let last: u32 = 0;
  for (let link = linksOf(entry); link !== 0; link = nextLink(link)) {
    if (isCovered(entry, linkBelow(link), linkNode(link), link, below, node, precedence)) return;
    last = link;
    count++;
  }
  if (count === MOST_FURTHER_LINKS) return;
  const added = newLink(below, node);
  if (last === 0) store<u32>(base + entry, added, At.Links);
  else store<u32>(linkBase + last, added, Link.Next);
  lowestLinked = min(lowestLinked, entry);
  raisePrecedence(entry, precedence);
}

/**
 * Whether a link that exists (`link`, 0 for an entry's first) makes another one needless: both lead to the same entry, and the
 * node of higher precedence stays; or to entries that can be joined.
 */
function isCovered(
  entry: u32,
  oldBelow: u32,
  oldNode: u32,
  link: u32,
  below: u32,
  node: u32,
  precedence: i32,
): bool {
  if (!areEquivalent(oldNode, node)) return false;
  if (oldBelow === below) {
    if (precedenceOf(node) > precedenceOf(oldNode)) {
      if (link === 0) store<u32>(base + entry, node, At.Node);
      else store<u32>(linkBase + link, node, Link.Node);
      store<i32>(base + entry, precedence, At.Precedence);
    }
    return true;
  }
  if (stateOf(oldBelow) !== stateOf(below) || positionOf(oldBelow) !== positionOf(below)) return false;
  joinEntries(oldBelow, below);
  raisePrecedence(entry, precedence);
  return true;
}

/** Whether two nodes are the same for all that follows. */
function areEquivalent(a: u32, b: u32): bool {
  if (a === b) return true;
  if (a === 0 || b === 0) return false;
  return (
    symbolOf(a) === symbolOf(b) &&
    paddingOf(a) === paddingOf(b) &&
    endOf(a) - startOf(a) === endOf(b) - startOf(b) &&
    childCountOf(a) === childCountOf(b) &&
    (bitsOf(a) & EXTRA) === (bitsOf(b) & EXTRA) &&
    areEqual(scannerStateOf(a), scannerStateOf(b))
  );
}

function raisePrecedence(entry: u32, precedence: i32): void {
  if (precedence > entryPrecedence(entry)) store<i32>(base + entry, precedence, At.Precedence);
}

function newLink(below: u32, node: u32): u32 {
  const link = linkUsed;
  linkUsed += LINK_BYTES;
  if (linkUsed > linkRoom) {
    const more = roomFor(linkUsed, linkRoom * 2);
    linkBase = realloc(linkBase, more);
    linkRoom = more;
  }
  store<u32>(linkBase + link, 0, Link.Next);
  store<u32>(linkBase + link, below, Link.Below);
  store<u32>(linkBase + link, node, Link.Node);
  return link;
}
