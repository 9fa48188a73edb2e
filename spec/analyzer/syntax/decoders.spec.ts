import { readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { createAnalyzer } from "../../../analyzer/createAnalyzer.js";
import { LANGUAGES } from "../../../analyzer/languages/registry.js";
import { TreeBuffer } from "../../../analyzer/syntax/flatTree.js";
import { equalTrees, type Grammar, loadGrammar } from "../../../analyzer/syntax/grammars.js";
import { unitsOfText } from "../../../analyzer/syntax/source.js";
import { FIXTURES, GRAMMAR_FOLDER, KEEP_ALL, NO_PLAIN_PARSER, readFixture } from "../support/fixtures.js";
import { hostileTexts } from "../support/hostile.js";

const noLimit = () => () => false;

const breakDecoder = () => {
  throw new RangeError("memory is not what it was");
};

async function bothDecoders(file: string, sample: string): Promise<{ heap: Grammar; cursor: Grammar }> {
  const options = {
    grammarFolder: GRAMMAR_FOLDER,
    file,
    sample,
    cpuLimit: noLimit,
    plainParser: NO_PLAIN_PARSER,
  };
  return {
    heap: await loadGrammar({ ...options, buffer: new TreeBuffer() }),
    cursor: await loadGrammar({ ...options, buffer: new TreeBuffer(), decodeHeap: breakDecoder }),
  };
}

function expectEqualTrees({ heap, cursor }: { heap: Grammar; cursor: Grammar }, text: string): void {
  const units = unitsOfText(text);
  const fast = heap.parse(units);
  const sure = cursor.parse(units);
  if (fast === null || sure === null) throw new Error("not parsed");
  expect(fast.count).to.equal(sure.count);
  expect(equalTrees(fast, sure)).to.equal(true);
}

describe("the decoders of syntax trees", () => {
  for (const { id, grammars, sample } of LANGUAGES) {
    for (const file of grammars) {
      it(`read the same tree of every fixture and hostile text with ${file}`, async () => {
        const decoders = await bothDecoders(file, sample);
        expect(decoders.heap.decoder).to.equal("heap");
        expect(decoders.cursor.decoder).to.equal("cursor");
        expectEqualTrees(decoders, sample);
        for (const fixture of FIXTURES) expectEqualTrees(decoders, readFixture(fixture.file));
        // The cursor takes seconds for the largest of them and shows nothing that smaller ones do not.
        for (const { bytes } of hostileTexts(id, { depth: 300, longLine: 1_000 })) {
          expectEqualTrees(decoders, Buffer.from(bytes).toString());
        }
      });
    }
  }

  it("read characters outside ASCII and the basic plane at their UTF-16 offsets", async () => {
    const decoders = await bothDecoders("tree-sitter-javascript.wasm", "a");
    expectEqualTrees(decoders, `const é = "😀"; // ü\nconst 変数 = \`\${é}👨‍👩‍👧\`;\n`.repeat(2000));
  });

  it("are chosen by a self-check: one that reads a wrong tree is not used", async () => {
    const grammar = await loadGrammar({
      grammarFolder: GRAMMAR_FOLDER,
      file: "tree-sitter-go.wasm",
      sample: "package a",
      buffer: new TreeBuffer(),
      decodeHeap: (_memory, _language, _tree, out) => out.clear(),
      plainParser: NO_PLAIN_PARSER,
    });
    expect(grammar.decoder).to.equal("cursor");
    expect(grammar.parse(unitsOfText("package a"))?.count).to.equal(4);
  });

  it("give the same facts, and the analyzer shows which one is in use", async () => {
    const options = { grammarFolder: GRAMMAR_FOLDER, plainParser: NO_PLAIN_PARSER };
    const fast = await createAnalyzer(options);
    const sure = await createAnalyzer({ ...options, decodeHeap: breakDecoder });
    for (const { language, file } of FIXTURES) {
      const bytes = Buffer.from(readFixture(file));
      const facts = await fast.analyzeFile(bytes, language, KEEP_ALL);
      expect(facts).to.deep.equal(await sure.analyzeFile(bytes, language, KEEP_ALL));
      expect(facts.kind).to.equal("facts");
    }
    expect(new Set(Object.values(fast.decoders()))).to.deep.equal(new Set(["heap"]));
    expect(new Set(Object.values(sure.decoders()))).to.deep.equal(new Set(["cursor"]));
  });
});

describe("the limits of parsing", () => {
  const sample = "package a";
  const options = {
    grammarFolder: GRAMMAR_FOLDER,
    file: "tree-sitter-go.wasm",
    sample,
    plainParser: NO_PLAIN_PARSER,
  };

  it("give up on a text that takes too long, and parse the next one as if nothing had been", async () => {
    const cpuLimit = () => {
      let looks = 0;
      return () => ++looks > 3;
    };
    const grammar = await loadGrammar({ ...options, buffer: new TreeBuffer(), cpuLimit });
    const long = unitsOfText(readFixture("go/functions.go").repeat(20));
    expect(grammar.parse(long)).to.equal(null);
    expect(grammar.parse(unitsOfText(sample))?.count).to.equal(4);
  });

  it("P12 leave the parser enough stack, so that recursion does not damage its memory", async () => {
    // The module's own stack ends at some 2,000 of these levels. That more of them end the thread is for hostile.spec.ts:
    // a stack that overflows while memory is freed leaves a heap that no other spec should get.
    const text = unitsOfText(`<?php ${"([{".repeat(3_000)}`);
    const php = { ...options, file: "tree-sitter-php.wasm", sample: "<?php" };
    const grammar = await loadGrammar({ ...php, buffer: new TreeBuffer(), cpuLimit: noLimit });
    expect(grammar.parse(text)).not.to.equal(null);
  });
});

describe("the parser's build", () => {
  it("is the one whose structures the decoder knows", () => {
    const manifest: unknown = JSON.parse(
      readFileSync(path.join(GRAMMAR_FOLDER, "../../../node_modules/web-tree-sitter/package.json"), "utf8"),
    );
    expect(manifest).to.include({ version: "0.27.1" });
  });
});
