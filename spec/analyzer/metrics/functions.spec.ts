import { expect } from "chai";
import { LANGUAGES } from "../../../analyzer/languages/registry.js";
import { expectationsOf, valuesOfFunction, valuesOfType } from "../support/expectations.js";
import { FIXTURE_LANGUAGES, FIXTURES, factsOf, readFixture } from "../support/fixtures.js";

/** The least number of functions that make a language's fixtures worth their name. */
const FEWEST_FUNCTIONS = 25;

describe("fixtures", () => {
  it("exist for every language", () => {
    expect(FIXTURE_LANGUAGES).to.deep.equal(LANGUAGES.map(({ id }) => id).sort());
  });

  for (const language of FIXTURE_LANGUAGES) {
    const texts = FIXTURES.filter((fixture) => fixture.language === language).map(({ file }) =>
      readFixture(file),
    );
    const expectations = texts.flatMap(expectationsOf);

    it(`of ${language} derive at least ${FEWEST_FUNCTIONS} functions, ABC and Halstead among them`, () => {
      const functions = expectations.filter(({ about }) => about === "function");
      expect(functions.length).to.be.at.least(FEWEST_FUNCTIONS);
      expect(functions.filter(({ values }) => "abc" in values).length).to.be.at.least(3);
      expect(functions.filter(({ values }) => "halstead" in values).length).to.be.at.least(2);
    });
  }
});

for (const { language, file } of FIXTURES) {
  describe(`functions and types of ${language} (${file})`, () => {
    const text = readFixture(file);
    const expectations = expectationsOf(text);
    const functionsWanted = expectations.filter(({ about }) => about === "function");
    const typesWanted = expectations.filter(({ about }) => about === "type");

    it("are all found, by name and first line, and no other function is", async () => {
      const { functions, types } = await factsOf(text, language);
      expect(functions.map(({ name, startLine }) => `${startLine} ${name}`)).to.deep.equal(
        functionsWanted.map(({ name, line }) => `${line} ${name}`),
      );
      expect(types.map(({ name, startLine }) => `${startLine} ${name}`)).to.include.members(
        typesWanted.map(({ name, line }) => `${line} ${name}`),
      );
    });

    for (const [index, wanted] of functionsWanted.entries()) {
      it(`measures ${wanted.name} of line ${wanted.line} as derived by hand`, async () => {
        const { functions } = await factsOf(text, language);
        const row = functions[index];
        if (row === undefined) throw new Error("not found");
        expect(valuesOfFunction(row, wanted)).to.deep.equal(wanted.values);
      });
    }

    for (const wanted of typesWanted) {
      it(`measures the type ${wanted.name} of line ${wanted.line} as derived by hand`, async () => {
        const { types } = await factsOf(text, language);
        const row = types.find(({ name, startLine }) => name === wanted.name && startLine === wanted.line);
        if (row === undefined) throw new Error("not found");
        expect(valuesOfType(row, wanted)).to.deep.equal(wanted.values);
      });
    }
  });
}
