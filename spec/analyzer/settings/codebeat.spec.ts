import { expect } from "chai";
import { findRule } from "../../../analyzer/rules/index.js";
import { parseSettings } from "../../../analyzer/settings/parseSettings.js";
import { DEFAULT_SETTINGS } from "../../../analyzer/settings/settings.js";

const settingsOf = (text: string) => parseSettings({ codebeatSettings: Buffer.from(text) });
const ignoreOf = (text: string) => parseSettings({ codebeatIgnore: Buffer.from(text) });
const thresholds = (text: string) =>
  [...settingsOf(text).settings.languageThresholds].map(([language, rules]) => [language, [...rules]]);

describe("parseSettings with codebeat's files", () => {
  it("takes thresholds by language and check, and remembers their lines", () => {
    const { settings, problems } = settingsOf(
      '{\n  "GOLANG": {\n    "LOC": [30, 50, 80, 100],\n    "CYCLO": [25, 50, 75, 100]\n  },\n  "PYTHON": {"ARITY": [7, 8, 9, 10]}\n}\n',
    );
    expect(problems).to.deep.equal([]);
    expect(settings).to.deep.equal({
      ...DEFAULT_SETTINGS,
      languageThresholds: new Map([
        [
          "go",
          new Map([
            ["function-length", [30, 50, 80, 100]],
            ["function-cyclomatic", [25, 50, 75, 100]],
          ]),
        ],
        ["python", new Map([["function-parameters", [7, 8, 9, 10]]])],
      ]),
      origins: new Map([
        ["thresholds/languages/go/function-length", { file: ".codebeatsettings", line: 3 }],
        ["thresholds/languages/go/function-cyclomatic", { file: ".codebeatsettings", line: 4 }],
        ["thresholds/languages/python/function-parameters", { file: ".codebeatsettings", line: 6 }],
      ]),
    });
  });

  it("knows every check, and both of our rules for SIMILARITY", () => {
    const checks = {
      ABC: ["function-abc"],
      CYCLO: ["function-cyclomatic"],
      LOC: ["function-length"],
      ARITY: ["function-parameters"],
      BLOCK_NESTING: ["function-nesting"],
      RETURN_ARITY: ["function-return-values"],
      TOO_MANY_FUNCTIONS: ["type-functions"],
      TOO_MANY_IVARS: ["type-fields"],
      TOTAL_COMPLEXITY: ["type-complexity"],
      TOTAL_LOC: ["type-length"],
      SIMILARITY: ["duplicate-identical", "duplicate-similar"],
    };
    for (const [check, rules] of Object.entries(checks)) {
      expect(thresholds(`{"GO": {"${check}": [1, 2, 3, 4]}}`), check).to.deep.equal([
        ["go", rules.map((rule) => [rule, [1, 2, 3, 4]])],
      ]);
      expect(
        rules.map((rule) => findRule(rule)?.id),
        check,
      ).to.deep.equal(rules);
    }
  });

  it("reports a SIMILARITY that begins where no copies are found, once for both rules", () => {
    const text = '{"GO": {\n"SIMILARITY": [63, 80, 90, 100]},\n"PHP": {"SIMILARITY": [64, 80, 90, 100]}}';
    expect(settingsOf(text).problems).to.deep.equal([
      {
        file: ".codebeatsettings",
        line: 2,
        message:
          "copies are found from a mass of 64 on (duplication): a threshold of 63 finds none that are smaller",
      },
    ]);
  });

  it("takes GO and GOLANG for one language", () => {
    expect(thresholds('{"GO": {"LOC": [1, 2, 3, 4]}, "GOLANG": {"ARITY": [5, 6, 7, 8]}}')).to.deep.equal([
      [
        "go",
        [
          ["function-length", [1, 2, 3, 4]],
          ["function-parameters", [5, 6, 7, 8]],
        ],
      ],
    ]);
  });

  it("reads over commas at the end and reports each with its line", () => {
    const text = '{\n\t"PYTHON": {\n\t\t"LOC": [1, 2, 3, 4,],\n\t\t"ABC" :[5, 6, 7, 8],\n\t}\n}';
    const { problems } = settingsOf(text);
    const message = "JSON has no comma before a closing bracket; it was read over";
    expect(problems).to.deep.equal([
      { file: ".codebeatsettings", line: 3, message },
      { file: ".codebeatsettings", line: 4, message },
    ]);
    expect(thresholds(text)).to.deep.equal([
      [
        "python",
        [
          ["function-length", [1, 2, 3, 4]],
          ["function-abc", [5, 6, 7, 8]],
        ],
      ],
    ]);
  });

  it("sees no comma at the end in a text", () => {
    expect(settingsOf('{"PYTHON": {",]": 1}}').problems.map(({ message }) => message)).to.have.lengthOf(1);
  });

  it("reports what is wrong with its line and applies the rest", () => {
    const text = [
      "{",
      '  "LOC": [1, 2, 3, 4],', // 2: outside of a language, as in some repositories
      '  "COBOL": {},', // 3: no such language
      '  "PYTHON": {',
      '    "CYCLES": [1, 2, 3, 4],', // 5: no such check
      '    "ABC": [20, 39, 50],', // 6: three, as in some repositories
      '    "ARITY": [4, 3, 2, 1],', // 7: falls
      '    "LOC": [1, 2, 3, 4]',
      "  }",
      "}",
    ].join("\n");
    const { problems } = settingsOf(text);
    expect(problems.map(({ file, line }) => `${file}:${line}`)).to.deep.equal(
      [2, 3, 5, 6, 7].map((line) => `.codebeatsettings:${line}`),
    );
    expect(thresholds(text)).to.deep.equal([["python", [["function-length", [1, 2, 3, 4]]]]]);
  });

  it("applies nothing of a file that is no JSON, and says where it breaks", () => {
    const { settings, problems } = settingsOf(
      '{\n "PYTHON": {\n  "LOC": [1, 2, 3, 4].\n  "ABC": [1, 2, 3, 4]\n }\n}',
    );
    expect(settings).to.deep.equal(DEFAULT_SETTINGS);
    expect(problems[0]?.line).to.equal(3);
  });

  it("takes the lines of .codebeatignore for patterns to exclude", () => {
    const { settings, problems } = ignoreOf("\ufeff# ours\r\n\r\ndocs/**\r\n*.md  \r\na[b\r\n");
    expect(settings.exclude).to.deep.equal([
      { text: "docs/**", file: ".codebeatignore", line: 3 },
      { text: "*.md  ", file: ".codebeatignore", line: 4 },
    ]);
    expect(problems.map(({ file, line }) => `${file}:${line}`)).to.deep.equal([".codebeatignore:5"]);
  });

  it("applies the first 100 patterns", () => {
    const { settings, problems } = ignoreOf("a\n".repeat(101));
    expect(settings.exclude).to.have.lengthOf(100);
    expect(problems.map(({ line }) => line)).to.deep.equal([101]);
  });

  it("ignores both where there is a settings file of our own, and says so", () => {
    const { settings, problems } = parseSettings({
      sealgradeYml: Buffer.from(""),
      codebeatSettings: Buffer.from('{"GO": {"LOC": [1, 2, 3, 4]}}'),
      codebeatIgnore: Buffer.from("docs/**"),
    });
    expect(settings).to.deep.equal({ ...DEFAULT_SETTINGS, codebeatComments: false });
    const message = "this file is ignored, because there is a .sealgrade.yml";
    expect(problems).to.deep.equal([
      { file: ".codebeatignore", line: 1, message },
      { file: ".codebeatsettings", line: 1, message },
    ]);
  });

  it("P12 looks for commas at the end in time that grows with the file alone", () => {
    // Each open quote could be looked for its end through all that follow: 450 million characters.
    const quotes = `{"PYTHON": {a"${'\\"'.repeat(30_000)}: 1}}`;
    const begun = process.threadCpuUsage();
    settingsOf(quotes);
    expect(process.threadCpuUsage(begun).user / 1000).to.be.below(500);
  });
});
