import type { Grammar } from "../syntax/grammars.js";

/** 1 for each symbol that belongs. */
export type SymbolSet = Uint8Array;

/** Looks names up in a grammar and refuses those it does not have. */
export class Vocabulary {
  private readonly language: string;
  private readonly grammar: Grammar;
  /** Symbols by name, which several may share. */
  private readonly symbols: ReadonlyMap<string, readonly number[]>;

  /** @param language id for messages */
  constructor(language: string, grammar: Grammar) {
    this.language = language;
    this.grammar = grammar;
    this.symbols = Map.groupBy(grammar.kinds.keys(), (symbol) => grammar.kinds[symbol] ?? "");
  }

  /** Symbols of named node kinds. @throws Error naming the kind that the grammar does not have */
  kinds(names: readonly string[]): SymbolSet {
    return this.lookUp(names, true);
  }

  /** Symbols of anonymous tokens. @throws Error naming the token that the grammar does not have */
  tokens(texts: readonly string[]): SymbolSet {
    return this.lookUp(texts, false);
  }

  /** Id of a field. @throws Error when the grammar does not have it */
  field(name: string): number {
    const id = this.grammar.fieldId(name);
    if (id === null) throw this.unknown("field", name);
    return id;
  }

  private lookUp(names: readonly string[], named: boolean): SymbolSet {
    const { kinds, isNamed } = this.grammar;
    const set = new Uint8Array(kinds.length);
    for (const name of names) {
      const its = this.symbols.get(name)?.filter((symbol) => isNamed(symbol) === named) ?? [];
      if (its.length === 0) throw this.unknown(named ? "node kind" : "token", name);
      for (const symbol of its) set[symbol] = 1;
    }
    return set;
  }

  private unknown(what: string, name: string): Error {
    return new Error(
      `The table of ${this.language} names the ${what} "${name}", which ${this.grammar.name} lacks.`,
    );
  }
}

/** Symbols of either set. */
export function union(a: SymbolSet, b: SymbolSet): SymbolSet {
  return a.map((member, symbol) => member | (b[symbol] ?? 0));
}
