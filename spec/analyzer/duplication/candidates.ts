import type { CloneCandidates } from "../../../analyzer/types.js";

/** One entry of a list that was made up. */
export interface MadeEntry {
  /** Structure, as a small number. */
  readonly shape: number;
  /** Text, as a small number. */
  readonly text?: number;
  readonly mass: number;
}

/** Candidates of one list, each entry on a line of its own. */
export function listOf(entries: readonly MadeEntry[]): CloneCandidates {
  const column = (value: (entry: MadeEntry, index: number) => number) => Uint32Array.from(entries, value);
  return {
    listEnds: Uint32Array.of(entries.length),
    listOwners: Uint32Array.of(0),
    structure: column(({ shape }) => Math.imul(shape + 1, 0x9e3779b1)),
    structure2: column(({ shape }) => Math.imul(shape + 1, 0x85ebca6b)),
    text: column(({ shape, text = 0 }) => Math.imul(shape * 1000 + text + 1, 0xc2b2ae35)),
    mass: column(({ mass }) => mass),
    variety: column(({ mass }) => mass),
    firstRow: column((_, index) => index),
    lastRow: column((_, index) => index),
    codeRows: Uint8Array.from({ length: Math.ceil(entries.length / 8) }, (_, byte) =>
      byte < entries.length >> 3 ? 0xff : (1 << (entries.length & 7)) - 1,
    ),
  };
}
