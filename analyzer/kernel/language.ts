import * as At from "../common/at";
import * as Kind from "../common/kind";
import * as tree from "./tree";

/** The language that is measured; see `languages/kernelLanguage.ts`, which writes it. */

let words: usize = 0;
let symbolCount: u32 = 0;
let kinds: usize = 0;
let concepts: usize = 0;

export function useLanguage(address: usize): void {
  words = address;
  symbolCount = member(At.LanguageSymbolCount);
  kinds = member(At.LanguageKinds);
  concepts = member(At.LanguageConcepts);
}

/** A word of the language. */
export function member(at: u32): u32 {
  return load<u32>(words + (at << 2));
}

/** An entry of an array by symbol or field. */
export function entry(array: u32, index: u32): u32 {
  return load<u32>(<usize>array + (index << 2));
}

/** Bits of `kind.ts`. */
export function kindOf(node: u32): u32 {
  const symbol = tree.symbolOf(node);
  return symbol < symbolCount ? load<u32>(kinds + (symbol << 2)) : Kind.Barrier;
}

export function isA(node: u32, kind: u32): bool {
  return (kindOf(node) & kind) !== 0;
}

/** Whether a node is a comment or part of one: some grammars give what comments begin and end with nodes of their own. */
export function isOfComment(node: u32): bool {
  if (isA(node, Kind.Comment)) return true;
  const around = tree.parentOf(node);
  return around !== tree.NO_NODE && isA(around, Kind.Comment);
}

/** Concept of a node by its kind alone. */
export function conceptOfKind(node: u32): u32 {
  const symbol = tree.symbolOf(node);
  return symbol < symbolCount ? <u32>load<u8>(concepts + symbol) : 0;
}

/** Whether a set that has a byte for each symbol has a node's. */
export function isIn(set: usize, node: u32): bool {
  const symbol = tree.symbolOf(node);
  return symbol < symbolCount && load<u8>(set + symbol) === 1;
}
