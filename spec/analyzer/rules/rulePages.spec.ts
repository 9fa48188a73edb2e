import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { RULES } from "../../../analyzer/rules/index.js";
import { renderRuleIndex, renderRulePage } from "../../../analyzer/rules/renderRulePage.js";

const folder = fileURLToPath(new URL("../../../../docs/rules/", import.meta.url));
const pages = new Map([
  ...RULES.map((rule) => [`${rule.id}.md`, renderRulePage(rule)] as const),
  ["README.md", renderRuleIndex(RULES)],
]);

// The explicit switch: the pages are written anew instead of compared.
if (process.env["SPEC_WRITE_RULE_PAGES"] === "yes") {
  for (const [file, text] of pages) writeFileSync(`${folder}${file}`, text);
}

describe("docs/rules", () => {
  it("has a page for every rule and no other", () => {
    expect(readdirSync(folder).sort()).to.deep.equal([...pages.keys()].sort());
  });

  for (const [file, text] of pages) {
    it(`says in ${file} what the rule's literal says`, () => {
      expect(readFileSync(`${folder}${file}`, "utf8")).to.equal(text);
    });
  }
});

describe("renderRulePage", () => {
  it("works the price out", () => {
    const cyclomatic = RULES.find(({ id }) => id === "function-cyclomatic");
    expect(cyclomatic && renderRulePage(cyclomatic)).to.include("11 costs 10 + 2 × (11 − 6) = 20 minutes.");
  });
});

describe("RULES", () => {
  it("is sorted by id, which settles findings of equal price", () => {
    expect(RULES.map(({ id }) => id)).to.deep.equal(RULES.map(({ id }) => id).toSorted());
  });

  it("has four thresholds per rule that rise, and prices in hundredths of a minute", () => {
    for (const { id, thresholds, minutes } of RULES) {
      expect(
        thresholds.toSorted((a, b) => a - b),
        id,
      ).to.deep.equal(thresholds);
      expect(new Set(thresholds).size, id).to.equal(4);
      for (const price of [minutes.base, minutes.perUnit])
        expect(Number.isInteger(price * 100), id).to.equal(true);
    }
  });
});
