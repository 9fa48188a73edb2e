import type { Grammar } from "../syntax/grammars.js";

/** 1 for each symbol that belongs. */
export type SymbolSet = Uint8Array;

/** Looks names up in a grammar and refuses those it does not have. */
export class Vocabulary {
  private readonly language: string;
  private readonly grammar: Grammar;

  /** @param language id for messages */
  constructor(language: string, grammar: Grammar) {
    this.language = language;
    this.grammar = grammar;
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
    const set = new Uint8Array(this.grammar.kinds.length);
    for (const name of names) {
      let found = false;
      this.grammar.kinds.forEach((kind, symbol) => {
        if (kind !== name || this.grammar.isNamed(symbol) !== named) return;
        set[symbol] = 1;
        found = true;
      });
      if (!found) throw this.unknown(named ? "node kind" : "token", name);
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
