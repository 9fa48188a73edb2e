import { readFileSync } from "node:fs";
import path from "node:path";
import { Parser } from "web-tree-sitter";
import { type Kernel, type KernelHost, startKernel } from "./kernel.js";

/** The parser's WebAssembly module, set up to read text and to be read. */
export interface ParserRuntime {
  /** Current contents of linear memory; a view is valid until the next parse. */
  memory(): ArrayBufferLike;
  /** Text that the next parse reads, in UTF-16 units. */
  offer(units: Uint16Array): void;
  /** What parses texts without errors and measures all trees, in the same memory. */
  readonly kernel: Kernel;
  /** Whether the module is the very build whose structures `decodeHeap` knows. */
  readonly isKnownBuild: boolean;
}

const RUNTIME_FILE = "web-tree-sitter.wasm";
/** `web-tree-sitter.wasm` 0.27.1 as published. */
const KNOWN_BUILD = { bytes: 210415, checksum: 0x76673ee2 };
/**
 * Memory at the start, in bytes: few files need more. It must be more than the module's own 32 MiB, since growing
 * detaches the buffer that JavaScript sees; until that happens first, V8 optimises as if no buffer ever were
 * detached, and then throws away all of it.
 */
const START_MEMORY_BYTES = 48 << 20;
/** Size of the parser's read buffer (`INPUT_BUFFER_SIZE` of its binding), less a terminator, in units. */
const CHUNK_UNITS = 5 * 1024 - 1;
/**
 * Stack of the module, in bytes. Its own 64 KiB lie directly above its data, which deep recursion overwrites
 * without a word; with these the stack of the JavaScript engine ends first, and that throws.
 */
const STACK_BYTES = 8 << 20;
const STACK_ALIGNMENT_BYTES = 16;
/**
 * Memory of the module, in bytes. Any 1 MiB of real code leaves it below a tenth of this; error recovery takes
 * the square of 40 KiB of `List<List<…`, in a single step. None of it is ever given back, so that the thread ends.
 */
const MOST_MEMORY_BYTES = 512 << 20;

let shared: Promise<ParserRuntime> | undefined;

/**
 * Starts the parser from `web-tree-sitter.wasm` in `grammarFolder`.
 *
 * The library keeps one module for the process and ignores every later `init`, so this is the one place
 * that may remember something between calls.
 * @throws Error when the file cannot be read or is no such module.
 */
export function startRuntime(grammarFolder: string): Promise<ParserRuntime> {
  shared ??= start(grammarFolder).catch((cause: unknown) => {
    shared = undefined;
    throw new Error(`The parser could not be started. Check that ${RUNTIME_FILE} is in the grammar folder.`, {
      cause,
    });
  });
  return shared;
}

async function start(grammarFolder: string): Promise<ParserRuntime> {
  const bytes = readFileSync(path.join(grammarFolder, RUNTIME_FILE));
  const reader = new TextReader();
  let arrangeMemory = () => {};
  let kernel: Kernel | undefined;
  await Parser.init({
    instantiateWasm(
      imports: WebAssembly.Imports,
      done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
    ) {
      const { env } = imports;
      if (env === undefined) throw new Error("the module has no imports named env");
      reader.attach(env["memory"]);
      // Ours copies a chunk of units at once; the library's makes a string and writes it unit by unit.
      env["tree_sitter_parse_callback"] = reader.read;
      const grow = limitMemory(env["emscripten_resize_heap"]);
      env["emscripten_resize_heap"] = grow;
      const module = new WebAssembly.Module(bytes);
      const instance = new WebAssembly.Instance(module, imports);
      arrangeMemory = () => {
        grow(START_MEMORY_BYTES);
        moveStack(env["__stack_pointer"], instance.exports["malloc"]);
        kernel = startKernel(grammarFolder, hostOf(env, instance));
      };
      // What is here already, grammars are given in place of the module's own.
      env["calloc"] = zeroedCalloc(instance.exports["calloc"]);
      done(instance, module);
      return {};
    },
  });
  arrangeMemory();
  if (kernel === undefined) throw new Error("the module was not instantiated");
  return {
    kernel,
    memory: () => reader.memory.buffer,
    offer: (units) => reader.offer(units),
    isKnownBuild: bytes.length === KNOWN_BUILD.bytes && checksum(bytes) === KNOWN_BUILD.checksum,
  };
}

/**
 * FNV-1a of 32 bits, over words of four bytes and without what is left of the last. It tells builds apart, not friend
 * from foe; the cryptography module would do it too and takes a thread longer to load than everything else here.
 */
function checksum(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let hash = 0x811c9dc5;
  for (let at = 0; at + 4 <= bytes.length; at += 4)
    hash = Math.imul(hash ^ view.getUint32(at, true), 0x01000193);
  return hash >>> 0;
}

/** What grows memory, up to a limit. */
function limitMemory(grow: unknown): (bytes: number) => unknown {
  if (typeof grow !== "function") throw new Error("the module does not ask for memory");
  return (bytes) => {
    if (bytes >>> 0 > MOST_MEMORY_BYTES) throw new RangeError("Maximum parser memory exceeded");
    return grow(bytes);
  };
}

function hostOf(env: WebAssembly.ModuleImports, { exports }: WebAssembly.Instance): KernelHost {
  const { memory, __indirect_function_table: table } = env;
  const { realloc } = exports;
  if (!(memory instanceof WebAssembly.Memory) || !(table instanceof WebAssembly.Table))
    throw new Error("the module does not import its memory and functions");
  if (typeof realloc !== "function") throw new Error("the module does not export its allocator");
  return { memory, table, realloc: (address, bytes) => realloc(address, bytes) };
}

function moveStack(pointer: unknown, allocate: unknown): void {
  if (!(pointer instanceof WebAssembly.Global) || typeof allocate !== "function")
    throw new Error("the module does not import its stack");
  const start: unknown = allocate(STACK_BYTES);
  if (typeof start !== "number" || start === 0) throw new Error("there is no memory for a stack");
  const end = start + STACK_BYTES;
  pointer.value = end - (end % STACK_ALIGNMENT_BYTES);
}

/**
 * The module's allocator of zeros, for grammars that ask for none of something and use one: Swift's scanner
 * does, and took what earlier files had left in that place for its state. Files then had other trees, or took
 * a hundred times as long, depending on the files before them.
 */
function zeroedCalloc(calloc: unknown): (count: number, size: number) => unknown {
  if (typeof calloc !== "function") throw new Error("the module does not export its allocator");
  return (count, size) => calloc(Math.max(count, 1), size);
}

/** The import through which the parser asks for text. */
class TextReader {
  memory = new WebAssembly.Memory({ initial: 0 });
  #units: Uint16Array = new Uint16Array();
  #halves = new Uint16Array();
  #words = new Uint32Array();

  attach(memory: unknown): void {
    if (!(memory instanceof WebAssembly.Memory)) throw new Error("the module does not import its memory");
    this.memory = memory;
  }

  offer(units: Uint16Array): void {
    this.#units = units;
  }

  /** Arguments as the binding has them: buffer address, unit offset, row, column, address of the length. */
  readonly read = (buffer: number, index: number, _row: number, _column: number, lengthAt: number): void => {
    if (this.#halves.buffer !== this.memory.buffer) {
      this.#halves = new Uint16Array(this.memory.buffer);
      this.#words = new Uint32Array(this.memory.buffer);
    }
    const chunk = this.#units.subarray(index, index + CHUNK_UNITS);
    this.#halves.set(chunk, buffer >>> 1);
    this.#words[lengthAt >>> 2] = chunk.length;
  };
}
