import { expect } from "chai";
import fc from "fast-check";
import { parseSettings } from "../../../analyzer/settings/parseSettings.js";
import { DEFAULT_SETTINGS } from "../../../analyzer/settings/settings.js";
import { loops } from "../../support/loops.js";

const parse = (text: string) => parseSettings({ sealgradeYml: Buffer.from(text) });
/** A settings file of our own that says nothing: codebeat's comments no longer count. */
const NOTHING_SET = { ...DEFAULT_SETTINGS, codebeatComments: false };
const lines = (text: string) => parse(text).problems.map(({ line }) => line);

describe("parseSettings of hostile files", () => {
  it("P12 reports hostile files and goes on with default settings", () => {
    const hostile = {
      "64 KiB of brackets": "[".repeat(65_536),
      "64 KiB of nested maps": "{a: ".repeat(16_000),
      "more than 64 KiB": `exclude: ["${"a".repeat(65_536)}"]`,
      "a tag that would make code": "!!js/function 'function () {}'",
      "a list at the top": "- a",
      "two documents": "a: 1\n---\nb: 2\n",
    };
    for (const [what, text] of Object.entries(hostile)) {
      const { settings, problems } = parse(text);
      expect(settings, what).to.deep.equal(NOTHING_SET);
      expect(problems.length, what).to.be.within(1, 101);
    }
    const binary = parseSettings({ sealgradeYml: Buffer.from([0xff, 0xfe, 0x00]) });
    expect(binary.problems.map(({ message }) => message)).to.deep.equal([
      "the file is not UTF-8 and was not read",
    ]);
  });

  it("P12 says why a hostile file or a part of it was not read", () => {
    const expected = {
      // The whole would be a pattern that is too long, were it read.
      "the file is larger than 64 KiB and was not read": `exclude: ["${"a".repeat(65_536)}"]`,
      // Seventeen lists in a list are one more than are read.
      "this is nested too deeply to be read": `exclude: ${"[".repeat(18)}${"]".repeat(18)}`,
      "aliases (*name) are not read; write the value out": "tests: &a [x]\nexclude: *a\n",
    };
    for (const [message, text] of Object.entries(expected))
      expect(
        parse(text).problems.map((problem) => problem.message),
        message,
      ).to.include(message);
  });

  it("P12 never throws and never finds a line that is not there, whatever the file holds", () => {
    const piece = fc.constantFrom(
      ..."{}[]:,-?!&*#|>%@`'\"\\\n\t ~<".split(""),
      ...["exclude", "thresholds", "languages", "go", "function-length", "__proto__", "<<", "off", "1e400"],
      ...[
        "0x7fffffffffffffff",
        "-0",
        ".inf",
        ".nan",
        "\ud800",
        "\u2028",
        "\ufeff",
        "2001-01-01",
        "!!binary ",
      ],
      ...["---\n", "...\n", "%YAML 1.1\n", "&a ", "*a ", "a: ", "\n  ", "\n- "],
    );
    const text = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(text, (sealgradeYml) => {
        const bytes = Buffer.from(sealgradeYml);
        const count = sealgradeYml.split("\n").length;
        for (const files of [{ sealgradeYml: bytes }, { codebeatSettings: bytes, codebeatIgnore: bytes }])
          for (const { line } of parseSettings(files).problems) expect(line).to.be.within(1, count);
      }),
      { numRuns: loops(2000, 100_000) },
    );
  });

  it("P12 repeats no more than a little of a hostile key", () => {
    // YAML itself takes no key of more than 1,024 characters.
    expect(parse(`${"k".repeat(60_000)}: 1`).problems[0]?.message.length).to.be.below(200);
    for (const text of [
      "KEY: 1",
      "rules: { KEY: off }",
      "thresholds: { KEY: 1 }",
      "duplication: { KEY: 1 }",
    ]) {
      const [problem] = parse(text.replace("KEY", "k".repeat(1000))).problems;
      expect(problem?.message, text).to.include(`"${"k".repeat(60)}…"`);
    }
  });

  it("P12 takes no number that is none or that would make a report's sums inexact", () => {
    const numbers = [
      "1e400",
      ".inf",
      "-.inf",
      ".nan",
      "-1",
      "0",
      "1.5",
      "1000001",
      '"30"',
      "0x7fffffffffffffff",
    ];
    for (const number of numbers) {
      expect(lines(`thresholds: { function-length: ${number} }`), number).to.deep.equal([1]);
      expect(lines(`duplication: { mass: ${number} }`), number).to.deep.equal([1]);
    }
  });

  it("P12 is not moved by keys that every object has", () => {
    expect(lines("__proto__: { exclude: [a] }\nconstructor: 1\ntoString: 2\n")).to.deep.equal([1, 2, 3]);
    expect(lines("thresholds: { __proto__: 5, languages: { constructor: {} } }")).to.deep.equal([1, 1]);
  });
});
