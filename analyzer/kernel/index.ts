/**
 * What goes through every node of a file, compiled to WebAssembly (AssemblyScript): a second parser for tree-sitter's grammars, for
 * texts without errors, and the measuring of trees. It lives in the memory of `web-tree-sitter.wasm`, reads the grammars' tables there and
 * calls their lexers and scanners.
 *
 * One file after the other: `parse` gives a root and `flatten` writes its tree, or `makeRoom` lets another parser's tree be written;
 * `openSource` and `measure` do the rest. Everything is forgotten by the next file; most of the memory is kept.
 */
export { measure } from "./measure";
export { flatten } from "./parser/flatten";
export { advance, arrangeLexer, columnOf, isAtEnd, isAtStart, log, markEnd } from "./parser/lexer";
export { parse } from "./parser/parser";
export { childAt, fits, isPart } from "./selectors";
export { openSource } from "./text";
export { arraysAt, arraysRoom, makeRoom, nodeCount } from "./tree";
