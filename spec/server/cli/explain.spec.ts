import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { repository } from "../intake/support/testRepository.js";
import { sealgrade } from "./terminal.js";

const SETTINGS = `exclude: ["legacy/**"]
include: ["vendor/ours/**"]
thresholds:
  function-length: 50
  languages: { python: { function-length: [1, 2, 3, 4] } }
rules: { function-returns: off }
subprojects: { lib: src/lib }
`;

const FILES: Readonly<Record<string, string | Buffer>> = {
  ".gitattributes": "*.made.ts linguist-generated\n",
  ".gitignore": "out.ts\n/cache/\n",
  ".sealgrade.yml": SETTINGS,
  "legacy/a.ts": "a;\n",
  "src/lib/a.py": "a = 1\n",
  "src/a.ts": "a;\n",
  "src/a.test.ts": "a;\n",
  "src/a.made.ts": "a;\n",
  "src/marked.ts": "\n// @generated\n",
  "src/wide.ts": "a".repeat(5001),
  "src/nul.ts": "a\0b",
  "src/run": "#!/usr/bin/env python3\n",
  "src/words": "no program\n",
  "src/words.txt": "no program\n",
  "src/out.ts": "a;\n",
  "cache/a.ts": "a;\n",
  "vendor/a.go": "package a\n",
  "vendor/ours/a.go": "package a\n",
};

/** Everything but line ends that moves a cursor, begins a command or turns the direction of writing. */
const ACTS_ON_TERMINAL = /(?!\n)[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

describe("sealgrade explain", function () {
  this.timeout(60_000);
  let folder = "";
  const at = (name: string) => path.join(folder, name);

  before(() => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), "sealgrade-explain-")));
    for (const [name, content] of Object.entries(FILES)) {
      mkdirSync(path.dirname(at(`tree/${name}`)), { recursive: true });
      writeFileSync(at(`tree/${name}`), content);
    }
    symlinkSync("a.ts", at("tree/src/link.ts"));
    execFileSync("git", ["init", "-q", at("tree")]);
    const bare = repository(at("bare.git"));
    bare.branch("old", bare.files({ ".codebeatignore": "docs/**\n", "docs/a.js": "a;\n", "b.js": "b;\n" }));
    bare.files({ "a.js": "a;\n" });
    mkdirSync(at("plain/sub"), { recursive: true });
    writeFileSync(at("plain/sub/a.ts"), "a;\n");
    writeFileSync(at("plain/.sealgrade.yml"), 'exclude: ["sub/**"]\n');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** The first line of the text; nothing else when the command failed. */
  async function headline(...args: readonly string[]): Promise<string | undefined> {
    const { status, stdout, stderr } = await sealgrade("explain", ...args);
    expect([status, stderr]).to.deep.equal([0, ""]);
    return stdout.split("\n")[0];
  }

  for (const [name, expected] of Object.entries({
    "src/a.ts": "is measured and graded",
    "src/a.test.ts": "is measured and never graded",
    "src/run": "is measured and graded",
    "legacy/a.ts": 'is not measured (excluded): exclude has the pattern "legacy/**" (.sealgrade.yml:1)',
    "src/a.made.ts":
      "is not measured (generated): it has the attribute linguist-generated (.gitattributes:1)",
    "src/marked.ts": "is not measured (generated): line 2 says that it is generated",
    "src/wide.ts": "is not measured (minified): line 1 has 5001 characters",
    "src/nul.ts": "is not measured (binary): it holds a NUL byte",
    "vendor/a.go": "is not measured (vendored): it is in a folder named vendor",
    "src/link.ts":
      "is not measured (symlink): it is a symbolic link or lies behind one, which is never followed",
    "src/words":
      "is not measured (unsupported-language): neither its name nor what is in it tells a language that is measured",
    "src/words.txt":
      "is not measured (unsupported-language): neither its name nor what is in it tells a language that is measured",
    "src/out.ts": 'is not part of the tree: git ignores it by the pattern "out.ts" (.gitignore:1)',
    "cache/a.ts": 'is not part of the tree: git ignores it by the pattern "/cache/" (.gitignore:2)',
  })) {
    it(`says that ${name} ${expected}`, async () => {
      expect(await headline(at(`tree/${name}`))).to.equal(`${name} ${expected}`);
    });
  }

  it("names the line behind everything that holds for a measured file", async () => {
    const { stdout } = await sealgrade("explain", at("tree/src/lib/a.py"));
    const rows = stdout.split("\n").map((row) => row.trim().split(/ {2,}/).join(" | "));
    expect(rows).to.include.members([
      "language | python",
      "in | nothing takes it out",
      "source | nothing makes it a test",
      "part of | sub-project lib (.sealgrade.yml:7)",
      "function-length | 1 | 2 | 3 | 4 | .sealgrade.yml:5",
      "function-returns | off | .sealgrade.yml:6",
      "function-nesting | 4 | 5 | 6 | 8 | default",
      "a copy has at least 64 syntax nodes (default) on 8 lines (default)",
    ]);
    const other = (await sealgrade("explain", at("tree/src/a.ts"))).stdout;
    // [25, 40, 70, 100] scaled by 50 / 25
    expect(other).to.match(/function-length +50 +80 +140 +200 {2}\.sealgrade\.yml:4\n/);
    expect(other).to.not.contain("sub-project");
  });

  it("says what brought a file back, and what made it a test", async () => {
    expect((await sealgrade("explain", at("tree/vendor/ours/a.go"))).stdout).to.contain(
      'include has the pattern "vendor/ours/**", although it is in a folder named vendor (.sealgrade.yml:2)',
    );
    expect((await sealgrade("explain", at("tree/src/a.test.ts"))).stdout).to.match(
      /\n {2}test {6}it is named like \*\.test\.\*\n/,
    );
  });

  it("counts what of a folder is in and out, by reason", async () => {
    const { stdout } = await sealgrade("explain", at("tree"));
    const rows = stdout.split("\n").map((row) => row.trim());
    // 17 files of FILES that git does not ignore, less the two it does, and a link.
    expect(rows[0]).to.equal("The whole tree holds 17 files");
    expect(rows).to.include.members([
      // a, marked, wide, nul
      "4  source, typescript",
      "1  test, typescript",
      "1  source, python",
      "1  source, go",
      // run, words, .gitattributes, .gitignore
      "4  source, language by the first line",
      '1  excluded: exclude has the pattern "legacy/**" (.sealgrade.yml:1)',
      "1  vendored: it is in a folder named vendor",
    ]);
    expect(await headline(at("tree/src/lib"))).to.equal("src/lib/ holds 1 file");
    expect(await headline(at("tree/cache"))).to.equal(
      'cache/ is not part of the tree: git ignores it by the pattern "/cache/" (.gitignore:2)',
    );
  });

  it("looks into a revision, also of a repository without a work tree, and at codebeat's files", async () => {
    expect(await headline(at("bare.git/a.js"), "--revision", "main")).to.equal("a.js is measured and graded");
    expect(await headline(at("bare.git/docs/a.js"), "--revision", "old")).to.equal(
      'docs/a.js is not measured (excluded): .codebeatignore has the pattern "docs/**" (.codebeatignore:1)',
    );
    expect(await headline(at("bare.git"), "--revision", "old")).to.equal("The whole tree holds 3 files");
  });

  it("takes outside of git the folder that is named as root", async () => {
    expect(await headline(at("plain/sub/a.ts"))).to.equal("a.ts is measured and graded");
    const excluded =
      'sub/a.ts is not measured (excluded): exclude has the pattern "sub/**" (.sealgrade.yml:1)';
    expect(await headline(at("plain/sub/a.ts"), "--root", at("plain"))).to.equal(excluded);
    expect(await headline(at("tree/src/a.ts"), "--root", at("tree/src"))).to.equal(
      "a.ts is measured and graded",
    );
  });

  it("follows links above the path, as the system does", async () => {
    symlinkSync(at("tree"), at("shortcut"));
    expect(await headline(at("shortcut/legacy/a.ts"))).to.contain("legacy/a.ts is not measured (excluded)");
  });

  it("prints JSON, the same bytes each time (P11)", async () => {
    const first = await sealgrade("explain", at("tree/legacy/a.ts"), "--format", "json");
    const second = await sealgrade("explain", at("tree/legacy/a.ts"), "--format=json");
    expect(JSON.parse(first.stdout)).to.deep.equal({
      schemaVersion: 1,
      kind: "file",
      path: "legacy/a.ts",
      outcome: "excluded",
      because: 'exclude has the pattern "legacy/**"',
      setting: { file: ".sealgrade.yml", line: 1 },
      measured: null,
      settingsProblems: [],
    });
    expect(second.stdout).to.equal(first.stdout);
  });

  it("P12 prints nothing that acts on the terminal", async () => {
    const control = "\u001b[2J\u009b\u202e";
    mkdirSync(at("hostile"));
    writeFileSync(at(`hostile/${control}.ts`), "a;\n");
    writeFileSync(at("hostile/a.ts"), "a;\n");
    writeFileSync(
      at("hostile/.sealgrade.yml"),
      'exclude: ["a*", "!\\e[2J\\u009b\\u202e"]\n"\\e[2J\\u009b\\u202e": 1\n',
    );
    for (const [name, outcome] of [
      [`${control}.ts`, "its name is not safe to handle"],
      ["a.ts", "exclude has the pattern"],
    ] as const) {
      for (const format of ["text", "json"]) {
        const { stdout } = await sealgrade("explain", at(`hostile/${name}`), "--format", format);
        expect(stdout).to.contain(outcome).and.contain("there is no setting");
        expect(stdout).to.not.match(ACTS_ON_TERMINAL);
      }
    }
  });

  for (const [what, args, message] of [
    ["no path", [], "Name one file or folder: `sealgrade explain PATH`."],
    ["two paths", ["a", "b"], "Name one file or folder: `sealgrade explain PATH`."],
    ["an unknown format", [".", "--format", "xml"], '--format is one of text, json, not "xml".'],
    ["a root that is no folder", [".", "--root", "/no/such"], "The root is no folder. Check the path."],
    [
      "a path outside of the root",
      ["/", "--root", "."],
      "The path lies outside of the root. Name a path below it.",
    ],
    ["a path that is not there", ["no-such-file.ts"], "No such file or folder is there. Check the path."],
    [
      "a path that the revision has not",
      ["no-such-file.ts", "--revision", "HEAD"],
      "No such file or folder is in that revision. Check the path.",
    ],
  ] as const) {
    it(`refuses ${what} with status 2 and one line`, async () => {
      const { status, stdout, stderr } = await sealgrade("explain", ...args);
      expect([status, stdout, stderr]).to.deep.equal([2, "", `sealgrade: ${message}\n`]);
    });
  }
});
