import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import { createPathRules } from "../../../analyzer/paths/pathRules.js";
import { DEFAULT_SETTINGS } from "../../../analyzer/settings/settings.js";
import { loops } from "../../support/loops.js";

const rulesOf = (files: Readonly<Record<string, string>>, maxSteps?: number) =>
  createPathRules({
    settings: DEFAULT_SETTINGS,
    maxSteps,
    gitattributes: new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)])),
  });

/** `source` or the reason a path is skipped for. */
function outcome(rules: ReturnType<typeof rulesOf>, path: string): string {
  const classification = rules.classify(path);
  return "skip" in classification ? classification.skip : classification.role;
}

describe("createPathRules with .gitattributes", () => {
  it("reads generated and vendored from .gitattributes, the last line that says something winning", () => {
    const text = [
      "# comment linguist-generated",
      "gen/** linguist-generated",
      "gen/hand.ts -linguist-generated",
      "lib/*.js text linguist-vendored=true eol=lf",
      '"with space/*" linguist-generated=true',
      "vendor/ours/** linguist-vendored=false",
      "folder/ linguist-generated",
      "src/*.ts text",
    ].join("\r\n");
    const rules = rulesOf({ ".gitattributes": text });
    const expected = {
      "gen/deep/a.ts": "generated",
      "gen/hand.ts": "source",
      "lib/a.js": "vendored",
      "lib/deep/a.js": "source",
      "with space/a.ts": "generated",
      "vendor/ours/a.go": "source",
      "vendor/theirs/a.go": "vendored",
      "folder/a.ts": "source",
      "src/a.ts": "source",
    };
    expect(
      Object.fromEntries(Object.keys(expected).map((path) => [path, outcome(rules, path)])),
    ).to.deep.equal(expected);
  });

  it("reads .gitattributes in folders, the nearest one that says something winning", () => {
    const rules = rulesOf({
      ".gitattributes": "*.gen.ts linguist-generated\n",
      "a/.gitattributes": "hand.gen.ts -linguist-generated\n/made/** linguist-generated\n",
      "a/b/.gitattributes": "\nhand.gen.ts linguist-generated\nfree.gen.ts !linguist-generated\n",
    });
    const expected = {
      "x.gen.ts": "generated",
      "made/x.ts": "source", // the pattern holds in a/ alone
      "a/x.gen.ts": "generated",
      "a/hand.gen.ts": "source",
      "a/made/x.ts": "generated",
      "a/b/hand.gen.ts": "generated",
      "a/b/free.gen.ts": "source",
      "ab/hand.gen.ts": "generated",
    };
    expect(
      Object.fromEntries(Object.keys(expected).map((path) => [path, outcome(rules, path)])),
    ).to.deep.equal(expected);
    expect(rules.explain("a/b/hand.gen.ts").setting).to.deep.equal({ file: "a/b/.gitattributes", line: 2 });
  });

  it("P12 leaves what is too long in .gitattributes unread, and says so", () => {
    const many = "a.ts linguist-generated\n".repeat(500);
    const rules = rulesOf({
      ".gitattributes": `\n${many}b.ts linguist-generated\n`,
      "c/.gitattributes": "#".repeat(65_537),
    });
    expect(["a.ts", "b.ts"].map((path) => outcome(rules, path))).to.deep.equal(["generated", "source"]);
    // An empty line, 500 lines that count, and the first that does not.
    expect(rules.problems().map(({ file, line }) => `${file}:${line}`)).to.deep.equal([
      ".gitattributes:502",
      "c/.gitattributes:1",
    ]);
  });

  it("P12 gives up between the lines for one path, which may meet thousands", () => {
    // The last line goes first: 400 of some 20 comparisons each, then the first, which would match.
    const lines = Array.from({ length: 400 }, (_, index) => `*b?${index}c linguist-generated`);
    const files = { ".gitattributes": ["*.ts linguist-generated", ...lines].join("\n") };
    const path = `${"b".repeat(20)}.ts`;
    expect(outcome(rulesOf(files), path)).to.equal("generated");
    const rules = rulesOf(files, 1000);
    expect(outcome(rules, path)).to.equal("source");
    expect(rules.problems().map(({ message }) => message.slice(0, 26))).to.deep.equal([
      "the patterns take too long",
    ]);
  });

  /** Files of a folder `a` with a folder `b` in it; few names, so that patterns and paths often match. */
  const FOLDERS = ["", "a/", "a/b/"];
  const PATHS = FOLDERS.flatMap((folder) => ["x.ts", "y.ts", "b"].map((name) => `${folder}${name}`)).filter(
    (name) => name !== "a/b",
  );
  const row = fc
    .tuple(
      fc.constantFrom("*.ts", "x.*", "/x.ts", "a/**", "**/y.ts", "b", "b/*", "a/b/x.ts", "?.ts", "b/"),
      fc.constantFrom("linguist-generated", "-linguist-generated", "!linguist-generated", "text"),
    )
    .map((words) => words.join(" "));

  it("decides as git does", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "sealgrade-attributes-"));
    const git = (args: string[], input = "") =>
      spawnSync("git", ["-C", folder, ...args], { input }).stdout.toString();
    git(["init", "-q"]);
    mkdirSync(path.join(folder, "a/b"), { recursive: true });
    try {
      fc.assert(
        fc.property(fc.tuple(fc.array(row), fc.array(row), fc.array(row)), (rows) => {
          const files = FOLDERS.map(
            (name, at) => [`${name}.gitattributes`, rows[at]?.join("\n") ?? ""] as const,
          );
          for (const [name, text] of files) writeFileSync(path.join(folder, name), text);
          const states = git(["check-attr", "--stdin", "linguist-generated"], PATHS.join("\n"));
          const byGit = PATHS.filter((name) =>
            states.split("\n").includes(`${name}: linguist-generated: set`),
          );
          const rules = rulesOf(Object.fromEntries(files));
          expect(PATHS.filter((name) => outcome(rules, name) === "generated")).to.deep.equal(byGit);
        }),
        { numRuns: loops(60, 1000) },
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
