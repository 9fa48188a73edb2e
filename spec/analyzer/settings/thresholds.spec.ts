import { expect } from "chai";
import { findRule, RULES } from "../../../analyzer/rules/index.js";
import { parseSettings } from "../../../analyzer/settings/parseSettings.js";
import { DEFAULT_SETTINGS } from "../../../analyzer/settings/settings.js";
import { explainThresholds, thresholdsFor } from "../../../analyzer/settings/thresholds.js";

const settingsOf = (text: string) => parseSettings({ sealgradeYml: Buffer.from(text) }).settings;

describe("thresholdsFor", () => {
  const base = findRule("function-length");
  const rule = base && { ...base, languageThresholds: { go: [30, 50, 80, 120] as const } };

  it("takes a language's own thresholds until the settings say otherwise", () => {
    if (rule === undefined) throw new Error("there is no rule function-length");
    expect(thresholdsFor(DEFAULT_SETTINGS, rule, "go")).to.deep.equal([30, 50, 80, 120]);
    expect(thresholdsFor(DEFAULT_SETTINGS, rule, "python")).to.deep.equal([25, 40, 70, 100]);
    const general = settingsOf("thresholds: { function-length: [1, 2, 3, 4] }");
    expect(thresholdsFor(general, rule, "go")).to.deep.equal([1, 2, 3, 4]);
    const off = settingsOf("rules: { function-length: off }");
    expect(thresholdsFor(off, rule, "go")).to.equal(null);
  });
});

describe("explainThresholds", () => {
  it("names every rule with the line that set its thresholds", () => {
    const settings = settingsOf(
      [
        "thresholds:",
        "  function-length: 50", // 2
        "  function-nesting: [5, 6, 7, 8]", // 3
        "  languages:",
        "    go: { function-length: [1, 2, 3, 4] }", // 5
        "rules:",
        "  function-returns: off", // 7
      ].join("\n"),
    );
    const explained = (language: "go" | "python") =>
      new Map(explainThresholds(settings, language).map(({ rule, ...rest }) => [rule, rest]));
    const at = (line: number) => ({ file: ".sealgrade.yml", line });
    expect([...explained("go").keys()]).to.deep.equal(RULES.map(({ id }) => id));
    expect(explained("go").get("function-length")).to.deep.equal({ thresholds: [1, 2, 3, 4], from: at(5) });
    // [25, 40, 70, 100] scaled by 50 / 25
    expect(explained("python").get("function-length")).to.deep.equal({
      thresholds: [50, 80, 140, 200],
      from: at(2),
    });
    expect(explained("go").get("function-nesting")).to.deep.equal({ thresholds: [5, 6, 7, 8], from: at(3) });
    expect(explained("go").get("function-returns")).to.deep.equal({ thresholds: null, from: at(7) });
    expect(explained("go").get("function-cyclomatic")).to.deep.equal({
      thresholds: [6, 11, 21, 41],
      from: null,
    });
  });
});
