import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { parse } from "yaml";
import { z } from "zod";
import { parseSettings } from "../../../analyzer/settings/parseSettings.js";
import { renderSettingsSchema } from "../../../analyzer/settings/settingsSchema.js";

const file = fileURLToPath(new URL("../../../../docs/sealgrade.schema.json", import.meta.url));

// The explicit switch: the schema is written anew instead of compared.
if (process.env["SPEC_WRITE_SCHEMA"] === "yes") writeFileSync(file, renderSettingsSchema());

describe("docs/sealgrade.schema.json", () => {
  const schema = z.fromJSONSchema(JSON.parse(readFileSync(file, "utf8")));

  it("says what the settings' own definitions say", () => {
    expect(readFileSync(file, "utf8")).to.equal(renderSettingsSchema());
  });

  for (const text of [
    "{}",
    "exclude:\ninclude:\ntests:\nthresholds:\nrules:\nsubprojects:\nduplication:",
    'exclude: ["a"]\ninclude: [a/**]\ntests: ["!b"]',
    "thresholds: { function-length: 30, function-nesting: [1, 2, 2, 4], languages: { go: { function-length: 9 }, python: } }",
    "rules: { function-length: off, function-nesting: on, function-returns: false, boolean-logic: true }",
    "subprojects: { api: services/api, web.2: ./web/ }",
    "duplication: { mass: 32, lines: 1000000 }",
    "duplication: { lines: 4 }",
  ])
    it(`takes what the reader takes: ${text.split("\n", 1)[0]}`, () => {
      expect(parseSettings({ sealgradeYml: Buffer.from(text) }).problems).to.deep.equal([]);
      expect(schema.safeParse(parse(text)).error?.issues ?? []).to.deep.equal([]);
    });

  for (const text of [
    "[]",
    "exlude: [a]",
    "exclude: a",
    "exclude: [7]",
    'exclude: [""]',
    `exclude: [${"a, ".repeat(101)}]`,
    "thresholds: { function-lenght: 30 }",
    "thresholds: { function-length: 0 }",
    "thresholds: { function-length: 1.5 }",
    "thresholds: { function-length: [1, 2, 3] }",
    "thresholds: { function-length: [1, 2, 3, 4, 5] }",
    "thresholds: { languages: { cobol: {} } }",
    "thresholds: { languages: { go: { function-lenght: 1 } } }",
    "rules: { function-length: maybe }",
    "rules: { function-lenght: off }",
    "subprojects: { 'a b': x }",
    "subprojects: { a: 7 }",
    "duplication: { mass: 1000001 }",
    "duplication: { mass: 31 }",
    "duplication: { lines: 3 }",
    "duplication: { tokens: 5 }",
  ])
    it(`refuses what the reader complains about: ${text.slice(0, 60)}`, () => {
      expect(parseSettings({ sealgradeYml: Buffer.from(text) }).problems).to.not.deep.equal([]);
      expect(schema.safeParse(parse(text)).success).to.equal(false);
    });
});
