import { expect } from "chai";
import { LANGUAGE_IDS } from "../../../analyzer/settings/languageIds.js";
import { parseSettings } from "../../../analyzer/settings/parseSettings.js";
import { DEFAULT_SETTINGS } from "../../../analyzer/settings/settings.js";

const parse = (text: string) => parseSettings({ sealgradeYml: Buffer.from(text) });
/** A settings file of our own that says nothing: codebeat's comments no longer count. */
const NOTHING_SET = { ...DEFAULT_SETTINGS, codebeatComments: false };
const FILE = ".sealgrade.yml";

const EVERYTHING = `
exclude: ["legacy/**"]
include:
  - vendor/ours/**
tests: ["qa/**"]
thresholds:
  function-length: [15, 25, 45, 70]
  function-cyclomatic: 12
  languages: { go: { function-length: [30, 50, 80, 120], function-cyclomatic: 24 } }
rules: { function-returns: off, function-nesting: false, boolean-logic: on }
subprojects: { web: ./web/, api: services/api }
duplication: { mass: 100, lines: 10 }
`;

describe("parseSettings", () => {
  it("reads the first document of several and says so", () => {
    const { settings, problems } = parse('exclude: ["a"]\n---\nexclude: ["b"]\n');
    expect(settings.exclude).to.deep.equal([{ text: "a", file: FILE, line: 1 }]);
    expect(problems.map(({ line }) => line)).to.deep.equal([2]);
  });

  it("reads every key", () => {
    const { settings, problems } = parse(EVERYTHING);
    expect(problems).to.deep.equal([]);
    expect(settings).to.deep.equal({
      exclude: [{ text: "legacy/**", file: FILE, line: 2 }],
      include: [{ text: "vendor/ours/**", file: FILE, line: 4 }],
      tests: [{ text: "qa/**", file: FILE, line: 5 }],
      // [6, 11, 21, 41] scaled by 12 / 6, and that by 24 / 12 for Go
      thresholds: new Map([
        ["function-length", [15, 25, 45, 70]],
        ["function-cyclomatic", [12, 22, 42, 82]],
      ]),
      languageThresholds: new Map([
        [
          "go",
          new Map([
            ["function-length", [30, 50, 80, 120]],
            ["function-cyclomatic", [24, 44, 84, 164]],
          ]),
        ],
      ]),
      rulesOff: new Set(["function-returns", "function-nesting"]),
      subprojects: [
        { name: "api", path: "services/api" },
        { name: "web", path: "web" },
      ],
      duplication: { mass: 100, lines: 10 },
      codebeatComments: false,
      origins: new Map(
        Object.entries({
          "thresholds/function-length": 7,
          "thresholds/function-cyclomatic": 8,
          "thresholds/languages/go/function-length": 9,
          "thresholds/languages/go/function-cyclomatic": 9,
          "rules/function-returns": 10,
          "rules/function-nesting": 10,
          "subprojects/web": 11,
          "subprojects/api": 11,
          "duplication/mass": 12,
          "duplication/lines": 12,
        }).map(([key, line]) => [key, { file: FILE, line }]),
      ),
    });
  });

  it("takes default settings where there is no file", () => {
    expect(parseSettings({})).to.deep.equal({ settings: DEFAULT_SETTINGS, problems: [] });
  });

  for (const [what, text] of Object.entries({
    "an empty file": "",
    "comments alone": "# nothing\n",
    "empty keys": "exclude:\nrules:\n",
  })) {
    it(`takes ${what} for default settings`, () => {
      expect(parse(text)).to.deep.equal({ settings: NOTHING_SET, problems: [] });
    });
  }

  it("reports each mistake with its line and applies the rest", () => {
    const { settings, problems } = parse(
      [
        "exlude: [a]", // 1: no such key
        "exclude:",
        "  - 7", // 3: no text
        "  - good/**",
        "include: vendor/**", // 5: no list
        "thresholds:",
        "  function-lenght: 30", // 7: no such rule
        "  function-length: 30",
        "  function-nesting: [5, 4, 6, 8]", // 9: falls
        "  function-returns: 0", // 10: below 1
        "  languages: { cobol: { function-length: 9 } }", // 11: no such language
        "rules: { function-parameters: maybe }", // 12: neither on nor off
        "subprojects: { 'a b': x, up: ../y, ok: z }", // 13: twice
        "duplication: { mass: 1.5, lines: 9 }", // 14: not whole
      ].join("\n"),
    );
    expect(problems.map(({ line }) => line)).to.deep.equal([1, 3, 5, 7, 9, 10, 11, 12, 13, 13, 14]);
    expect(settings.exclude).to.deep.equal([{ text: "good/**", file: FILE, line: 4 }]);
    // [25, 40, 70, 100] scaled by 30 / 25
    expect([...settings.thresholds]).to.deep.equal([["function-length", [30, 48, 84, 120]]]);
    expect(settings.rulesOff.size).to.equal(0);
    expect(settings.subprojects).to.deep.equal([{ name: "ok", path: "z" }]);
    expect(settings.duplication).to.deep.equal({ mass: 64, lines: 9 });
  });

  it("says which size of a copy is used where facts carry none that small", () => {
    const { settings, problems } = parse("duplication:\n  mass: 31\n  lines: 3");
    expect(problems).to.deep.equal([
      { file: FILE, line: 2, message: "copies are found from a mass of 32 on: 31 is read as 32" },
      { file: FILE, line: 3, message: "copies are found from 4 code lines on: 3 is read as 4" },
    ]);
    expect(settings.duplication).to.deep.equal({ mass: 32, lines: 4 });
    expect(parse("duplication: { mass: 32, lines: 4 }").problems).to.deep.equal([]);
  });

  it("reports a threshold of copies that begins where none is found", () => {
    const text = [
      "thresholds:",
      "  duplicate-identical: [63, 128, 256, 512]", // 2: the least mass is 64
      "  duplicate-similar: [64, 128, 256, 512]",
      "  languages:",
      "    go: { duplicate-similar: 10 }", // 5
    ].join("\n");
    expect(parse(text).problems).to.deep.equal([
      {
        file: FILE,
        line: 2,
        message:
          "copies are found from a mass of 64 on (duplication): a threshold of 63 finds none that are smaller",
      },
      {
        file: FILE,
        line: 5,
        message:
          "copies are found from a mass of 64 on (duplication): a threshold of 10 finds none that are smaller",
      },
    ]);
    expect(parse(`${text}\nduplication: { mass: 32 }`).problems.map(({ line }) => line)).to.deep.equal([5]);
  });

  it("names in each report what would be right", () => {
    const [key, rule, language] = parse(
      "x: 1\nrules: { y: off }\nthresholds: { languages: { z: {} } }",
    ).problems;
    expect(key?.message).to.include('"x"').and.include("exclude, include, tests");
    expect(rule?.message).to.include('"y"').and.include("function-cyclomatic");
    expect(language?.message).to.include('"z"').and.include(LANGUAGE_IDS.join(", "));
  });

  it("takes the first of two equal keys and reports the second", () => {
    const { settings, problems } = parse("rules: { function-returns: off }\nrules: {}\n");
    expect(problems.map(({ line }) => line)).to.deep.equal([2]);
    expect([...settings.rulesOff]).to.deep.equal(["function-returns"]);
  });

  it("reads no aliases", () => {
    const { settings, problems } = parse('exclude: &list ["a/**"]\ninclude: *list\n');
    expect(problems.map(({ line }) => line)).to.deep.equal([2]);
    expect(settings.include).to.deep.equal([]);
  });

  it("applies nothing of a file that is no YAML, and says where it breaks", () => {
    const { settings, problems } = parse('exclude: ["a/**"]\nrules: { function-returns: off\n');
    expect(settings).to.deep.equal(NOTHING_SET);
    expect(problems).to.have.lengthOf.at.least(1);
    expect(problems[0]?.line).to.be.within(2, 3);
  });

  it("lists a hundred mistakes and counts the rest", () => {
    const { problems } = parse(Array.from({ length: 130 }, (_, index) => `key${index}: 1`).join("\n"));
    expect(problems).to.have.lengthOf(101);
    expect(problems[100]).to.deep.equal({
      file: ".sealgrade.yml",
      line: 101,
      message: "there are 30 more mistakes from here on",
    });
  });

  it("applies the first 100 patterns of a list", () => {
    const rows = Array.from({ length: 101 }, (_, index) => `  - p${index}`);
    const { settings, problems } = parse(`exclude:\n${rows.join("\n")}\n`);
    expect(settings.exclude).to.have.lengthOf(100);
    expect(problems.map(({ line }) => line)).to.deep.equal([102]);
  });
});
