import { readFileSync } from "node:fs";
import path from "node:path";
import { Language, Parser, type Tree } from "web-tree-sitter";
import { type CpuLimit, threadCpuLimit } from "./cpuLimit.js";
import { decodeCursor } from "./decodeCursor.js";
import { decodeHeap } from "./decodeHeap.js";
import { type FlatTree, TreeBuffer } from "./flatTree.js";
import { type HeapLanguage, readHeapLanguage } from "./heapLanguage.js";
import { type Kernel, NEWEST_ABI, type PlainParser } from "./kernel.js";
import { type ParserRuntime, startRuntime } from "./runtime.js";
import { unitsOfText } from "./source.js";

/** One loaded grammar: its vocabulary, and a parser for it. */
export interface Grammar {
  /** File name of the grammar. */
  readonly name: string;
  /** Names of the node kinds by symbol; several symbols may share a name. */
  readonly kinds: readonly string[];
  isNamed(symbol: number): boolean;
  /** Id of a field, `null` when the grammar has none of that name. */
  fieldId(name: string): number | null;
  /** How trees are read: `cursor` means that the self-check failed and parsing is slower, not wrong. */
  readonly decoder: "heap" | "cursor";
  /** Whether texts without errors have a quicker parser: `false` means that the grammar's tables are of a newer form. */
  readonly isPlainParserUsed: boolean;
  /** What measures its trees. */
  readonly kernel: Kernel;
  /**
   * Parses a text. The tree is the kernel's, valid until the next parse of any grammar.
   * @returns `null` when the text needs more steps than its size allows, or more time than any file gets.
   */
  parse(units: Uint16Array): FlatTree | null;
}

export interface GrammarOptions {
  readonly grammarFolder: string;
  /** File name in that folder. */
  readonly file: string;
  /** Text on which the fast decoder must agree with the public cursor. */
  readonly sample: string;
  /** Storage for the trees of tree-sitter's own parser. */
  readonly buffer: TreeBuffer;
  /** Replaced in specs, whose time may not depend on the machine. */
  readonly cpuLimit?: CpuLimit;
  /** Replaced in specs, to see what happens when memory does not look as expected. */
  readonly decodeHeap?: typeof decodeHeap;
  /** Replaced in specs, to see tree-sitter's parser alone. */
  readonly plainParser?: PlainParser;
}

/**
 * Loads a grammar. The fast decoder is checked on its sample before the first tree that tree-sitter's own parser makes: few
 * files need that parser, and the check takes longer than loading.
 * @throws Error when the grammar's file is missing or does not fit the parser.
 */
export async function loadGrammar(options: GrammarOptions): Promise<Grammar> {
  const runtime = await startRuntime(options.grammarFolder);
  const language = await loadLanguage(options);
  const parser = new Parser().setLanguage(language);
  const address = addressOf(language);
  const tables = readHeapLanguage(runtime.memory(), address);
  const { kernel } = runtime;
  const plainParser = options.plainParser ?? kernel.plainParser;
  const isPlainParserUsed = tables.abiVersion <= NEWEST_ABI;
  let chosen: Decoder | undefined;
  const decoder = () => {
    chosen ??= chooseDecoder({ ...options, runtime, parser }, tables);
    return chosen;
  };
  return {
    name: options.file,
    kinds: Array.from(
      { length: language.nodeTypeCount },
      (_, symbol) => language.nodeTypeForId(symbol) ?? "",
    ),
    isNamed: (symbol) => language.nodeTypeIsNamed(symbol),
    fieldId: (name) => language.fieldIdForName(name),
    get decoder() {
      return decoder().name;
    },
    isPlainParserUsed,
    kernel,
    parse(units) {
      if (!isPlainParserUsed || !plainParser.parse(address, units)) {
        const tree = parseWith({ ...options, runtime, parser, units, decode: decoder().decode });
        if (tree === null) return null;
        kernel.take(tree);
      }
      return kernel.tree();
    },
  };
}

type Decode = (tree: Tree, out: TreeBuffer) => void;

interface Decoder {
  readonly name: Grammar["decoder"];
  readonly decode: Decode;
}

/**
 * Parser steps, in the parser's own unit of 100, for each unit of text and for any text. Source code needs
 * up to 0.02 (measured on 5,000 files); text made to confuse error recovery needs many times that. A count,
 * not a clock, so that the same bytes have the same outcome on any machine.
 */
const STEPS_PER_UNIT = 0.2;
const STEPS_AT_LEAST = 5_000;
/**
 * CPU time of one parse in ms. Some grammars' single steps become slow on hostile nesting, which no count
 * sees; the largest file that is ever measured (1 MiB) takes about 300.
 */
const PARSE_CPU_MS = 2_000;

interface Parsing {
  readonly runtime: ParserRuntime;
  readonly parser: Parser;
  readonly units: Uint16Array;
  readonly decode: Decode;
  readonly buffer: TreeBuffer;
  readonly cpuLimit?: CpuLimit;
}

function parseWith(parsing: Parsing): FlatTree | null {
  const { runtime, parser, units, decode, buffer, cpuLimit = threadCpuLimit } = parsing;
  const mostSteps = STEPS_AT_LEAST + units.length * STEPS_PER_UNIT;
  const isLate = cpuLimit(PARSE_CPU_MS);
  let steps = 0;
  const isOverBudget = () => ++steps > mostSteps || isLate();
  runtime.offer(units);
  // The text goes through the runtime's own reader, so the callback that the library wants is never asked.
  const tree = parser.parse(() => undefined, null, { progressCallback: isOverBudget });
  if (tree === null) {
    parser.reset();
    return null;
  }
  try {
    decode(tree, buffer);
    return buffer;
  } finally {
    tree.delete();
  }
}

async function loadLanguage({ grammarFolder, file }: GrammarOptions): Promise<Language> {
  try {
    return await Language.load(readFileSync(path.join(grammarFolder, file)));
  } catch (cause) {
    throw new Error(`The grammar ${file} could not be loaded. Build the project again.`, { cause });
  }
}

/** The fast decoder where it reads the sample as the public cursor does. */
function chooseDecoder(
  options: Pick<Parsing, "runtime" | "parser" | "cpuLimit"> & Pick<GrammarOptions, "sample" | "decodeHeap">,
  tables: HeapLanguage,
): Decoder {
  const { runtime } = options;
  const decodeTree = options.decodeHeap ?? decodeHeap;
  const heap: Decode = (tree, out) => decodeTree(runtime.memory(), tables, addressOf(tree), out);
  if (runtime.isKnownBuild && agrees(options, heap)) return { name: "heap", decode: heap };
  return { name: "cursor", decode: decodeCursor };
}

/** The library keeps the address of its native object in an element its types do not show. */
function addressOf(object: Language | Tree): number {
  const address: unknown = Reflect.get(object, 0);
  if (typeof address !== "number") throw new Error("the parser's objects have no address");
  return address;
}

/** Whether the fast decoder reads the sample as the public cursor does. */
function agrees(
  options: Pick<Parsing, "runtime" | "parser" | "cpuLimit"> & { readonly sample: string },
  heap: Decode,
): boolean {
  const fast = new TreeBuffer();
  const sure = new TreeBuffer();
  const decode: Decode = (tree) => {
    heap(tree, fast);
    decodeCursor(tree, sure);
  };
  try {
    parseWith({ ...options, units: unitsOfText(options.sample), decode, buffer: fast });
    return equalTrees(fast, sure);
  } catch {
    // Whatever a decoder throws on an unknown layout, the answer is the same: do not use it.
    return false;
  }
}

/** Whether two trees are the same in every array. */
export function equalTrees(a: FlatTree, b: FlatTree): boolean {
  if (a.count !== b.count) return false;
  const names = ["symbol", "field", "start", "end", "row", "parent", "last", "flags"] as const;
  return names.every((name) => {
    for (let node = 0; node < a.count; node++) if (a[name][node] !== b[name][node]) return false;
    return true;
  });
}
