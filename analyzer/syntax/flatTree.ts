/** Bits of {@link FlatTree.flags}. */
export const NodeFlag = { Named: 1, Missing: 2 } as const;

/** Symbol of error nodes in every grammar. */
export const ERROR_SYMBOL = 0xffff;

/** Index of no node: `parent` of the root. */
export const NO_NODE = -1;

/**
 * A syntax tree as parallel arrays in preorder: entry 0 is the root, the descendants of `i` are exactly
 * `i + 1 … last[i]`, and its children are found by hopping from `i + 1` to `last[child] + 1`. Metrics are
 * loops over these arrays. Entries from `count` on are garbage of earlier files.
 */
export interface FlatTree {
  readonly count: number;
  /** Public grammar symbol, aliases applied; {@link ERROR_SYMBOL} for errors. */
  readonly symbol: Uint16Array;
  /** Field id in the parent, 0 for none. */
  readonly field: Uint16Array;
  /** Offset of the first UTF-16 unit. */
  readonly start: Uint32Array;
  /** Offset after the last UTF-16 unit. */
  readonly end: Uint32Array;
  /** 0-based line of the first unit. */
  readonly row: Uint32Array;
  readonly parent: Int32Array;
  /** Last descendant, the node itself for a leaf. */
  readonly last: Uint32Array;
  readonly flags: Uint8Array;
}

/** First child that `accepts`, or {@link NO_NODE}. */
export function findChild(tree: FlatTree, node: number, accepts: (child: number) => boolean): number {
  const end = tree.last[node] ?? 0;
  for (let child = node + 1; child <= end; child = (tree.last[child] ?? child) + 1) {
    if (accepts(child)) return child;
  }
  return NO_NODE;
}

const START_CAPACITY = 1 << 16;
const KEPT_CAPACITY = 1 << 20;

/** Growing storage for a {@link FlatTree}, used again for every file so that decoding allocates nothing. */
export class TreeBuffer implements FlatTree {
  count = 0;
  symbol = new Uint16Array();
  field = new Uint16Array();
  start = new Uint32Array();
  end = new Uint32Array();
  row = new Uint32Array();
  parent = new Int32Array();
  last = new Uint32Array();
  flags = new Uint8Array();

  /**
   * The arrays are replaced once before anybody reads them: V8 takes fields for constants until they change, and
   * would throw away all that it optimised, every metric, when the first large file comes.
   */
  constructor() {
    this.resize(START_CAPACITY);
  }

  /** Empties the tree; storage that one huge file needed is given back. */
  clear(): void {
    this.count = 0;
    if (this.symbol.length > KEPT_CAPACITY) this.resize(START_CAPACITY);
  }

  /** Doubles the room, keeping what is there. */
  grow(): void {
    this.resize(this.symbol.length * 2);
  }

  private resize(capacity: number): void {
    this.symbol = resized(this.symbol, new Uint16Array(capacity));
    this.field = resized(this.field, new Uint16Array(capacity));
    this.start = resized(this.start, new Uint32Array(capacity));
    this.end = resized(this.end, new Uint32Array(capacity));
    this.row = resized(this.row, new Uint32Array(capacity));
    this.parent = resized(this.parent, new Int32Array(capacity));
    this.last = resized(this.last, new Uint32Array(capacity));
    this.flags = resized(this.flags, new Uint8Array(capacity));
  }
}

/** A {@link FlatTree} whose arrays lie one after the other in memory, each with room for as many nodes, those of wide elements first. */
export class TreeView implements FlatTree {
  count = 0;
  start = new Uint32Array();
  end = new Uint32Array();
  row = new Uint32Array();
  parent = new Int32Array();
  last = new Uint32Array();
  symbol = new Uint16Array();
  field = new Uint16Array();
  flags = new Uint8Array();

  /** @param at offset of the first, in bytes */
  look(memory: ArrayBuffer, at: number, room: number): void {
    const { start } = this;
    if (start.buffer === memory && start.byteOffset === at && start.length === room) return;
    let next = at;
    const after = (width: number) => {
      next += room * width;
      return next - room * width;
    };
    this.start = new Uint32Array(memory, after(4), room);
    this.end = new Uint32Array(memory, after(4), room);
    this.row = new Uint32Array(memory, after(4), room);
    this.parent = new Int32Array(memory, after(4), room);
    this.last = new Uint32Array(memory, after(4), room);
    this.symbol = new Uint16Array(memory, after(2), room);
    this.field = new Uint16Array(memory, after(2), room);
    this.flags = new Uint8Array(memory, after(1), room);
  }
}

/** Copies the nodes of a tree to where there is room for them. */
export function copyTree(from: FlatTree, to: FlatTree): void {
  const { count } = from;
  to.start.set(from.start.subarray(0, count));
  to.end.set(from.end.subarray(0, count));
  to.row.set(from.row.subarray(0, count));
  to.parent.set(from.parent.subarray(0, count));
  to.last.set(from.last.subarray(0, count));
  to.symbol.set(from.symbol.subarray(0, count));
  to.field.set(from.field.subarray(0, count));
  to.flags.set(from.flags.subarray(0, count));
}

/** Copies as much of `from` as fits into `to`. */
export function resized<T extends Uint8Array | Uint16Array | Uint32Array | Int32Array>(from: T, to: T): T {
  to.set(from.length > to.length ? from.subarray(0, to.length) : from);
  return to;
}
