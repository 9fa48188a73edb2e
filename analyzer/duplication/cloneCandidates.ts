import type { LineTable } from "../metrics/lines.js";
import type { Source } from "../syntax/source.js";
import { readSiblingLists } from "./siblingLists.js";
import { type HashedTree, subtreeHashes } from "./subtreeHashes.js";
import { subtreeMasses } from "./subtreeMasses.js";

/**
 * What one file offers to duplication: lists of siblings that may hold a clone, as parallel arrays with an entry
 * for each sibling. It holds no text and depends on no setting. A list stands after the entry it is inside of.
 */
export interface CloneCandidates {
  /** Entry after the last of each list. */
  readonly listEnds: Uint32Array;
  /** 1 + the innermost entry that each list is inside of, 0 for none. */
  readonly listOwners: Uint32Array;
  /** Two halves of a hash of kinds and tokens. */
  readonly structure: Uint32Array;
  readonly structure2: Uint32Array;
  /** Hash of the texts of the leaves. */
  readonly text: Uint32Array;
  /** Named nodes, comments apart; literal data and signatures count as one. */
  readonly mass: Uint32Array;
  /** Mass without repetitions. */
  readonly variety: Uint32Array;
  /** 0-based. */
  readonly firstRow: Uint32Array;
  readonly lastRow: Uint32Array;
  /** A bit for each line up to the last that an entry covers, lowest first: 1 for code. */
  readonly codeRows: Uint8Array;
}

/** What {@link cloneCandidates} reads. */
export interface CloneFile extends HashedTree {
  readonly source: Source;
  readonly lines: LineTable;
}

/** Finds what one file offers: the map step of duplication. */
export function cloneCandidates(file: CloneFile): CloneCandidates {
  const hashes = subtreeHashes(file);
  const { mass, variety } = subtreeMasses(file, hashes);
  const { nodes, ends, owners, firstRows, lastRows } = readSiblingLists(file, hashes, mass);
  const lastRow = new Uint32Array(lastRows);
  return {
    listEnds: new Uint32Array(ends),
    listOwners: new Uint32Array(owners),
    structure: picked(hashes.structure, nodes),
    structure2: picked(hashes.structure2, nodes),
    text: picked(hashes.text, nodes),
    mass: picked(mass, nodes),
    variety: picked(variety, nodes),
    firstRow: new Uint32Array(firstRows),
    lastRow,
    codeRows: codeRows(file.lines, lastRow),
  };
}

function picked(column: Int32Array, nodes: readonly number[]): Uint32Array {
  const entries = new Uint32Array(nodes.length);
  for (let entry = 0; entry < nodes.length; entry++) entries[entry] = column[nodes[entry] ?? 0] ?? 0;
  return entries;
}

function codeRows({ codeBefore }: LineTable, lastRow: Uint32Array): Uint8Array {
  let rows = 0;
  for (const row of lastRow) if (row >= rows) rows = row + 1;
  const bits = new Uint8Array((rows + 7) >> 3);
  for (let row = 0; row < rows; row++) {
    if (codeBefore[row + 1] !== codeBefore[row]) bits[row >> 3] = (bits[row >> 3] ?? 0) | (1 << (row & 7));
  }
  return bits;
}
