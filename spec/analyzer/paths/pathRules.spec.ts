import { expect } from "chai";
import { createPathRules, type PathRulesInput } from "../../../analyzer/paths/pathRules.js";
import { parseSettings } from "../../../analyzer/settings/parseSettings.js";

const rulesOf = (sealgradeYml: string, more: Omit<PathRulesInput, "settings"> = {}) =>
  createPathRules({ settings: parseSettings({ sealgradeYml: Buffer.from(sealgradeYml) }).settings, ...more });

/** `source`, `test` or the reason a path is skipped for. */
function outcome(rules: ReturnType<typeof rulesOf>, path: string): string {
  const classification = rules.classify(path);
  return "skip" in classification ? classification.skip : classification.role;
}

describe("createPathRules", () => {
  const tests = [
    "test/a.ts",
    "pkg/tests/a.py",
    "spec/a.rb",
    "specs/deep/down/a.ts",
    "src/__tests__/a.js",
    "testdata/a.go",
    "fixtures/a.ts",
    "server_test.go",
    "a.test.ts",
    "a.spec.tsx",
    "user_spec.rb",
    "test_user.py",
    "UserTest.java",
    "UserTests.swift",
    "UserSpec.scala",
  ];
  for (const path of tests)
    it(`takes ${path} for a test`, () => expect(outcome(rulesOf(""), path)).to.equal("test"));

  const vendored = [
    "node_modules/x/a.js",
    "web/bower_components/a.js",
    "vendor/a.go",
    "third_party/a.c",
    "ios/Pods/a.m",
  ];
  for (const path of [
    ...vendored,
    "Carthage/a.swift",
    "Godeps/a.go",
    ".venv/a.py",
    "lib/site-packages/a.py",
  ]) {
    it(`takes ${path} for vendored`, () => expect(outcome(rulesOf(""), path)).to.equal("vendored"));
  }

  for (const path of [
    "package-lock.json",
    "sub/go.sum",
    "api/user.pb.go",
    "user_pb2.py",
    "Form.Designer.cs",
    "user.g.dart",
  ]) {
    it(`takes ${path} for generated`, () => expect(outcome(rulesOf(""), path)).to.equal("generated"));
  }

  for (const path of [
    "src/a.ts",
    "latest.ts",
    "contest/a.py",
    "vendor.go",
    "src/vendors/a.go",
    "specification/a.ts",
    "deps/a.py",
    "build/a.ts",
  ]) {
    it(`takes ${path} for source`, () => expect(outcome(rulesOf(""), path)).to.equal("source"));
  }

  it("knows build output and Elixir's dependencies by the manifest beside them", () => {
    const paths = [
      "core/Cargo.toml",
      "app/build.gradle.kts",
      "net/App.csproj",
      "mix.exs",
      "web/package.json",
    ];
    const rules = rulesOf("", { paths });
    const generated = ["core/target/a.rs", "app/build/deep/a.java", "net/obj/a.cs", "web/dist/a.js"];
    expect(generated.map((path) => outcome(rules, path))).to.deep.equal(generated.map(() => "generated"));
    expect(outcome(rules, "deps/phoenix/a.ex")).to.equal("vendored");
    const sources = [
      "target/a.rs",
      "core/src/target/a.rs",
      "app/deps/a.ts",
      "web/build/a.js",
      "web/bin/a.js",
    ];
    expect(sources.map((path) => outcome(rules, path))).to.deep.equal(sources.map(() => "source"));
  });

  it("takes out what exclude names, and what it takes back itself stays", () => {
    const rules = rulesOf('exclude: ["legacy/*", "!legacy/keep.ts", "*.tmp.ts", "/only.ts"]');
    const paths = ["legacy/a.ts", "legacy/keep.ts", "src/a.tmp.ts", "only.ts", "src/only.ts"];
    expect(paths.map((path) => outcome(rules, path))).to.deep.equal([
      "excluded",
      "source",
      "excluded",
      "excluded",
      "source",
    ]);
  });

  it("reads generated and vendored from .gitattributes, the last line that says something winning", () => {
    const gitattributes = Buffer.from(
      [
        "# comment linguist-generated",
        "gen/** linguist-generated",
        "gen/hand.ts -linguist-generated",
        "lib/*.js text linguist-vendored=true eol=lf",
        '"with space/*" linguist-generated=true',
        "vendor/ours/** linguist-vendored=false",
        "folder/ linguist-generated",
        "src/*.ts text",
      ].join("\r\n"),
    );
    const rules = rulesOf("", { gitattributes });
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

  it("brings back by include what built-in lists, .gitattributes and exclude took", () => {
    const rules = rulesOf(
      'exclude: ["old/**"]\ninclude: ["vendor/ours/**", "gen/**", "old/good.ts", "go.sum"]',
      {
        gitattributes: Buffer.from("gen/** linguist-generated\n"),
      },
    );
    for (const path of ["vendor/ours/a.go", "gen/a.ts", "old/good.ts", "go.sum"]) {
      expect(rules.classify(path), path).to.deep.equal({ role: "source", broughtBack: true });
    }
    expect(rules.classify("vendor/ours/a_test.go")).to.deep.equal({ role: "test", broughtBack: true });
    expect(outcome(rules, "vendor/theirs/a.go")).to.equal("vendored");
    expect(rules.classify("src/a.ts")).to.deep.equal({ role: "source", broughtBack: false });
  });

  it("adds test paths, and makes sources of built-in tests by a pattern with !", () => {
    const rules = rulesOf('tests: ["qa/**", "!spec/**"]');
    expect(["qa/a.ts", "spec/openapi/a.ts", "test/a.ts"].map((path) => outcome(rules, path))).to.deep.equal([
      "test",
      "source",
      "test",
    ]);
  });

  it("explains each decision by the line that made it", () => {
    const rules = rulesOf('exclude:\n  - old/**\ninclude: ["vendor/ours/**"]\ntests: ["qa/**"]', {
      gitattributes: Buffer.from("\ngen/** linguist-generated\n"),
    });
    const settings = (line: number) => ({ file: ".sealgrade.yml", line });
    const source = { role: "source", broughtBack: false };
    const expected = {
      "old/a.ts": [{ skip: "excluded" }, 'exclude has the pattern "old/**"', settings(2)],
      "vendor/ours/a.go": [
        { role: "source", broughtBack: true },
        'include has the pattern "vendor/ours/**"',
        settings(3),
      ],
      "qa/a.ts": [{ role: "test", broughtBack: false }, 'tests has the pattern "qa/**"', settings(4)],
      "gen/a.ts": [
        { skip: "generated" },
        "it has the attribute linguist-generated",
        { file: ".gitattributes", line: 2 },
      ],
      "vendor/a.go": [{ skip: "vendored" }, "it is in a folder named vendor", null],
      "a.test.ts": [{ role: "test", broughtBack: false }, "it is named like *.test.*", null],
      "src/a.ts": [source, "nothing takes it out", null],
    };
    for (const [path, [classification, because, setting]] of Object.entries(expected)) {
      expect(rules.explain(path), path).to.deep.equal({ classification, because, setting });
    }
  });

  it("reports the patterns that matched nothing, by line", () => {
    const rules = rulesOf('tests: ["qa/**"]\nexclude:\n  - old/**\n  - src/*.tmp\n');
    for (const path of ["src/a.ts", "old/a.ts"]) rules.classify(path);
    expect(rules.problems()).to.deep.equal([
      { file: ".sealgrade.yml", line: 1, message: 'tests: the pattern "qa/**" matches nothing' },
      { file: ".sealgrade.yml", line: 4, message: 'exclude: the pattern "src/*.tmp" matches nothing' },
    ]);
  });

  it("P12 gives up on patterns that cost too much for the tree, and says so", () => {
    const rules = rulesOf('exclude: ["**/b*b*b*c/**/*", "*.tmp"]', { maxSteps: 1000 });
    expect(outcome(rules, "a.tmp")).to.equal("excluded");
    // Each path has a folder of its own, of some 30 comparisons.
    for (let index = 0; index < 100; index++) rules.classify(`bbbbbbbbbbbbbbbbbbbb${index}/a.ts`);
    expect(outcome(rules, "b.tmp")).to.equal("source");
    expect(rules.problems()).to.deep.equal([
      {
        file: ".sealgrade.yml",
        line: 1,
        message:
          "the patterns take too long on so many paths and were not applied to all of them; use fewer * and **",
      },
    ]);
  });
});
