import { readFileSync } from "node:fs";
import path from "node:path";
import type { TreeBuffer } from "./flatTree.js";

/** What the parser needs of the module whose memory, functions and grammars it shares. */
export interface ParserHost {
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
  parse(language: number, units: Uint16Array, out: TreeBuffer): boolean;
}

type Call = (...values: number[]) => number;

/** The newest form of a grammar's tables that the parser knows (`TSLanguage.abi_version`). */
export const NEWEST_ABI = 15;
/** Built from `glr/` beside this file. */
const MODULE_FILE = "glr.wasm";
/** Bytes of a `TSLexer`. */
const LEXER_BYTES = 32;
/** Functions that lexers call, in the order of `TSLexer`. */
const LEXER_FUNCTIONS = ["advance", "markEnd", "columnOf", "isAtStart", "isAtEnd", "log"];

/** @throws Error when the module is missing from `grammarFolder` or is not what was built */
export function startPlainParser(grammarFolder: string, host: ParserHost): PlainParser {
  const { memory, table, realloc } = host;
  const module = new WebAssembly.Module(readFileSync(path.join(grammarFolder, MODULE_FILE)));
  const { exports } = new WebAssembly.Instance(module, { env: { memory, table }, memory: { realloc } });
  const functions = table.grow(LEXER_FUNCTIONS.length);
  for (const [index, name] of LEXER_FUNCTIONS.entries()) table.set(functions + index, exports[name]);
  callable(exports, "arrangeLexer")(realloc(0, LEXER_BYTES), functions);
  const parse = callable(exports, "parse");
  const flatten = callable(exports, "flatten");
  const arraysAt = callable(exports, "arraysAt");
  const arraysRoom = callable(exports, "arraysRoom");
  const text = { at: 0, bytes: 0 };
  return {
    parse(language, units, out) {
      const bytes = units.length * Uint16Array.BYTES_PER_ELEMENT;
      if (bytes > text.bytes) {
        text.at = realloc(text.at, bytes);
        text.bytes = bytes;
      }
      new Uint16Array(memory.buffer).set(units, text.at / Uint16Array.BYTES_PER_ELEMENT);
      const root = parse(language, text.at, bytes);
      if (root === 0) return false;
      out.take(flatten(root), memory.buffer, arraysAt(), arraysRoom());
      return true;
    },
  };
}

function callable(exports: WebAssembly.Exports, name: string): Call {
  const value = exports[name];
  if (typeof value !== "function")
    throw new Error(`${MODULE_FILE} has no function ${name}. Build the project again.`);
  return (...values) => value(...values);
}
