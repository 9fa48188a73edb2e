/**
 * A second parser for tree-sitter's grammars, for texts without errors, compiled to WebAssembly (AssemblyScript). It lives in the
 * memory of `web-tree-sitter.wasm`, reads the grammars' tables there and calls their lexers and scanners.
 *
 * One parse after the other: `parse` gives a root, `flatten` writes its tree. Everything is forgotten by the next `parse`; most of the memory is kept.
 */
export { advance, arrangeLexer, columnOf, isAtEnd, isAtStart, log, markEnd } from "./lexer";
export { parse } from "./parser";
export { arraysAt, arraysRoom, flatten } from "./tree";
