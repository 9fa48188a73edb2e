import { Concept } from "./concept.js";
import type { Selector } from "./selector.js";
import type { SymbolSet } from "./vocabulary.js";

/** Why a symbol needs a look when an outline is read; bits. */
export const Interest = {
  Concept: 1,
  Rules: 2,
  Comment: 4,
  BooleanHost: 8,
  Field: 16,
  Documentation: 32,
  Import: 64,
  Signature: 128,
} as const;

/** {@link Interest} by symbol. */
export function interestsOf(o: {
  readonly concepts: Uint8Array;
  readonly rules: readonly unknown[];
  readonly fields: readonly unknown[];
  readonly booleanHosts: SymbolSet;
  readonly isComment: SymbolSet;
  /** What may be documentation by its place. */
  readonly statements: SymbolSet;
  readonly documentation: readonly Selector[];
  readonly imports: readonly Selector[];
  readonly signatures: readonly Selector[];
}): Uint8Array {
  const isOne = (selectors: readonly Selector[], symbol: number) =>
    selectors.some(({ symbols }) => symbols?.[symbol] === 1);
  return o.concepts.map(
    (concept, symbol) =>
      (concept === Concept.None ? 0 : Interest.Concept) |
      (o.rules[symbol] === undefined ? 0 : Interest.Rules) |
      (o.isComment[symbol] === 1 ? Interest.Comment : 0) |
      (o.booleanHosts[symbol] === 1 ? Interest.BooleanHost : 0) |
      (o.fields[symbol] === undefined ? 0 : Interest.Field) |
      (o.statements[symbol] === 1 || isOne(o.documentation, symbol) ? Interest.Documentation : 0) |
      (isOne(o.imports, symbol) ? Interest.Import : 0) |
      (isOne(o.signatures, symbol) ? Interest.Signature : 0),
  );
}
