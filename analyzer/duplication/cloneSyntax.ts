/** What a node kind is to duplication; bits, since a kind may be several. */
export const Part = {
  /** A token that only separates what stands around it: counts as little as a comment. */
  Separator: 1,
  /** Breaks runs of siblings and is in none: imports, package clauses, errors. */
  Barrier: 2,
  /** Says what something looks like and does nothing; counts as one node. */
  Signature: 4,
  /** Is looked into through its body only, so that a signature alone is never a clone. */
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
  /** Field of a function's body. */
  readonly bodyField: number;
  /** Field below which any leaf is a bare key of literal data, 0 for none. */
  readonly dataKeyField: number;
}

/** What a {@link CloneSyntax} is made of. Sets have 1 for each symbol that belongs to them. */
export interface CloneVocabulary {
  /** Names of the node kinds by symbol. */
  readonly kinds: readonly string[];
  readonly isNamed: (symbol: number) => boolean;
  readonly separators: Uint8Array;
  readonly barriers: Uint8Array;
  readonly signatures: Uint8Array;
  readonly functions: Uint8Array;
  readonly wholeTokens: Uint8Array;
  readonly dataContainers: Uint8Array;
  readonly dataLeaves: Uint8Array;
  readonly chains: Uint8Array;
  readonly bodyField: number;
  readonly dataKeyField: number;
}

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** Brings a language's sets into the form that the map step reads. */
export function compileCloneSyntax(vocabulary: CloneVocabulary): CloneSyntax {
  const { kinds, isNamed, bodyField, dataKeyField } = vocabulary;
  const bits: readonly (readonly [Uint8Array, number])[] = [
    [vocabulary.separators, Part.Separator],
    [vocabulary.barriers, Part.Barrier],
    [vocabulary.signatures, Part.Signature],
    [vocabulary.functions, Part.Function],
    [vocabulary.wholeTokens, Part.WholeToken],
    [vocabulary.dataContainers, Part.DataContainer],
    [vocabulary.dataLeaves, Part.DataLeaf],
    [vocabulary.chains, Part.Chain],
  ];
  const partOf = (symbol: number) =>
    bits.reduce((part, [set, bit]) => (set[symbol] === 1 ? part | bit : part), 0);
  const names = kinds.map((kind, symbol) => `${isNamed(symbol) ? "named" : "token"} ${kind}`);
  return {
    kindHashes: Int32Array.from(names, (name) => hashOf(name, FNV_OFFSET)),
    kindHashes2: Int32Array.from(names, (name) => hashOf(name, FNV_OFFSET ^ FNV_PRIME) | 1),
    parts: Uint8Array.from(kinds, (_, symbol) => partOf(symbol)),
    bodyField,
    dataKeyField,
  };
}

/** FNV-1a over UTF-16 units from an offset of its own, mixed because names of kinds are short. */
function hashOf(text: string, offset: number): number {
  let hash = offset;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), FNV_PRIME);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}
