import { expect } from "chai";
import { compileLanguage } from "../../../analyzer/languages/language.js";
import { LANGUAGES } from "../../../analyzer/languages/registry.js";
import type { LanguageTable } from "../../../analyzer/languages/table.js";
import { TreeBuffer } from "../../../analyzer/syntax/flatTree.js";
import { type Grammar, loadGrammar } from "../../../analyzer/syntax/grammars.js";
import { GRAMMAR_FOLDER } from "../support/fixtures.js";

function load(table: LanguageTable, file: string): Promise<Grammar> {
  const buffer = new TreeBuffer();
  return loadGrammar({ grammarFolder: GRAMMAR_FOLDER, file, sample: table.sample, buffer });
}

describe("language tables", () => {
  for (const table of LANGUAGES) {
    it(`name only what the grammars of ${table.id} have`, async () => {
      for (const file of table.grammars) compileLanguage(table, await load(table, file));
    });

    it(`refuse a node kind, a token and a field that ${table.id} lacks, naming language and word`, async () => {
      const grammar = await load(table, table.grammars[0]);
      const wrong = [
        { ...table, concepts: { ...table.concepts, Loop: ["forever"] } },
        { ...table, concepts: { ...table.concepts, And: ["'&&&&'"] } },
        { ...table, functions: { ...table.functions, name: [".torso"] } },
        // Named kinds and tokens are not the same, even where they are spelt alike.
        { ...table, parentheses: ["("] },
      ];
      for (const [index, word] of ["forever", "&&&&", "torso", '"\\('].entries()) {
        expect(() => compileLanguage(wrong[index] ?? table, grammar), word).to.throw(
          new RegExp(`table of ${table.id}.*${word}`),
        );
      }
    });
  }

  it("say what is wrong when a grammar's file is missing", async () => {
    const [table] = LANGUAGES;
    if (table === undefined) throw new Error("no languages");
    const error: unknown = await load(table, "tree-sitter-none.wasm").catch((cause: unknown) => cause);
    expect(String(error)).to.equal(
      "Error: The grammar tree-sitter-none.wasm could not be loaded. Build the project again.",
    );
  });
});
