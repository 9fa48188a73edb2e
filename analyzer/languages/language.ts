import type { Grammar } from "../syntax/grammars.js";
import { Concept } from "./concept.js";
import type { Kinds, LanguageTable, Tokens } from "./table.js";

/** Part a node kind plays in the outline: a concept, or something that decides about concepts around it. */
export const Role = {
  ...Concept,
  Comment: 32,
  /** May be documentation, by its place. */
  Statement: 33,
  /** Its operator tokens count. */
  Operators: 34,
  Negation: 35,
  Parentheses: 36,
  Comprehension: 37,
  /** The token of a negation. */
  Not: 38,
} as const;

/** 1 for each symbol that belongs. */
export type SymbolSet = Uint8Array;

/** A language table in the numbers of one grammar. */
export interface Language {
  readonly table: LanguageTable;
  readonly grammar: Grammar;
  /** {@link Role} by symbol. */
  readonly roles: Uint8Array;
  readonly wholeTokens: SymbolSet;
  readonly docstringTexts: SymbolSet;
  readonly docstringBodies: SymbolSet;
  readonly labels: SymbolSet;
  readonly loosePostfix: SymbolSet;
  readonly loosePostfixLeads: SymbolSet;
  readonly wildcard: { readonly pattern: SymbolSet; readonly guard: SymbolSet } | null;
  readonly fields: {
    readonly body: number;
    readonly name: number;
    readonly typeName: number;
    readonly parameterName: number;
    readonly parameters: readonly number[];
    readonly otherwise: number;
    readonly dataKey: number;
    readonly receiver: number;
  };
  readonly decorators: SymbolSet;
  readonly receiverTypeName: SymbolSet;
  readonly parameterLists: SymbolSet;
  readonly parameterSeparators: SymbolSet;
  readonly bindings: readonly { readonly kind: SymbolSet; readonly name: number; readonly value: number }[];
  readonly transparent: SymbolSet;
  readonly casts: SymbolSet;
  readonly selectors: readonly { readonly kind: SymbolSet; readonly field: number }[];
  readonly nameKinds: SymbolSet;
  readonly nameStrings: SymbolSet;
  readonly dataContainers: SymbolSet;
  /** Leaves and tokens that may stand in literal data. */
  readonly dataLeaves: SymbolSet;
}

/**
 * Translates a table into a grammar's numbers.
 * @throws Error naming the language and the kind, token or field that the grammar does not have.
 */
export function compileLanguage(table: LanguageTable, grammar: Grammar): Language {
  const words = new Vocabulary(table, grammar);
  const { functions, parameters, names, data } = table;
  return {
    table,
    grammar,
    roles: rolesOf(table, words),
    wholeTokens: words.kinds(table.wholeTokens ?? []),
    docstringTexts: words.kinds(table.docstrings?.strings ?? []),
    docstringBodies: words.kinds(table.docstrings?.bodies ?? []),
    labels: words.kinds(table.labels),
    loosePostfix: words.kinds(table.loosePostfix?.kinds ?? []),
    loosePostfixLeads: words.kinds(table.loosePostfix?.leads ?? []),
    wildcard: table.wildcard
      ? { pattern: words.kinds([table.wildcard.pattern]), guard: words.kinds([table.wildcard.guard]) }
      : null,
    fields: {
      body: words.field(functions.bodyField),
      name: words.field(functions.nameField),
      typeName: words.field(table.types.nameField),
      parameterName: words.field(parameters.nameField),
      parameters: functions.parameterFields.map((name) => words.field(name)),
      otherwise: words.optionalField(table.elseField),
      dataKey: words.optionalField(data.keyField),
      receiver: words.optionalField(functions.receiver?.field),
    },
    decorators: words.kinds(functions.decorators),
    receiverTypeName: words.kinds(functions.receiver ? [functions.receiver.typeName] : []),
    parameterLists: words.kinds(parameters.lists),
    parameterSeparators: words.kinds(parameters.separators),
    bindings: names.bindings.map(({ kind, name, value }) => ({
      kind: words.kinds([kind]),
      name: words.field(name),
      value: words.field(value),
    })),
    transparent: words.kinds(names.transparent),
    casts: words.kinds(names.casts),
    selectors: names.selectors.map(({ kind, field }) => ({
      kind: words.kinds([kind]),
      field: words.field(field),
    })),
    nameKinds: words.kinds(names.kinds),
    nameStrings: words.kinds(names.strings),
    dataContainers: words.kinds(data.containers),
    dataLeaves: words.both(data.leaves, data.tokens),
  };
}

function rolesOf(table: LanguageTable, words: Vocabulary): Uint8Array {
  const roles = words.emptySet();
  const assign = (role: number, symbols: SymbolSet) => {
    for (let symbol = 0; symbol < symbols.length; symbol++) if (symbols[symbol]) roles[symbol] = role;
  };
  const kinds: readonly (readonly [number, Kinds])[] = [
    [Role.Statement, table.docstrings ? [table.docstrings.statement] : []],
    [Role.Comment, table.comments],
    [Role.Function, table.functions.kinds],
    [Role.Type, table.types.kinds],
    [Role.If, table.ifs],
    [Role.ElseIf, table.elseIfs],
    [Role.Else, table.elses],
    [Role.Loop, table.loops],
    [Role.Switch, table.switches],
    [Role.Case, table.cases],
    [Role.Default, table.defaults],
    [Role.Try, table.tries],
    [Role.Catch, table.catches],
    [Role.Conditional, table.conditionals],
    [Role.Comprehension, table.comprehensions],
    [Role.Clause, table.clauses],
    [Role.Jump, table.jumps],
    [Role.Return, table.returns],
    [Role.Operators, table.operatorNodes],
    [Role.Negation, table.negations],
    [Role.Parentheses, table.parentheses],
  ];
  for (const [role, names] of kinds) assign(role, words.kinds(names));
  assign(Role.And, words.tokens(table.and));
  assign(Role.Or, words.tokens(table.or));
  assign(Role.Coalesce, words.tokens(table.coalesce));
  assign(Role.Not, words.tokens(table.not));
  return roles;
}

/** Looks names up in a grammar and refuses those it does not have. */
class Vocabulary {
  private readonly table: LanguageTable;
  private readonly grammar: Grammar;

  constructor(table: LanguageTable, grammar: Grammar) {
    this.table = table;
    this.grammar = grammar;
  }

  emptySet(): SymbolSet {
    return new Uint8Array(this.grammar.kinds.length);
  }

  kinds(names: Kinds): SymbolSet {
    return this.lookUp(names, true);
  }

  tokens(texts: Tokens): SymbolSet {
    return this.lookUp(texts, false);
  }

  both(names: Kinds, texts: Tokens): SymbolSet {
    const tokens = this.tokens(texts);
    return this.kinds(names).map((member, symbol) => member | (tokens[symbol] ?? 0));
  }

  field(name: string): number {
    const id = this.grammar.fieldId(name);
    if (id === null) throw this.unknown("field", name);
    return id;
  }

  /** 0, which is no field's id, for a table that names none. */
  optionalField(name: string | undefined): number {
    return name === undefined ? 0 : this.field(name);
  }

  private lookUp(names: readonly string[], named: boolean): SymbolSet {
    const set = this.emptySet();
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
      `The table of ${this.table.id} names the ${what} "${name}", which ${this.grammar.name} lacks.`,
    );
  }
}
