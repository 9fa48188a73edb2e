import { codeLinesBetween, type LineTable } from "../metrics/lines.js";
import { type FlatTree, NodeFlag } from "../syntax/flatTree.js";
import { rowAt, type Source } from "../syntax/source.js";
import { CLONE_FLOOR } from "./cloneFloor.js";
import { type CloneSyntax, Part } from "./cloneSyntax.js";
import type { SubtreeHashes } from "./subtreeHashes.js";

/** Lists of siblings, one after another. */
export interface SiblingLists {
  readonly nodes: readonly number[];
  /** 0-based rows of each node's first unit and of the last that counts. */
  readonly firstRows: readonly number[];
  readonly lastRows: readonly number[];
  /** Index after the last node of each list. */
  readonly ends: readonly number[];
  /** 1 + index of the innermost node that each list is inside of, 0 for none. */
  readonly owners: readonly number[];
}

interface ListedFile {
  readonly source: Source;
  readonly tree: FlatTree;
  readonly syntax: CloneSyntax;
  readonly lines: LineTable;
  /** Bits of {@link Part} by node, for what only the place of a node tells. */
  readonly places: Uint8Array;
  /** Body of each function. */
  readonly bodies: ReadonlyMap<number, number>;
}

/**
 * Finds the lists of siblings that are large enough to hold a clone. A token between two siblings belongs to the
 * second: its hash goes into that node's structure, so that `a + b` is no run of `a - b`. Tokens before the first
 * and after the last belong to none, so that what stands in brackets equals what stands in braces.
 */
export function readSiblingLists(file: ListedFile, hashes: SubtreeHashes, mass: Int32Array): SiblingLists {
  const reader = new ListReader(file, hashes, mass);
  reader.read();
  return reader;
}

class ListReader implements SiblingLists {
  readonly nodes: number[] = [];
  readonly firstRows: number[] = [];
  readonly lastRows: number[] = [];
  readonly ends: number[] = [];
  readonly owners: number[] = [];

  private readonly file: ListedFile;
  private readonly hashes: SubtreeHashes;
  private readonly mass: Int32Array;
  /** 1 + index in `nodes` of each node that is there. */
  private readonly places: Int32Array;

  constructor(file: ListedFile, hashes: SubtreeHashes, mass: Int32Array) {
    this.file = file;
    this.hashes = hashes;
    this.mass = mass;
    this.places = new Int32Array(file.tree.count);
  }

  /** Visits the nodes that are heavy enough, and their children. */
  read(): void {
    const { count, last, parent } = this.file.tree;
    let node = 0;
    while (node < count) {
      const part = this.partOf(node);
      if ((this.mass[node] ?? 0) < CLONE_FLOOR.mass || (part & Part.Barrier) !== 0) {
        node = (last[node] ?? node) + 1;
      } else if ((part & Part.Function) !== 0) {
        node = this.bodyOf(node);
      } else {
        if (!this.goesOn(node, parent[node] ?? 0)) this.readChildren(node);
        node++;
      }
    }
  }

  private partOf(node: number): number {
    const part = this.file.syntax.parts[this.file.tree.symbol[node] ?? 0] ?? Part.Barrier;
    return part | (this.file.places[node] ?? 0);
  }

  private bodyOf(node: number): number {
    return this.file.bodies.get(node) ?? (this.file.tree.last[node] ?? node) + 1;
  }

  /** Whether a child goes on with the list of its parent instead of being in it. */
  private goesOn(child: number, parent: number): boolean {
    if ((this.partOf(child) & Part.Chain) === 0 || (this.partOf(parent) & Part.Chain) === 0) return false;
    return this.file.tree.last[child] === this.file.tree.last[parent];
  }

  private readChildren(parent: number): void {
    const { flags, last } = this.file.tree;
    const { structure, structure2 } = this.hashes;
    const end = last[parent] ?? parent;
    let around = parent;
    let first = this.nodes.length;
    let listMass = 0;
    let tokens = 0;
    let child = parent + 1;
    while (child <= end) {
      const node = child;
      child = (last[node] ?? node) + 1;
      if (structure2[node] === 0) continue;
      if (this.goesOn(node, around)) {
        around = node;
        child = node + 1;
      } else if ((this.partOf(node) & Part.Barrier) !== 0) {
        this.endList(parent, first, listMass);
        first = this.nodes.length;
        listMass = tokens = 0;
      } else if (((flags[node] ?? 0) & NodeFlag.Named) === 0) {
        tokens = Math.imul(tokens ^ (structure[node] ?? 0), 0x9e3779b1);
      } else {
        if (this.nodes.length > first) structure[node] = (structure[node] ?? 0) + tokens;
        this.nodes.push(node);
        listMass += this.mass[node] ?? 0;
        tokens = 0;
      }
    }
    this.endList(parent, first, listMass);
  }

  /** Keeps the list that begins at `first` when it is large enough. */
  private endList(parent: number, first: number, mass: number): void {
    const { nodes, places } = this;
    const { tree } = this.file;
    if (mass < CLONE_FLOOR.mass || !this.hasLines(first)) {
      nodes.length = first;
      return;
    }
    for (let place = first; place < nodes.length; place++) {
      const node = nodes[place] ?? 0;
      const lastRow = this.lastRow(node);
      places[node] = place + 1;
      // An empty node at the end of the text stands on a line that is none.
      this.firstRows.push(Math.min(tree.row[node] ?? 0, lastRow));
      this.lastRows.push(lastRow);
    }
    this.ends.push(nodes.length);
    this.owners.push(this.ownerOf(parent));
  }

  private hasLines(first: number): boolean {
    const firstRow = this.file.tree.row[this.nodes[first] ?? 0] ?? 0;
    const lastRow = this.lastRow(this.nodes[this.nodes.length - 1] ?? 0);
    return codeLinesBetween(this.file.lines, { firstRow, lastRow }) >= CLONE_FLOOR.lines;
  }

  /** Python's blocks end after the comments that follow their last statement; what counts ends before them. */
  private lastRow(node: number): number {
    const { last, row, end } = this.file.tree;
    let leaf = last[node] ?? node;
    while (leaf > node && this.hashes.structure2[leaf] === 0) leaf--;
    const firstRow = row[leaf] ?? 0;
    const stop = end[leaf] ?? 0;
    if (stop <= (this.file.source.lineStarts[firstRow + 1] ?? 0)) return firstRow;
    return rowAt(this.file.source, stop - 1);
  }

  private ownerOf(node: number): number {
    let around = node;
    while (around > 0 && this.places[around] === 0) around = this.file.tree.parent[around] ?? 0;
    return this.places[around] ?? 0;
  }
}
