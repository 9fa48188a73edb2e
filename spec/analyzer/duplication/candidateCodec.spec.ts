import { expect } from "chai";
import fc from "fast-check";
import { decodeCandidates, encodeCandidates } from "../../../analyzer/duplication/candidateCodec.js";
import { cloneClasses } from "../../../analyzer/duplication/cloneClasses.js";
import type { CloneCandidates } from "../../../analyzer/types.js";
import { BLOCK, inFunction, OTHER_BLOCK } from "./blocks.js";
import { candidatesOf, SIZES } from "./parse.js";

const NESTED = inFunction("one", `${BLOCK}if (a) {\n${OTHER_BLOCK}}\n`) + BLOCK;
/** function: 1 + 11 + 1 + 10 + 1 + 1, then 11. */
const NESTED_LINES = 36;

const u32 = fc.integer({ min: 0, max: 0xffff_ffff });

describe("encodeCandidates and decodeCandidates", () => {
  it("give back what a file offers", async () => {
    const candidates = await candidatesOf(NESTED);
    // The program's statements, the body's, the parts of the if and its block's statements.
    expect(candidates.listEnds.length).to.equal(4);
    expect(decodeCandidates(encodeCandidates(candidates), NESTED_LINES)).to.deep.equal(candidates);
    const nothing = await candidatesOf("");
    expect(decodeCandidates(encodeCandidates(nothing), 0)).to.deep.equal(nothing);
  });

  it("give back every hash and every number that fits", () => {
    const entry = fc.record({
      hashes: fc.tuple(u32, u32, u32),
      mass: fc.integer({ min: 1, max: 0x7fff_ffff }),
    });
    fc.assert(
      fc.property(entry, fc.integer({ min: 0, max: 1_048_576 }), ({ hashes, mass }, row) => {
        const candidates = oneEntry({
          structure: Uint32Array.of(hashes[0]),
          structure2: Uint32Array.of(hashes[1]),
          text: Uint32Array.of(hashes[2]),
          mass: Uint32Array.of(mass),
          variety: Uint32Array.of(Math.ceil(mass / 2)),
          firstRow: Uint32Array.of(row),
          lastRow: Uint32Array.of(row),
          codeRows: new Uint8Array(Math.ceil((row + 1) / 8)),
        });
        expect(decodeCandidates(encodeCandidates(candidates), row + 1)).to.deep.equal(candidates);
      }),
    );
  });

  it("take seven words for an entry, two for a list and a bit for a row", async () => {
    const candidates = await candidatesOf(NESTED);
    // Two words say how many follow. Four lists; 36 rows are 4 1/2 bytes, so 5.
    expect(encodeCandidates(candidates).length).to.equal(8 + 4 * 8 + candidates.mass.length * 28 + 5);
  });

  it("can be part of a larger buffer, at any place", async () => {
    const candidates = await candidatesOf(NESTED);
    const encoded = encodeCandidates(candidates);
    const around = Buffer.alloc(encoded.length + 8);
    for (const at of [0, 1, 2, 3, 4]) {
      around.set(encoded, at);
      const part = around.subarray(at, at + encoded.length);
      expect(decodeCandidates(part, NESTED_LINES)).to.deep.equal(candidates);
    }
  });
});

function words(...numbers: readonly number[]): Uint8Array {
  return new Uint8Array(Uint32Array.from(numbers).buffer);
}

/** Columns of a candidate list with one entry. */
function oneEntry(columns: Partial<CloneCandidates>): CloneCandidates {
  return {
    listEnds: Uint32Array.of(1),
    listOwners: Uint32Array.of(0),
    structure: Uint32Array.of(1),
    structure2: Uint32Array.of(2),
    text: Uint32Array.of(3),
    mass: Uint32Array.of(40),
    variety: Uint32Array.of(20),
    firstRow: Uint32Array.of(0),
    lastRow: Uint32Array.of(9),
    codeRows: Uint8Array.of(0xff, 0x03),
    ...columns,
  };
}

describe("decodeCandidates: hostile input", () => {
  const isRefused = (columns: Partial<CloneCandidates>, lines = 10) =>
    decodeCandidates(encodeCandidates(oneEntry(columns)), lines) === null;

  it("refuses what no file can offer", () => {
    expect(isRefused({}), "control").to.equal(false);
    expect(isRefused({}, 9), "rows behind the end of the file").to.equal(true);
    expect(isRefused({ firstRow: Uint32Array.of(0xffff_ffff) }), "a row that wraps around").to.equal(true);
    expect(isRefused({ mass: Uint32Array.of(0), variety: Uint32Array.of(0) }), "no mass").to.equal(true);
    expect(isRefused({ variety: Uint32Array.of(0) }), "no variety").to.equal(true);
    expect(isRefused({ mass: Uint32Array.of(0x8000_0000) }), "too much mass").to.equal(true);
    expect(isRefused({ listOwners: Uint32Array.of(1) }), "a list inside of itself").to.equal(true);
    expect(isRefused({ listEnds: Uint32Array.of(2) }), "a list longer than there are entries").to.equal(true);
    expect(isRefused({ listEnds: Uint32Array.of(0) }), "an empty list").to.equal(true);
    expect(isRefused({ listEnds: new Uint32Array(), listOwners: new Uint32Array() }), "no list").to.equal(
      true,
    );
    expect(isRefused({ codeRows: Uint8Array.of(0xff) }), "too few rows").to.equal(true);
    expect(isRefused({ codeRows: Uint8Array.of(0xff, 0x03, 0) }), "too many rows").to.equal(true);
  });

  it("refuses lists that are not where they say", () => {
    const two = (rows: readonly [number, number, number, number], owners: readonly [number, number]) =>
      isRefused({
        listEnds: Uint32Array.of(1, 2),
        listOwners: Uint32Array.from(owners),
        structure: Uint32Array.of(1, 1),
        structure2: Uint32Array.of(2, 2),
        text: Uint32Array.of(3, 3),
        mass: Uint32Array.of(80, 40),
        variety: Uint32Array.of(80, 40),
        firstRow: Uint32Array.of(rows[0], rows[2]),
        lastRow: Uint32Array.of(rows[1], rows[3]),
      });
    expect(two([0, 9, 2, 5], [0, 1]), "control").to.equal(false);
    expect(two([1, 9, 0, 5], [0, 1]), "begins before what it is in").to.equal(true);
    expect(two([0, 8, 2, 9], [0, 1]), "ends behind what it is in").to.equal(true);
    expect(two([0, 9, 2, 5], [2, 0]), "is in one that comes later").to.equal(true);
    expect(two([0, 9, 2, 5], [0, 2]), "is in itself").to.equal(true);
  });

  it("refuses siblings that do not follow each other", () => {
    const two = (rows: readonly [number, number, number, number]) =>
      isRefused({
        listEnds: Uint32Array.of(2),
        structure: Uint32Array.of(1, 1),
        structure2: Uint32Array.of(2, 2),
        text: Uint32Array.of(3, 3),
        mass: Uint32Array.of(40, 40),
        variety: Uint32Array.of(40, 40),
        firstRow: Uint32Array.of(rows[0], rows[2]),
        lastRow: Uint32Array.of(rows[1], rows[3]),
      });
    expect(two([0, 5, 5, 9]), "control").to.equal(false);
    expect(two([0, 5, 4, 9])).to.equal(true);
  });

  it("refuses bytes that are not as they are written", () => {
    const whole = Buffer.from(encodeCandidates(oneEntry({})));
    expect(decodeCandidates(whole, 10)).not.to.equal(null);
    for (const other of [
      Buffer.alloc(0),
      Buffer.from([0]),
      Buffer.concat([whole, Buffer.from([0])]),
      Buffer.concat([Buffer.from([0]), whole]),
      whole.subarray(0, -1),
    ])
      expect(decodeCandidates(other, 10), other.toString("hex")).to.equal(null);
    // As many entries as fit into 32 bits, in one list and in as many, without room being made for them.
    for (const lists of [1, 0xffff_ffff])
      expect(decodeCandidates(words(lists, 0xffff_ffff, 1, 0), 10), `${lists} lists`).to.equal(null);
    // More entries than there are columns for.
    expect(decodeCandidates(words(1, 2, 2, 0, 1, 1, 1, 1, 1, 1, 1), 10)).to.equal(null);
  });

  it("reads any bytes to nothing or to what is written as the same bytes, which can be reduced", async () => {
    const honest = Buffer.from(encodeCandidates(await candidatesOf(NESTED)));
    const change = fc.record({ at: fc.nat(honest.length - 1), to: fc.nat(255) });
    let read = 0;
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const bytes = Buffer.from(honest);
        for (const { at, to } of changes) bytes[at] = to;
        const candidates = decodeCandidates(bytes, NESTED_LINES);
        if (candidates === null) return;
        read++;
        expect(bytes.equals(encodeCandidates(candidates))).to.equal(true);
        const file = { language: "javascript", role: "source", candidates } as const;
        const files = ["a", "b"].map((path) => ({ ...file, path }));
        for (const { occurrences } of cloneClasses(files, SIZES).classes)
          for (const { startLine, endLine } of occurrences)
            expect(startLine <= endLine && endLine <= NESTED_LINES).to.equal(true);
      }),
    );
    expect(read).to.be.above(0);
  });
});
