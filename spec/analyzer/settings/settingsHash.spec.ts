import { expect } from "chai";
import { parseSettings } from "../../../analyzer/settings/parseSettings.js";
import { DEFAULT_SETTINGS, mapSettingsKey, mapSettingsOf } from "../../../analyzer/settings/settings.js";
import { settingsHash } from "../../../analyzer/settings/settingsHash.js";

const hashOf = (text: string) => settingsHash(parseSettings({ sealgradeYml: Buffer.from(text) }).settings);

describe("settingsHash", () => {
  it("is a SHA-256 in hex", () => expect(settingsHash(DEFAULT_SETTINGS)).to.match(/^[0-9a-f]{64}$/));

  it("P11 does not change with what changes nothing", () => {
    const same = [
      "# a comment",
      "thresholds: { function-length: [25, 40, 70, 100] }",
      "thresholds: { languages: { go: { function-length: 25 }, python: {} } }",
      "rules: { function-length: on }",
      "duplication: { lines: 8, mass: 64 }",
    ];
    for (const text of same) expect(hashOf(text), text).to.equal(hashOf(""));
    expect(hashOf("rules: { function-returns: off, function-length: off }")).to.equal(
      hashOf("\n\nrules: { function-length: false, function-returns: false }"),
    );
  });

  it("P11 changes with everything that can change a report", () => {
    const different = [
      "",
      'exclude: ["a"]',
      'include: ["a"]',
      'tests: ["a"]',
      'exclude: ["a", "b"]',
      'exclude: ["b", "a"]',
      "thresholds: { function-length: 26 }",
      "thresholds: { languages: { go: { function-length: 26 } } }",
      "thresholds: { languages: { python: { function-length: 26 } } }",
      "rules: { function-length: off }",
      "subprojects: { a: x }",
      "subprojects: { a: y }",
      "duplication: { mass: 65 }",
      "duplication: { lines: 9 }",
    ];
    expect(new Set(different.map(hashOf)).size).to.equal(different.length);
    // Without a file codebeat's comments count, with an empty one they do not.
    expect(hashOf("")).to.not.equal(settingsHash(DEFAULT_SETTINGS));
  });
});

describe("mapSettingsOf", () => {
  it("keeps what a mark in the content would take out for files that include brought back, and no others", () => {
    expect(mapSettingsOf(DEFAULT_SETTINGS)).to.deep.equal({ keepGenerated: false, keepMinified: false });
    expect(mapSettingsOf(DEFAULT_SETTINGS, { broughtBack: true })).to.deep.equal({
      keepGenerated: true,
      keepMinified: true,
    });
  });

  it("tells components from other files, so that equal bytes of both have facts of their own", () => {
    const component = mapSettingsOf(DEFAULT_SETTINGS, { isComponent: true });
    expect(component).to.deep.equal({ keepGenerated: false, keepMinified: false, onlyScripts: true });
    expect(mapSettingsKey(component)).not.to.equal(mapSettingsKey(mapSettingsOf(DEFAULT_SETTINGS)));
  });

  it("does not depend on thresholds, so that changing them costs no new facts", () => {
    const { settings } = parseSettings({ sealgradeYml: Buffer.from("thresholds: { function-length: 99 }") });
    expect(mapSettingsKey(mapSettingsOf(settings))).to.equal(mapSettingsKey(mapSettingsOf(DEFAULT_SETTINGS)));
  });
});
