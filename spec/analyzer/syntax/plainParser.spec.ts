import { expect } from "chai";
import { LANGUAGES } from "../../../analyzer/languages/registry.js";
import { ERROR_SYMBOL, type FlatTree, NodeFlag, TreeBuffer } from "../../../analyzer/syntax/flatTree.js";
import { equalTrees, type Grammar, loadGrammar } from "../../../analyzer/syntax/grammars.js";
import type { PlainParser } from "../../../analyzer/syntax/plainParser.js";
import { startRuntime } from "../../../analyzer/syntax/runtime.js";
import { unitsOfText } from "../../../analyzer/syntax/source.js";
import { fuzzing } from "../../support/loops.js";
import { FIXTURES, GRAMMAR_FOLDER, readFixture, readPieces } from "../support/fixtures.js";
import { hostileTexts } from "../support/hostile.js";
import { mutated, randomOf } from "../support/mutate.js";

/** A grammar, loaded once for both parsers: the memory of this process has room for so many. */
interface Subject {
  readonly grammar: Grammar;
  /** Whether the plain parser is asked first, or tree-sitter's alone. */
  isPlainAsked: boolean;
  /** Texts that the plain parser has read. */
  accepted: number;
}

async function loadSubject(file: string, sample: string): Promise<Subject> {
  const { plainParser } = await startRuntime(GRAMMAR_FOLDER);
  const state = { isPlainAsked: true, accepted: 0 };
  const counting: PlainParser = {
    parse(language, units, out) {
      const isRead = state.isPlainAsked && plainParser.parse(language, units, out);
      if (isRead) state.accepted++;
      return isRead;
    },
  };
  const grammar = await loadGrammar({
    grammarFolder: GRAMMAR_FOLDER,
    file,
    sample,
    cpuLimit: () => () => false,
    buffer: new TreeBuffer(),
    plainParser: counting,
  });
  return Object.assign(state, { grammar });
}

/** Fails unless both read the same tree; answers whether the plain parser read it, and whether it is one without errors. */
function compare(subject: Subject, text: string): { isPlain: boolean; isFaultless: boolean } {
  const { grammar } = subject;
  const units = unitsOfText(text);
  subject.isPlainAsked = false;
  const sure = copyOf(grammar.parse(units));
  subject.isPlainAsked = true;
  const before = subject.accepted;
  const fast = grammar.parse(units);
  const isPlain = subject.accepted > before;
  // tree-sitter's own gives up a text that needs too many steps; what the plain parser then reads is held to nothing.
  if (sure === null || fast === null) {
    if (!isPlain) expect(fast).to.equal(sure);
    return { isPlain, isFaultless: false };
  }
  if (!equalTrees(fast, sure)) throw new Error(`other trees of ${JSON.stringify(text.slice(0, 2000))}`);
  return { isPlain, isFaultless: isFaultless(sure) };
}

/** Both parsers write into the grammar's one buffer. */
function copyOf(tree: FlatTree | null): FlatTree | null {
  if (tree === null) return null;
  const { count, symbol, field, start, end, row, parent, last, flags } = tree;
  return {
    count,
    symbol: symbol.slice(0, count),
    field: field.slice(0, count),
    start: start.slice(0, count),
    end: end.slice(0, count),
    row: row.slice(0, count),
    parent: parent.slice(0, count),
    last: last.slice(0, count),
    flags: flags.slice(0, count),
  };
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
      describe(`of ${file}`, () => {
        const fixtures = FIXTURES.filter(({ language }) => language === id).map((one) =>
          readFixture(one.file),
        );
        let subject: Subject;
        before(async () => {
          subject = await loadSubject(file, sample);
        });

        it("reads every fixture that has no error as tree-sitter does", () => {
          expect(subject.grammar.isPlainParserUsed).to.equal(true);
          const { prelude, statement } = readPieces(id);
          expect(compare(subject, `${prelude}${statement}\n`)).to.deep.equal({
            isPlain: true,
            isFaultless: true,
          });
          for (const text of fixtures) {
            const { isPlain, isFaultless } = compare(subject, text);
            expect(isPlain).to.equal(isFaultless);
          }
        });

        it(`reads hostile and spoiled texts as tree-sitter does, or leaves them (seed ${seed}, ${rounds} rounds)`, () => {
          for (const { bytes } of hostileTexts(id, { depth: 300, longLine: 1_000 }))
            compare(subject, Buffer.from(bytes).toString());
          const pieces = readPieces(id);
          const random = randomOf(seed);
          for (let round = 0; round < rounds; round++)
            compare(subject, mutated(fixtures[round % fixtures.length] ?? "", pieces, random));
        });
      });
    }
  }

  it("P12 leaves a text to tree-sitter whose every token makes a scanner look ahead to the end", async () => {
    const subject = await loadSubject("tree-sitter-python.wasm", "a = 1");
    const isRead = (lines: number) => {
      const before = subject.accepted;
      subject.grammar.parse(unitsOfText(`if a:\n  b\n${"  #\n".repeat(lines)}`));
      return subject.accepted > before;
    };
    // After each comment Python's scanner reads all that follow, to find the indentation of the code behind them.
    expect(isRead(500)).to.equal(true);
    expect(isRead(5_000)).to.equal(false);
  });
});
