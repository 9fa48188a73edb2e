import { expect } from "chai";
import { createPathRules, type PathRulesInput } from "../../../analyzer/paths/pathRules.js";
import { parseSettings } from "../../../analyzer/settings/parseSettings.js";

const rulesOf = (sealgradeYml: string, more: Omit<PathRulesInput, "settings"> = {}) =>
  createPathRules({ settings: parseSettings({ sealgradeYml: Buffer.from(sealgradeYml) }).settings, ...more });

const attributes = (files: Readonly<Record<string, string>>) => ({
  gitattributes: new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)])),
});

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
    "a.test.d.ts",
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
      "py/setup.py",
      "eclipse/.classpath",
      "mill/build.mill",
    ];
    const rules = rulesOf("", { paths });
    const generated = [
      "core/target/a.rs",
      "app/build/deep/a.java",
      "net/obj/a.cs",
      "web/dist/a.js",
      "py/dist/a.py",
      "eclipse/bin/a.java",
      "mill/out/a.scala",
    ];
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

  it("brings back by include what built-in lists, .gitattributes and exclude took", () => {
    const rules = rulesOf(
      'exclude: ["old/**"]\ninclude: ["vendor/ours/**", "gen/**", "old/good.ts", "go.sum"]',
      attributes({ ".gitattributes": "gen/** linguist-generated\n" }),
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
    const rules = rulesOf(
      'exclude:\n  - old/**\ninclude: ["vendor/ours/**", "src/b.ts"]\ntests: ["qa/**"]',
      attributes({ ".gitattributes": "\ngen/** linguist-generated\n" }),
    );
    const settings = (line: number) => ({ file: ".sealgrade.yml", line });
    const noTest = { because: "nothing makes it a test", setting: null };
    const taken = (skip: string, because: string, setting: object | null) => ({
      ...{ classification: { skip }, because, setting, role: null },
    });
    const kept = (role: string, because: object) => ({
      classification: { role, broughtBack: false },
      ...{ because: "nothing takes it out", setting: null, role: because },
    });
    const broughtBack = (because: string) => ({
      classification: { role: "source", broughtBack: true },
      ...{ because, setting: settings(3), role: noTest },
    });
    const expected = {
      "old/a.ts": taken("excluded", 'exclude has the pattern "old/**"', settings(2)),
      "gen/a.ts": taken("generated", "it has the attribute linguist-generated", {
        file: ".gitattributes",
        line: 2,
      }),
      "vendor/a.go": taken("vendored", "it is in a folder named vendor", null),
      "vendor/ours/a.go": broughtBack(
        'include has the pattern "vendor/ours/**", although it is in a folder named vendor',
      ),
      "src/b.ts": broughtBack('include has the pattern "src/b.ts"'),
      "qa/a.ts": kept("test", { because: 'tests has the pattern "qa/**"', setting: settings(4) }),
      "a.test.ts": kept("test", { because: "it is named like *.test.*", setting: null }),
      "src/a.ts": kept("source", noTest),
    };
    for (const [path, explanation] of Object.entries(expected)) {
      expect(rules.explain(path), path).to.deep.equal(explanation);
    }
  });

  it("takes codebeat's patterns for excluding ones, and names its file", () => {
    const { settings } = parseSettings({ codebeatIgnore: Buffer.from("# old\nold/**\n*.tmp\n") });
    const rules = createPathRules({ settings });
    expect(rules.explain("old/a.ts")).to.deep.equal({
      classification: { skip: "excluded" },
      because: '.codebeatignore has the pattern "old/**"',
      setting: { file: ".codebeatignore", line: 2 },
      role: null,
    });
    expect(rules.problems()).to.deep.equal([
      { file: ".codebeatignore", line: 3, message: 'the pattern "*.tmp" matches nothing' },
    ]);
  });

  it("reports the patterns that matched nothing, by line", () => {
    const rules = rulesOf('tests: ["qa/**"]\nexclude:\n  - old/**\n  - src/*.tmp\n');
    for (const path of ["src/a.ts", "old/a.ts"]) rules.classify(path);
    expect(rules.problems()).to.deep.equal([
      { file: ".sealgrade.yml", line: 1, message: 'tests: the pattern "qa/**" matches nothing' },
      { file: ".sealgrade.yml", line: 4, message: 'exclude: the pattern "src/*.tmp" matches nothing' },
    ]);
  });

  it("reports the sub-projects that hold no file", () => {
    const rules = rulesOf("subprojects:\n  api: services/api\n  web: web\n  half: ser\n");
    for (const path of ["services/api/a.ts", "webs/a.ts", "vendor/web/a.ts"]) rules.classify(path);
    expect(rules.problems()).to.deep.equal([
      { file: ".sealgrade.yml", line: 3, message: "sub-project web: there is no file in web" },
      { file: ".sealgrade.yml", line: 4, message: "sub-project half: there is no file in ser" },
    ]);
  });

  it("P12 gives up in the middle of a path too, which may meet many patterns in many folders", () => {
    // 99 patterns of some 20 comparisons for each of 50 folders are 99,000; the last one is never asked.
    const patterns = Array.from({ length: 99 }, (_, index) => `"*b?${index}c"`);
    const rules = rulesOf(`exclude: [${patterns.join()}, "*.tmp"]`, { maxSteps: 1000 });
    expect(outcome(rules, `${`${"b".repeat(20)}/`.repeat(50)}a.tmp`)).to.equal("source");
    expect(rules.problems().map(({ message }) => message.slice(0, 26))).to.deep.equal([
      "the patterns take too long",
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
