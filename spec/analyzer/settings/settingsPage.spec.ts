import { readFileSync } from "node:fs";
import { expect } from "chai";
import { parseSettings } from "../../../analyzer/settings/parseSettings.js";
import { SECTIONS } from "../../../analyzer/settings/sections.js";

describe("docs/settings.md", () => {
  const page = readFileSync(new URL("../../../../docs/settings.md", import.meta.url), "utf8");
  const example = /```yaml\n([^`]*)```/.exec(page)?.[1] ?? "";

  it("shows every setting, in a form that the reader takes", () => {
    expect(example.match(/^\w+(?=:)/gm)).to.have.members([...SECTIONS]);
    expect(parseSettings({ sealgradeYml: Buffer.from(example) }).problems).to.deep.equal([]);
  });
});
