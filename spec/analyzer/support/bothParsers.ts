import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { expect } from "chai";
import { z } from "zod";
import { ERROR_SYMBOL, type FlatTree, NodeFlag, TreeBuffer } from "../../../analyzer/syntax/flatTree.js";
import { equalTrees, type Grammar, loadGrammar } from "../../../analyzer/syntax/grammars.js";
import type { PlainParser } from "../../../analyzer/syntax/kernel.js";
import { startRuntime } from "../../../analyzer/syntax/runtime.js";
import { unitsOfText } from "../../../analyzer/syntax/source.js";
import { GRAMMAR_FOLDER } from "./fixtures.js";

/** A grammar, loaded once for both parsers: the memory of this process has room for so many. */
export interface Subject {
  readonly grammar: Grammar;
  /** Whether the plain parser is asked first, or tree-sitter's alone. */
  isPlainAsked: boolean;
  /** Texts that the plain parser has read. */
  accepted: number;
}

/** @param sample a text of the language */
export async function loadSubject(file: string, sample: string): Promise<Subject> {
  const { plainParser } = (await startRuntime(GRAMMAR_FOLDER)).kernel;
  const state = { isPlainAsked: true, accepted: 0 };
  const counting: PlainParser = {
    parse(language, units) {
      const isRead = state.isPlainAsked && plainParser.parse(language, units);
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

/** Whether the plain parser read a text, and whether it is one without errors. */
const comparisonSchema = z.strictObject({ isPlain: z.boolean(), isFaultless: z.boolean() });
export type Comparison = z.infer<typeof comparisonSchema>;

/** Fails unless both read the same tree. */
export function compare(subject: Subject, text: string): Comparison {
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

/** {@link compare} in a thread of its own, whose memory no text before has filled or cut up. */
export async function compareAlone(
  file: string,
  sample: string,
  texts: readonly string[],
): Promise<Comparison[]> {
  const thread = new Worker(new URL("./compareThread.js", import.meta.url), {
    workerData: { file, sample, texts },
  });
  const [message] = await once(thread, "message");
  await thread.terminate();
  return z.array(comparisonSchema).parse(message);
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
