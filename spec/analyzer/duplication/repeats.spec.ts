import { expect } from "chai";
import fc from "fast-check";
import { CandidateQueue } from "../../../analyzer/duplication/candidateQueue.js";
import { joinCorpus } from "../../../analyzer/duplication/corpus.js";
import { findRepeats } from "../../../analyzer/duplication/repeats.js";
import { RunHashes } from "../../../analyzer/duplication/runHashes.js";
import { commonPrefixes, type Segments, suffixOrder } from "../../../analyzer/duplication/suffixOrder.js";
import { repeatedWindows } from "../../../analyzer/duplication/windows.js";
import { listOf } from "./candidates.js";

const segmentLists = fc.array(fc.array(fc.nat(2), { minLength: 1, maxLength: 12 }), { maxLength: 8 });

/** Segments laid one behind the other, their numbers made gapless. */
function segmentsOf(lists: readonly (readonly number[])[]): Segments {
  const used = [...new Set(lists.flat())].sort((a, b) => a - b);
  let end = 0;
  const stops = lists.flatMap((list) => {
    end += list.length;
    return list.map(() => end);
  });
  return { ids: Uint32Array.from(lists.flat(), (id) => used.indexOf(id)), stop: Uint32Array.from(stops) };
}

function suffix({ ids, stop }: Segments, position: number): number[] {
  return [...ids.subarray(position, stop[position])];
}

function compareSuffixes(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((id, index) => id !== b[index]);
  if (at < 0) return a.length - b.length;
  return b[at] === undefined ? 1 : (a[at] ?? 0) - (b[at] ?? 0);
}

describe("suffixOrder and commonPrefixes", () => {
  it("are those of sorting all suffixes one by one", () => {
    fc.assert(
      fc.property(segmentLists, (lists) => {
        const segments = segmentsOf(lists);
        const order = suffixOrder(segments);
        const expected = [...segments.ids.keys()].sort(
          (a, b) => compareSuffixes(suffix(segments, a), suffix(segments, b)) || a - b,
        );
        expect([...order]).to.deep.equal(expected);
        const prefixes = expected.map((position, place) => {
          const own = suffix(segments, position);
          const other = place === 0 ? [] : suffix(segments, expected[place - 1] ?? 0);
          const differs = own.findIndex((id, index) => id !== other[index]);
          return differs < 0 ? own.length : differs;
        });
        expect([...commonPrefixes(segments, order)]).to.deep.equal(prefixes);
      }),
    );
  });
});

describe("RunHashes", () => {
  it("call runs equal that are, wherever they stand", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1), { maxLength: 40 }), (bits) => {
        const keys = {
          high: Uint32Array.from(bits, (bit) => bit + 0xffff_fff0),
          low: Uint32Array.from(bits),
        };
        const hashes = new RunHashes(keys, bits.length);
        for (let length = 0; length <= 4; length++)
          for (let a = 0; a + length <= bits.length; a++)
            for (let b = 0; b + length <= bits.length; b++) {
              const isSame = bits.slice(a, a + length).join() === bits.slice(b, b + length).join();
              expect(hashes.isEqual(a, b, length)).to.equal(isSame);
            }
      }),
    );
  });
});

describe("findRepeats", () => {
  it("finds each run that occurs more than once and is as long as it can be", () => {
    // Every entry weighs 10 and is a window of its own. Shapes: 1 2 3 4 | 1 2 3 5 | 2 3.
    const shapes = [
      [1, 2, 3, 4],
      [1, 2, 3, 5],
      [2, 3],
    ];
    const corpus = joinCorpus(shapes.map((list) => listOf(list.map((shape) => ({ shape, mass: 10 })))));
    const hashes = new RunHashes({ high: corpus.structure, low: corpus.structure2 }, 4);
    const windows = repeatedWindows(corpus, hashes, { mass: 10 });
    const { count, first, last, length, sorted, earliest } = findRepeats(corpus, windows);
    const found = Array.from({ length: count }, (_, repeat) => ({
      starts: [...sorted.subarray(first[repeat], (last[repeat] ?? 0) + 1)].sort((a, b) => a - b),
      length: length[repeat],
      earliest: earliest[repeat],
    }));
    expect(found).to.have.deep.members([
      { starts: [0, 4], length: 3, earliest: 0 },
      { starts: [1, 5, 8], length: 2, earliest: 1 },
      { starts: [2, 6, 9], length: 1, earliest: 2 },
    ]);
  });
});

describe("CandidateQueue", () => {
  it("gives the heaviest first, equal ones as they came", () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(9)), { maxLength: 60 }), (steps) => {
        const queue = new CandidateQueue();
        const waiting: { added: number; weight: number }[] = [];
        for (const weight of [...steps, ...steps.map(() => null)]) {
          if (weight !== null) {
            waiting.push({ added: queue.push(weight), weight });
            waiting.sort((a, b) => b.weight - a.weight || a.added - b.added);
          } else expect(queue.pop()).to.equal(waiting.shift()?.added);
        }
        expect(queue.pop()).to.equal(undefined);
      }),
    );
  });
});
