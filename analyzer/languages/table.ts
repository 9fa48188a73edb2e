import type { LanguageId } from "../types.js";

/** Names of named node kinds, as the grammar has them. */
export type Kinds = readonly string[];
/** Texts of anonymous tokens, as the grammar has them. */
export type Tokens = readonly string[];

/**
 * Everything the analyzer knows about one language: plain data. Each kind, token and field named here must
 * exist in each of the language's grammars; that is checked when the grammar is loaded.
 */
export interface LanguageTable {
  readonly id: LanguageId;
  readonly extensions: readonly string[];
  readonly fileNames: readonly string[];
  /** Programs of a first line `#!`, without version digits. */
  readonly interpreters: readonly string[];
  /** Grammar files, the usual one first. */
  readonly grammars: readonly [string, ...string[]];
  /** Texts that suggest the second grammar; the first is then tried after it. */
  readonly secondGrammarMarks?: readonly string[];
  /** A small text with hidden nodes, aliases, fields, a comment, a character outside ASCII and an error. */
  readonly sample: string;

  readonly comments: Kinds;
  /** Nodes that are one token although they have parts, because they have text between their parts. */
  readonly wholeTokens?: Kinds;
  /** First statements of bodies that are documentation. */
  readonly docstrings?: {
    readonly statement: string;
    readonly strings: Kinds;
    readonly bodies: Kinds;
    /** Letters in front of the quotes that make a string no documentation, in lower case. */
    readonly exceptPrefixes: string;
  };

  readonly functions: FunctionTable;
  readonly types: { readonly kinds: Kinds; readonly nameField: string };
  readonly parameters: ParameterTable;
  readonly names: NameTable;

  readonly ifs: Kinds;
  readonly elseIfs: Kinds;
  readonly elses: Kinds;
  /** Field of an if whose value is its else, where the grammar has no node for the else itself. */
  readonly elseField?: string;
  readonly loops: Kinds;
  readonly switches: Kinds;
  readonly cases: Kinds;
  readonly defaults: Kinds;
  /** A case whose only pattern has the text `_` and that has no guard is a default. */
  readonly wildcard?: { readonly pattern: string; readonly guard: string };
  readonly tries: Kinds;
  readonly catches: Kinds;
  readonly conditionals: Kinds;
  readonly comprehensions: Kinds;
  readonly clauses: Kinds;
  readonly jumps: Kinds;
  /** Children that make a jump one to a label. */
  readonly labels: Kinds;
  readonly returns: Kinds;

  /** Nodes in which the operators below count. */
  readonly operatorNodes: Kinds;
  readonly and: Tokens;
  readonly or: Tokens;
  readonly coalesce: Tokens;
  readonly negations: Kinds;
  readonly not: Tokens;
  readonly parentheses: Kinds;
  /** Where the grammar binds the operand of a postfix operator too loosely. */
  readonly loosePostfix?: LoosePostfixTable;

  readonly data: DataTable;
}

export interface FunctionTable {
  /** A node of these kinds without a body is a signature, not a function. */
  readonly kinds: Kinds;
  readonly nameField: string;
  readonly bodyField: string;
  readonly parameterFields: readonly string[];
  /** Where a method stands outside of its type: the field that names the type, and the kind of that name. */
  readonly receiver?: { readonly field: string; readonly typeName: string };
  /** Children that stand before the first line of a function. */
  readonly decorators: Kinds;
}

export interface ParameterTable {
  /** Nodes whose children are parameters; any other node in a parameter field is one itself. */
  readonly lists: Kinds;
  /** Children of a list that are no parameters. */
  readonly separators: Kinds;
  /** Field of a parameter's names, where one node may declare several. */
  readonly nameField: string;
  /** First leaf of a parameter that is the receiver, when it comes first. */
  readonly receivers: readonly string[];
}

export interface NameTable {
  /** Nodes that give their whole value a name. */
  readonly bindings: readonly { readonly kind: string; readonly name: string; readonly value: string }[];
  /** Nodes between a binding and its values: lists and wrappers of one element. */
  readonly transparent: Kinds;
  /** Nodes between a binding and its one value that hold more than the value: casts. */
  readonly casts: Kinds;
  /** Names of which only one field is taken. */
  readonly selectors: readonly { readonly kind: string; readonly field: string }[];
  /** Kinds that can be a name; strings lose their quotes. */
  readonly kinds: Kinds;
  readonly strings: Kinds;
}

/**
 * A postfix operator whose operand the grammar takes to be the whole boolean expression before it
 * (`a && b!.c` as `(a && b)!.c`). From a boolean expression that is directly in it, up through what it leads,
 * everything is one expression.
 */
export interface LoosePostfixTable {
  readonly kinds: Kinds;
  /** Nodes that bind closer than `and` and `or`, where the postfix operator comes first in them. */
  readonly leads: Kinds;
}

export interface DataTable {
  readonly containers: Kinds;
  /** Leaves that are literals, parts of literals or bare keys. */
  readonly leaves: Kinds;
  /** Field below which any other leaf is a bare key. */
  readonly keyField?: string;
  /** Tokens besides leaves: punctuation and signs. */
  readonly tokens: Tokens;
}
