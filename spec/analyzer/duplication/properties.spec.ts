import { expect } from "chai";
import fc from "fast-check";
import { type CandidateFile, cloneClasses } from "../../../analyzer/duplication/cloneClasses.js";
import { BLOCK_STATEMENTS, inFunction, OTHER_STATEMENTS, renamed } from "./blocks.js";
import { listOf, type MadeEntry } from "./candidates.js";
import { candidatesOf, filesOf, inWords, SIZES } from "./parse.js";

const STATEMENTS = [...BLOCK_STATEMENTS, ...OTHER_STATEMENTS];

/** Bodies made of slices of two fixed orders of statements, so that clones of all sizes are common. */
const slices = fc.array(
  fc.tuple(fc.boolean(), fc.nat(STATEMENTS.length - 1), fc.integer({ min: 1, max: 14 })),
  { minLength: 1, maxLength: 4 },
);
const body = slices.map((parts) =>
  parts
    .map(([isForward, from, count]) => {
      const order = isForward ? STATEMENTS : STATEMENTS.toReversed();
      return order
        .slice(from, from + count)
        .map((text) => `${text}\n`)
        .join("");
    })
    .join(""),
);
const text = fc
  .array(fc.tuple(fc.boolean(), body), { minLength: 1, maxLength: 3 })
  .map((parts) =>
    parts
      .map(([isFunction, inner], index) => (isFunction ? inFunction(`f${"abc"[index]}`, inner) : inner))
      .join(""),
  );
const texts = fc.dictionary(fc.constantFrom("a", "b", "c", "d"), text, { minKeys: 2, maxKeys: 4 });

function wordsOf(files: readonly CandidateFile[]): string[] {
  return cloneClasses(files, SIZES).classes.map(inWords);
}

describe("duplication: properties", () => {
  it("renaming everything in the same way changes no class", async () => {
    await fc.assert(
      fc.asyncProperty(texts, async (originals) => {
        const changed = Object.entries(originals).map(([path, own]) => [path, renamed(own, "X")]);
        expect(wordsOf(await filesOf(Object.fromEntries(changed)))).to.deep.equal(
          wordsOf(await filesOf(originals)),
        );
      }),
    );
  });

  it("renaming changes neither structure nor mass of anything", async () => {
    await fc.assert(
      fc.asyncProperty(text, async (original) => {
        const { text: before, ...own } = await candidatesOf(original);
        const { text: after, ...others } = await candidatesOf(renamed(original, "X"));
        expect(others).to.deep.equal(own);
        if (before.length > 0) expect(after).not.to.deep.equal(before);
      }),
    );
  });

  it("comments and blank lines change nothing but lines", async () => {
    await fc.assert(
      fc.asyncProperty(texts, async (originals) => {
        const spaced = Object.entries(originals).map(([path, own]) => [
          path,
          own.replaceAll("\n", " // n\n\n"),
        ]);
        const lineless = (files: readonly CandidateFile[]) =>
          cloneClasses(files, SIZES).classes.map(({ kind, mass, occurrences }) => [
            kind,
            mass,
            occurrences.map(({ path }) => path),
          ]);
        const [plain, changed] = [await filesOf(originals), await filesOf(Object.fromEntries(spaced))];
        expect(lineless(changed)).to.deep.equal(lineless(plain));
        const { duplicatedLines } = cloneClasses(plain, SIZES);
        expect(cloneClasses(changed, SIZES).duplicatedLines).to.deep.equal(duplicatedLines);
      }),
    );
  });

  it("the order of the files does not matter", async () => {
    await fc.assert(
      fc.asyncProperty(texts, fc.infiniteStream(fc.nat()), async (originals, keys) => {
        const files = await filesOf(originals);
        const shuffled = files
          .map((file) => ({ file, key: keys.next().value }))
          .sort((a, b) => a.key - b.key);
        const other = cloneClasses(
          shuffled.map(({ file }) => file),
          SIZES,
        );
        const { classes, duplicatedLines } = cloneClasses(files, SIZES);
        expect(other.classes).to.deep.equal(classes);
        expect([...other.duplicatedLines].sort()).to.deep.equal([...duplicatedLines].sort());
      }),
    );
  });
});

/** Entries of few shapes, of which four always weigh enough for a clone and two not always. */
const MASSES = [20, 33, 24, 40];
const madeEntry = fc
  .record({ shape: fc.nat(3), text: fc.nat(1) })
  .map(({ shape, text: own }) => ({ shape, text: own, mass: MASSES[shape] ?? 0 }));
const madeLists = fc.array(fc.array(madeEntry, { minLength: 1, maxLength: 14 }), {
  minLength: 1,
  maxLength: 5,
});

interface Run {
  readonly list: number;
  readonly from: number;
}

describe("duplication: completeness", () => {
  it("finds equal neighbours with an end that is too light to be looked for by itself", () => {
    const heavy = { shape: 3, text: 0, mass: 40 };
    const row = [heavy, heavy, heavy, { shape: 0, text: 0, mass: 20 }];
    const files = ["a", "b"].map((path) => ({
      path,
      language: "python" as const,
      role: "source" as const,
      candidates: listOf(row),
    }));
    // 3 × 40 + 20; any two of the first three reach the least mass, the third and the last do not.
    expect(cloneClasses(files, { mass: 64, lines: 4 }).classes.map(inWords)).to.deep.equal([
      "identical 140: a:1-4 b:1-4",
    ]);
  });

  it("leaves no place free that equals an earlier one in another list", () => {
    fc.assert(
      fc.property(madeLists, (lists) => {
        const files = lists.map((entries, list) => ({
          path: `${list}`,
          language: "python" as const,
          role: "source" as const,
          candidates: listOf(entries),
        }));
        const { classes } = cloneClasses(files, { mass: 64, lines: 4 });
        const claimed = lists.map((entries) => entries.map(() => 0));
        for (const { occurrences } of classes) {
          expect(occurrences.length).to.be.above(1);
          for (const { path, startLine, endLine } of occurrences.slice(1)) {
            for (let line = startLine; line <= endLine; line++) {
              const row = claimed[Number(path)];
              if (row !== undefined) row[line - 1] = (row[line - 1] ?? 0) + 1;
            }
          }
        }
        expect(Math.max(...claimed.flat()), "a line in two copies").to.be.below(2);
        for (const { list, from } of missed(lists, claimed)) expect.fail(`entry ${from} of list ${list}`);
      }),
    );
  });
});

/**
 * Whether a run ends in an entry that no least run ends in. Such an end is found only where all equal places have it
 * (docs/decisions/duplication-runs-of-siblings.md), so that nothing is promised of it.
 */
function hasLightEnd(run: readonly number[]): boolean {
  const massFrom = (first: number, end: number) =>
    run.slice(first, end).reduce((sum, shape) => sum + (MASSES[shape] ?? 0), 0);
  return !run.some((_, first) => massFrom(first, run.length) >= 64 && massFrom(first, run.length - 1) < 64);
}

/** Whether a run ends as it begins, so that the next may begin within it: then it is taken for a repetition. */
function mayOverlapItself(run: readonly number[]): boolean {
  return [1, 2, 3].some((length) => run.slice(0, length).join() === run.slice(-length).join());
}

/** Free places of four entries that equal an earlier place in another list, cannot overlap themselves and end in no light entry. */
function missed(lists: readonly (readonly MadeEntry[])[], claimed: readonly (readonly number[])[]): Run[] {
  const shapes = lists.map((entries) => entries.map(({ shape }) => shape));
  const seen = new Map<string, number>();
  const found: Run[] = [];
  shapes.forEach((row, list) => {
    for (let from = 0; from + 4 <= row.length; from++) {
      const run = row.slice(from, from + 4);
      if (mayOverlapItself(run) || hasLightEnd(run)) continue;
      const isFree = (claimed[list] ?? []).slice(from, from + 4).every((count) => count === 0);
      const other = seen.get(run.join());
      if (isFree && other !== undefined && other < list) found.push({ list, from });
      if (other === undefined) seen.set(run.join(), list);
    }
  });
  return found;
}
