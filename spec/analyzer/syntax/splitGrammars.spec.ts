import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { LANGUAGES } from "../../../analyzer/languages/registry.js";
import { TreeBuffer } from "../../../analyzer/syntax/flatTree.js";
import { equalTrees, loadGrammar } from "../../../analyzer/syntax/grammars.js";
import { unitsOfText } from "../../../analyzer/syntax/source.js";
import { FIXTURES, GRAMMAR_FOLDER, readFixture } from "../support/fixtures.js";
import { hostileTexts } from "../support/hostile.js";

const packages = path.resolve(GRAMMAR_FOLDER, "../../../node_modules");

/** Folders of the packages that grammars come from, by the grammar's file. */
const publishedIn = new Map([
  ["tree-sitter-swift.wasm", path.join(packages, "@repomix/tree-sitter-wasms/out")],
  ...[packages, path.join(packages, "@tree-sitter-grammars")]
    .flatMap((folder) => readdirSync(folder).map((name) => path.join(folder, name)))
    .filter((folder) => path.basename(folder).startsWith("tree-sitter-"))
    .flatMap((folder) => readdirSync(folder).map((file) => [file, folder] as const)),
]);

const isSplit = (file: string) => {
  const built = readFileSync(path.join(GRAMMAR_FOLDER, file));
  return !built.equals(readFileSync(path.join(publishedIn.get(file) ?? "", file)));
};

describe("grammars whose switches the build has split", () => {
  const split = LANGUAGES.flatMap(({ id, grammars, sample }) =>
    grammars.filter(isSplit).map((file) => ({ id, file, sample })),
  );

  it("are those with the largest lexers", () => {
    expect(split.map(({ file }) => file)).to.include.members([
      "tree-sitter-kotlin.wasm",
      "tree-sitter-cpp.wasm",
      "tree-sitter-objc.wasm",
      "tree-sitter-elixir.wasm",
      "tree-sitter-swift.wasm",
    ]);
  });

  for (const { id, file, sample } of split) {
    it(`parse every fixture and hostile text as published: ${file}`, async () => {
      const load = (grammarFolder: string) =>
        loadGrammar({ grammarFolder, file, sample, cpuLimit: () => () => false, buffer: new TreeBuffer() });
      const built = await load(GRAMMAR_FOLDER);
      const published = await load(publishedIn.get(file) ?? "");
      const texts = [
        sample,
        ...FIXTURES.map((fixture) => readFixture(fixture.file)),
        ...hostileTexts(id, { depth: 300, longLine: 1_000 }).map(({ bytes }) =>
          Buffer.from(bytes).toString(),
        ),
      ];
      for (const text of texts) {
        const units = unitsOfText(text);
        const tree = built.parse(units);
        const expected = published.parse(units);
        // A text that asks for too many steps is given up by both, as the steps are the same.
        const isEqual = tree === null || expected === null ? tree === expected : equalTrees(tree, expected);
        expect(isEqual, text.slice(0, 80)).to.equal(true);
      }
    });
  }
});
