/** What is read of a grammar. */
interface Kinds {
  readonly kinds: readonly string[];
  isNamed(symbol: number): boolean;
}

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** Tokens that only separate. Trailing commas and optional semicolons make no difference. */
const SEPARATORS = new Set([",", ";", "\n", "\r\n"]);
/** A semicolon with no statement before it. */
const EMPTY_STATEMENT = "empty_statement";

/**
 * Two hashes of each symbol's kind, by symbol: equal kinds have equal hashes in every grammar of a language. The second
 * is never 0.
 */
export function kindHashes({ kinds, isNamed }: Kinds): readonly [Int32Array, Int32Array] {
  const names = kinds.map((kind, symbol) => `${isNamed(symbol) ? "named" : "token"} ${kind}`);
  return [
    Int32Array.from(names, (name) => hashOf(name, FNV_OFFSET)),
    Int32Array.from(names, (name) => hashOf(name, FNV_OFFSET ^ FNV_PRIME) | 1),
  ];
}

/** The symbols that count as little as a comment. */
export function separators({ kinds, isNamed }: Kinds): Uint8Array {
  return Uint8Array.from(kinds, (kind, symbol) =>
    kind === EMPTY_STATEMENT || (!isNamed(symbol) && SEPARATORS.has(kind)) ? 1 : 0,
  );
}

/** FNV-1a over UTF-16 units from an offset of its own, mixed because names of kinds are short. */
function hashOf(text: string, offset: number): number {
  let hash = offset;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), FNV_PRIME);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}
