import { expect } from "chai";
import { LANGUAGES } from "../../../analyzer/languages/registry.js";
import { ERROR_SYMBOL, type FlatTree, NodeFlag, TreeBuffer } from "../../../analyzer/syntax/flatTree.js";
import { equalTrees, type Grammar, loadGrammar } from "../../../analyzer/syntax/grammars.js";
import type { PlainParser } from "../../../analyzer/syntax/plainParser.js";
import { startRuntime } from "../../../analyzer/syntax/runtime.js";
import { unitsOfText } from "../../../analyzer/syntax/source.js";
import { fuzzing } from "../../support/loops.js";
import { FIXTURES, GRAMMAR_FOLDER, NO_PLAIN_PARSER, readFixture, readPieces } from "../support/fixtures.js";
import { hostileTexts } from "../support/hostile.js";
import { mutated, randomOf } from "../support/mutate.js";

interface Pair {
  /** tree-sitter's own parser. */
  readonly sure: Grammar;
  /** The plain parser first; `accepted` counts the texts that it read. */
  readonly fast: Grammar;
  accepted: number;
}

async function loadPair(file: string, sample: string): Promise<Pair> {
  const { plainParser } = await startRuntime(GRAMMAR_FOLDER);
  const options = { grammarFolder: GRAMMAR_FOLDER, file, sample, cpuLimit: () => () => false };
  const counting: PlainParser = {
    parse(language, units, out) {
      const isRead = plainParser.parse(language, units, out);
      if (isRead) pair.accepted++;
      return isRead;
    },
  };
  const pair: Pair = {
    sure: await loadGrammar({ ...options, buffer: new TreeBuffer(), plainParser: NO_PLAIN_PARSER }),
    fast: await loadGrammar({ ...options, buffer: new TreeBuffer(), plainParser: counting }),
    accepted: 0,
  };
  return pair;
}

/** Fails unless both read the same tree; answers whether the plain parser read it, and whether it is one without errors. */
function compare(pair: Pair, text: string): { isPlain: boolean; isFaultless: boolean } {
  const units = unitsOfText(text);
  const before = pair.accepted;
  const fast = pair.fast.parse(units);
  const isPlain = pair.accepted > before;
  const sure = pair.sure.parse(units);
  // tree-sitter's own gives up a text that needs too many steps; what the plain parser then reads is held to nothing.
  if (sure === null || fast === null) {
    if (!isPlain) expect(fast).to.equal(sure);
    return { isPlain, isFaultless: false };
  }
  if (!equalTrees(fast, sure)) throw new Error(`other trees of ${JSON.stringify(text.slice(0, 2000))}`);
  return { isPlain, isFaultless: isFaultless(sure) };
}

function isFaultless(tree: FlatTree): boolean {
  for (let node = 0; node < tree.count; node++)
    if (tree.symbol[node] === ERROR_SYMBOL || (tree.flags[node] ?? 0) & NodeFlag.Missing) return false;
  return true;
}

describe("the parser of texts without errors", function () {
  this.timeout(0);
  const { rounds, seed } = fuzzing(50);

  for (const { id, grammars, sample } of LANGUAGES) {
    for (const file of grammars) {
      const fixtures = FIXTURES.filter(({ language }) => language === id).map(({ file: name }) =>
        readFixture(name),
      );

      it(`reads ${file} as tree-sitter does: fixtures, all that have no error`, async () => {
        const pair = await loadPair(file, sample);
        expect(pair.fast.isPlainParserUsed).to.equal(true);
        const { prelude, statement } = readPieces(id);
        expect(compare(pair, `${prelude}${statement}\n`)).to.deep.equal({ isPlain: true, isFaultless: true });
        for (const text of fixtures) {
          const { isPlain, isFaultless } = compare(pair, text);
          expect(isPlain).to.equal(isFaultless);
        }
      });

      it(`reads ${file} as tree-sitter does, or leaves it: hostile and mutated texts (seed ${seed}, ${rounds} rounds)`, async () => {
        const pair = await loadPair(file, sample);
        for (const { bytes } of hostileTexts(id, { depth: 300, longLine: 4_000 }))
          compare(pair, Buffer.from(bytes).toString());
        const pieces = readPieces(id);
        const random = randomOf(seed);
        for (let round = 0; round < rounds; round++) {
          compare(pair, mutated(fixtures[round % fixtures.length] ?? "", pieces, random));
        }
      });
    }
  }
});
