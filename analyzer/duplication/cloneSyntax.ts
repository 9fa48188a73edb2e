import type { Part as ChildPart } from "../languages/selector.js";
import type { SymbolSet } from "../languages/vocabulary.js";

/** What a node kind is to duplication; bits, since a kind may be several. */
export const Part = {
  /** A token that only separates what stands around it: counts as little as a comment. */
  Separator: 1,
  /** Breaks runs of siblings and is in none: imports, package clauses, errors. */
  Barrier: 2,
  /** Says what something looks like and does nothing; counts as one node. */
  Signature: 4,
  /** A function that is looked into through its body only, so that a signature alone is never a clone. */
  Function: 8,
  /** One token although it has parts. */
  WholeToken: 16,
  /** Counts as one node where all of its leaves are data. */
  DataContainer: 32,
  DataLeaf: 64,
  /** Where it comes last in another of these, it goes on with the list: `else if`. */
  Chain: 128,
} as const;

/** A language in the numbers of one grammar, as far as duplication needs it. */
export interface CloneSyntax {
  /** Hash of each symbol's kind: equal kinds have equal hashes in every grammar of a language. */
  readonly kindHashes: Int32Array;
  /** The same by another function; never 0. */
  readonly kindHashes2: Int32Array;
  /** Bits of {@link Part} by symbol. */
  readonly parts: Uint8Array;
  /** Below this part any leaf is a bare key of literal data. */
  readonly dataKey: ChildPart;
}

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** Tokens that only separate. Trailing commas and optional semicolons make no difference. */
const SEPARATORS = new Set([",", ";", "\n", "\r\n"]);
/** A semicolon with no statement before it. */
const EMPTY_STATEMENT = "empty_statement";

/** What a {@link CloneSyntax} is made of. */
interface CloneVocabulary {
  readonly grammar: { readonly kinds: readonly string[]; isNamed(symbol: number): boolean };
  readonly wholeTokens: SymbolSet;
  readonly data: { readonly containers: SymbolSet; readonly leaves: SymbolSet; readonly key: ChildPart };
  /** Kinds of ifs and elses. */
  readonly chains: SymbolSet;
}

/** Brings a language into the form that duplication reads. */
export function compileCloneSyntax(language: CloneVocabulary): CloneSyntax {
  const { grammar, data } = language;
  const { kinds } = grammar;
  const separators = Uint8Array.from(kinds, (kind, symbol) =>
    kind === EMPTY_STATEMENT || (!grammar.isNamed(symbol) && SEPARATORS.has(kind)) ? 1 : 0,
  );
  const bits: readonly (readonly [SymbolSet, number])[] = [
    [separators, Part.Separator],
    [language.wholeTokens, Part.WholeToken],
    [data.containers, Part.DataContainer],
    [data.leaves, Part.DataLeaf],
    [language.chains, Part.Chain],
  ];
  const partOf = (symbol: number) =>
    bits.reduce((part, [set, bit]) => (set[symbol] === 1 ? part | bit : part), 0);
  const names = kinds.map((kind, symbol) => `${grammar.isNamed(symbol) ? "named" : "token"} ${kind}`);
  return {
    kindHashes: Int32Array.from(names, (name) => hashOf(name, FNV_OFFSET)),
    kindHashes2: Int32Array.from(names, (name) => hashOf(name, FNV_OFFSET ^ FNV_PRIME) | 1),
    parts: Uint8Array.from(kinds, (_, symbol) => partOf(symbol)),
    dataKey: data.key,
  };
}

/** FNV-1a over UTF-16 units from an offset of its own, mixed because names of kinds are short. */
function hashOf(text: string, offset: number): number {
  let hash = offset;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), FNV_PRIME);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}
