import { readFileSync } from "node:fs";
import path from "node:path";
import { copyTree, type FlatTree, TreeView } from "./flatTree.js";
import { KernelFile } from "./kernelFile.js";
import type { Source } from "./source.js";

/** What the kernel needs of the module whose memory, functions and grammars it shares. */
export interface KernelHost {
  readonly memory: WebAssembly.Memory;
  /** Place of every function that is called by its address: grammars have theirs there. */
  readonly table: WebAssembly.Table;
  readonly realloc: Call;
}

/** Reads texts that have no syntax errors, in half of the time that tree-sitter's own parser needs, into the very same trees. */
export interface PlainParser {
  /**
   * @param language address of a `TSLanguage`, in bytes
   * @returns false when the text has an error or asks for more steps than its size allows; then there is no tree
   */
  parse(language: number, units: Uint16Array): boolean;
}

/**
 * What goes through every node of a file, in WebAssembly: see `kernel/index.ts`. It holds one tree and one text at a time; what it says
 * of nodes is about those.
 */
export interface Kernel {
  /** Leaves what it reads as the kernel's tree. */
  readonly plainParser: PlainParser;
  /** The kernel's tree, valid until the next one is read. */
  tree(): FlatTree;
  /** Takes the tree of another parser. */
  take(tree: FlatTree): void;
  /** Keeps numbers for good. @returns their address */
  keep(numbers: Uint8Array | Uint32Array): number;
  /**
   * Measures the tree.
   * @param language what `languages/kernelLanguage.ts` wrote
   * @param source the text, which may differ from what the parser read but for the places of everything
   */
  measure(language: number, source: Source): KernelFile;
  /** Whether a node of the file measured last is as a selector says. */
  fits(selector: number, node: number): boolean;
  /** First child that is a part, or `NO_NODE`. */
  childAt(node: number, part: number): number;
  /** Whether a child is a part of the node around it. */
  isPart(child: number, part: number): boolean;
}

type Call = (...values: number[]) => number;

/** The newest form of a grammar's tables that the parser knows (`TSLanguage.abi_version`). */
export const NEWEST_ABI = 15;
/** Built from `kernel/`. */
const MODULE_FILE = "kernel.wasm";
/** Bytes of a `TSLexer`. */
const LEXER_BYTES = 32;
/** Functions that lexers call, in the order of `TSLexer`. */
const LEXER_FUNCTIONS = ["advance", "markEnd", "columnOf", "isAtStart", "isAtEnd", "log"];

/** @throws Error when the module is missing from `grammarFolder` or is not what was built */
export function startKernel(grammarFolder: string, host: KernelHost): Kernel {
  const { memory, table, realloc } = host;
  const module = new WebAssembly.Module(readFileSync(path.join(grammarFolder, MODULE_FILE)));
  const { exports } = new WebAssembly.Instance(module, { env: { memory, table }, memory: { realloc } });
  const call = (name: string) => callable(exports, name);
  arrangeLexer(exports, host);
  const parse = call("parse");
  const flatten = call("flatten");
  const fits = call("fits");
  const isPart = call("isPart");
  const measure = call("measure");
  const openSource = call("openSource");
  const makeRoom = call("makeRoom");
  const tree = viewOfTree(exports, memory);
  const parsedText = new Room(host);
  const sourceText = new Room(host);
  const lineStarts = new Room(host);
  let parsed: Uint16Array | null = null;
  return {
    plainParser: {
      parse(language, units) {
        parsed = units;
        const root = parse(language, parsedText.put(units), units.byteLength);
        if (root !== 0) flatten(root);
        return root !== 0;
      },
    },
    tree,
    take(other) {
      makeRoom(other.count);
      copyTree(other, tree());
    },
    keep(numbers) {
      const address = realloc(0, numbers.byteLength);
      write(memory, address, numbers);
      return address;
    },
    measure(language, { units, lineStarts: starts, lineCount }) {
      const text = units === parsed ? parsedText.address : sourceText.put(units);
      openSource(text, lineStarts.put(starts), lineCount);
      const address = measure(language);
      // Only now: measuring may have moved the memory.
      return new KernelFile(memory.buffer, address);
    },
    fits: (selector, node) => fits(selector, node) !== 0,
    childAt: call("childAt"),
    isPart: (child, part) => isPart(child, part) !== 0,
  };
}

/** Memory for numbers that are written anew for each file. */
class Room {
  address = 0;
  private bytes = 0;
  private readonly host: KernelHost;

  constructor(host: KernelHost) {
    this.host = host;
  }

  /** @returns the address of the numbers */
  put(numbers: Uint16Array | Uint32Array): number {
    if (numbers.byteLength > this.bytes) {
      this.address = this.host.realloc(this.address, numbers.byteLength);
      this.bytes = numbers.byteLength;
    }
    write(this.host.memory, this.address, numbers);
    return this.address;
  }
}

function write(
  memory: WebAssembly.Memory,
  address: number,
  numbers: Uint8Array | Uint16Array | Uint32Array,
): void {
  new Uint8Array(memory.buffer).set(
    new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength),
    address,
  );
}

/** Tells grammars' lexers where the functions are that they call. */
function arrangeLexer(exports: WebAssembly.Exports, { table, realloc }: KernelHost): void {
  const functions = table.grow(LEXER_FUNCTIONS.length);
  for (const [index, name] of LEXER_FUNCTIONS.entries()) table.set(functions + index, exports[name]);
  callable(exports, "arrangeLexer")(realloc(0, LEXER_BYTES), functions);
}

/** Views of the tree's arrays are made anew when the arrays have moved, or all of the memory has. */
function viewOfTree(exports: WebAssembly.Exports, memory: WebAssembly.Memory): () => FlatTree {
  const arraysAt = callable(exports, "arraysAt");
  const arraysRoom = callable(exports, "arraysRoom");
  const nodeCount = callable(exports, "nodeCount");
  const view = new TreeView();
  return () => {
    view.look(memory.buffer, arraysAt(), arraysRoom());
    view.count = nodeCount();
    return view;
  };
}

function callable(exports: WebAssembly.Exports, name: string): Call {
  const value = exports[name];
  if (!isCall(value)) throw new Error(`${MODULE_FILE} has no function ${name}. Build the project again.`);
  return value;
}

/** Functions of the kernel take and give numbers. */
function isCall(value: unknown): value is Call {
  return typeof value === "function";
}
