import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import { matchesGlob, newWork } from "../../../analyzer/paths/glob.js";
import { compilePattern } from "../../../analyzer/paths/pattern.js";
import { createPatternList } from "../../../analyzer/paths/patternList.js";
import { loops } from "../../support/loops.js";

/** Pieces that meet in all the ways gitignore knows; few letters, so that patterns and paths often match. */
const piece = fc.constantFrom(
  "a",
  "b",
  "ab",
  "*",
  "?",
  "**",
  "a*",
  "*b",
  "[ab]",
  "[!a]",
  "[^b]",
  "[a-c]",
  "\\a",
  "[]a]",
  "[[:alpha:]]",
);
const patternText = fc
  .tuple(
    fc.constantFrom("", "", "!"),
    fc.constantFrom("", "/"),
    fc.array(piece, { minLength: 1, maxLength: 4 }),
    fc.constantFrom("", "/"),
  )
  .map(([negation, start, pieces, end]) => negation + start + pieces.join("/") + end);
const filePath = fc
  .array(fc.constantFrom("a", "b", "ab", "ba", "c", "abc", "]"), { minLength: 1, maxLength: 4 })
  .map((names) => names.join("/"));

describe("createPatternList", () => {
  let folder = "";
  const git = (args: string[], input = "") =>
    spawnSync("git", ["-C", folder, ...args], { input }).stdout.toString();
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), "sealgrade-patterns-"));
    git(["init", "-q"]);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** What git itself ignores under these patterns. */
  function ignoredByGit(patterns: readonly string[], paths: readonly string[]): string[] {
    writeFileSync(path.join(folder, ".gitignore"), `${patterns.join("\n")}\n`);
    const rows = git(
      ["check-ignore", "--no-index", "--verbose", "--non-matching", "--stdin"],
      paths.join("\n"),
    );
    return rows
      .trimEnd()
      .split("\n")
      .flatMap((row) => {
        const [where = "", file = ""] = row.split("\t");
        const pattern = where.split(":").slice(2).join(":");
        return pattern === "" || pattern.startsWith("!") ? [] : [file];
      });
  }

  it("decides as git does", () => {
    fc.assert(
      fc.property(
        fc.array(patternText, { minLength: 1, maxLength: 4 }),
        fc.uniqueArray(filePath, { minLength: 30, maxLength: 60 }),
        (patterns, paths) => {
          const list = createPatternList(
            patterns.map((text, index) => ({ text, file: ".gitignore", line: index + 1 })),
          );
          const ours = paths.filter((file) => list.decide(file)?.matched);
          expect(ours).to.deep.equal(ignoredByGit(patterns, paths));
        },
      ),
      { numRuns: loops(60, 1000) },
    );
  });

  it("knows which patterns have matched nothing", () => {
    const list = createPatternList([
      { text: "legacy/**", file: ".gitignore", line: 1 },
      { text: "old/", file: ".gitignore", line: 2 },
      { text: "*.tmp", file: ".gitignore", line: 3 },
    ]);
    list.decide("legacy/a.ts");
    list.decide("old.ts");
    expect(list.unused().map(({ text }) => text)).to.deep.equal(["old/", "*.tmp"]);
  });
});

describe("compilePattern", () => {
  it("refuses what can match nothing", () => {
    expect(["", "!", "/", "# comment", "a[b", "a\\", "[[:nothing:]]"].map(compilePattern)).to.deep.equal(
      Array.from({ length: 7 }, () => null),
    );
  });

  it("P12 answers at once for patterns that a regular expression would try for ever", () => {
    const hostile = [
      ["*a".repeat(30).concat("c"), `${"a".repeat(255)}b`],
      ["**/a/".repeat(30).concat("c"), `${"a/".repeat(200)}b`],
      ["?*".repeat(60).concat("z"), "a".repeat(255)],
    ];
    for (const [pattern = "", file = ""] of hostile) {
      expect(compilePattern(pattern)?.matches(file.split("/"), newWork())).to.equal(false);
    }
  });
});

describe("compilePattern: what it costs", () => {
  it("P12 counts every character of a class as a comparison, so that long ones use up the work sooner", () => {
    const steps = (pattern: string): number => {
      const work = newWork();
      expect(compilePattern(pattern)?.matches(["z".repeat(200)], work)).to.equal(false);
      return work.steps;
    };
    // Each of the 200 characters is compared with the class at least once.
    expect(steps(`*[${"xy".repeat(450)}]q`)).to.be.at.least(200 * 900);
    expect(steps(`*[^${"xy".repeat(450)}]q`)).to.be.at.least(200 * 900);
    expect(steps("*[xy]q")).to.be.below(2000);
  });
});

describe("matchesGlob", () => {
  it("P12 compares no more than pattern times items, however the pattern is made to go back", () => {
    // Every third element any number, items that fit everywhere but at the end: the worst there is.
    const pattern = [..."*aa".repeat(20), "z"];
    const items = "a".repeat(500);
    const work = newWork();
    const isAnyNumber = (element: string) => element === "*";
    const accepts = (element: string, item: string) => element === item;
    const matches = matchesGlob({ pattern, items, isAnyNumber, accepts, work });
    expect(matches).to.equal(false);
    expect(work.steps)
      .to.be.greaterThan(items.length)
      .and.lessThan(pattern.length * items.length);
  });
});
