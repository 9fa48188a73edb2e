import { childAt } from "../languages/selector.js";
import type { LineTable } from "../metrics/lines.js";
import type { ParsedFile } from "../metrics/parsedFile.js";
import { NO_NODE } from "../syntax/flatTree.js";
import type { Source } from "../syntax/source.js";
import type { CloneCandidates } from "../types.js";
import { Part } from "./cloneSyntax.js";
import { readSiblingLists } from "./siblingLists.js";
import { type HashedTree, subtreeHashes } from "./subtreeHashes.js";
import { subtreeMasses } from "./subtreeMasses.js";

/** What {@link cloneCandidates} reads. */
export interface CloneFile extends HashedTree {
  readonly source: Source;
  readonly lines: LineTable;
  /** Body of each function that has one. */
  readonly bodies: ReadonlyMap<number, number>;
}

/** A parsed file as duplication reads it. */
export function cloneFileOf(file: ParsedFile): CloneFile {
  const { source, tree, language, outline, lines, leafHashes } = file;
  const places = new Uint8Array(tree.count);
  const bodies = new Map<number, number>();
  for (const node of outline.imports) places[node] = Part.Barrier;
  const { body } = language.functions;
  for (const event of body === null ? [] : outline.functions) {
    const node = outline.node[event] ?? 0;
    const found = body === null ? NO_NODE : childAt(tree, node, body);
    if (found === NO_NODE) continue;
    places[node] = Part.Function;
    bodies.set(node, found);
  }
  // Last, since some have a body that says nothing.
  for (const node of outline.signatures) places[node] = Part.Signature;
  const { cloneSyntax: syntax } = language;
  return { source, tree, lines, comments: outline.comments, syntax, places, bodies, leafHashes };
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
