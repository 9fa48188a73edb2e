import { expect } from "chai";
import { expectationsOf, FIXTURES, factsOf, readFixture, valuesOfFunction } from "../support/fixtures.js";

/** The least number of functions that make a fixture worth its name. */
const FEWEST_FUNCTIONS = 25;

for (const { language, file } of FIXTURES) {
  describe(`functions of ${language} (${file})`, () => {
    const text = readFixture(file);
    const expectations = expectationsOf(text);

    it("are all found, by name and first line, and nothing else is", async () => {
      const { functions } = await factsOf(text, language);
      expect(functions.map(({ name, startLine }) => `${startLine} ${name}`)).to.deep.equal(
        expectations.map(({ name, line }) => `${line} ${name}`),
      );
      expect(expectations.length).to.be.at.least(FEWEST_FUNCTIONS);
    });

    for (const [index, wanted] of expectations.entries()) {
      it(`measures ${wanted.name} of line ${wanted.line} as derived by hand`, async () => {
        const { functions } = await factsOf(text, language);
        const row = functions[index];
        if (row === undefined) throw new Error("not found");
        expect(valuesOfFunction(row, wanted)).to.deep.equal(wanted.values);
      });
    }
  });
}
