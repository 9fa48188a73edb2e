import type * as Concept from "../common/concept.js";
import type { LanguageId } from "../types.js";
import type { NodeView } from "./nodeView.js";

/** Names of named node kinds, as the grammar has them. */
export type Kinds = readonly string[];
/** Texts of anonymous tokens, as the grammar has them. */
export type Tokens = readonly string[];
/** Nodes at their places, in the notation of `selector.ts`. */
export type Selectors = readonly string[];
/** A child: the first that is in one of these fields (`.field`) or of these kinds and tokens (`kind`, `'token'`). */
export type Parts = readonly string[];

/**
 * Everything the analyzer knows about one language: plain data, and a hook where data cannot say it. Each kind,
 * token and field named here must exist in each of the language's grammars; that is checked when the grammar
 * is loaded.
 */
export interface LanguageTable {
  readonly id: LanguageId;
  readonly extensions: readonly string[];
  /** Extensions that are other languages' too. */
  readonly shared?: readonly SharedExtensions[];
  readonly fileNames: readonly string[];
  /** Programs of a first line `#!`, without version digits. */
  readonly interpreters: readonly string[];
  /** Values of `lang`, or of `type` without it, of the scripts in components that it reads; empty is neither. */
  readonly scripts?: readonly string[];
  /** Grammar files, the usual one first. */
  readonly grammars: readonly [string, ...string[]];
  /** Texts that suggest the second grammar; the first is then tried after it. */
  readonly secondGrammarMarks?: readonly string[];
  /**
   * What the grammars are given instead of a text: of the same length and with everything left at its place, where
   * another language stands in it that they cannot read.
   */
  readonly readable?: (units: Uint16Array) => Uint16Array;
  /** A small text with hidden nodes, aliases, fields, a comment, a character outside ASCII and an error. */
  readonly sample: string;

  readonly comments: Kinds;
  /** Nodes that are one token although they have parts, or text between them. */
  readonly wholeTokens?: Kinds;
  /** Text between elements: white space at its ends means nothing, and text of nothing else is none. */
  readonly looseTexts?: Kinds;
  /** First statements of bodies that are documentation. */
  readonly docstrings?: DocstringTable;
  /** Texts that are documentation by what is said before them, and so no more than comments. */
  readonly documentation?: Selectors;

  /**
   * Which nodes are which concept of METRICS.md. Of one node's selectors the first that fits decides; those with
   * conditions go before those without. Functions and types are below, and come first. `None` is for nodes that
   * only look like a concept that is named after it.
   */
  readonly concepts: Readonly<
    Partial<Record<Exclude<keyof typeof Concept, "FunctionLike" | "Type">, Selectors>>
  >;
  /** Nodes that leave a boolean expression one expression. */
  readonly parentheses: Kinds;
  /** Where the grammar binds the operand of a postfix operator too loosely. */
  readonly loosePostfix?: LoosePostfixTable;
  /** Where the grammar knows no precedence of infix operators. */
  readonly flatInfix?: FlatInfixTable;

  readonly functions: FunctionTable;
  readonly parameters: ParameterTable;
  /** The declared result, where the language has values that can be counted in it. */
  readonly results?: ResultTable;
  /** Whether the language has explicit return statements; else the metric is `null`. */
  readonly hasReturns: boolean;
  readonly types: TypeTable;
  readonly names: NameTable;
  readonly halstead: HalsteadTable;
  readonly data: DataTable;
  /** Imports, package clauses and the like: never part of a clone. */
  readonly imports: Selectors;
  /**
   * Declarations that do nothing, such as interfaces and prototypes: no clone by themselves. Functions whose body is
   * missing are none anyway and need not be named.
   */
  readonly signatures?: Selectors;
}

/** Of the languages whose marks are in a file of such an extension, the one of the highest rank has it. */
export interface SharedExtensions {
  readonly extensions: readonly string[];
  /** What the language has, and languages of lower rank have not; without it any text may be of this language. */
  readonly marks?: RegExp;
  readonly rank: number;
}

export interface DocstringTable {
  readonly statement: string;
  readonly strings: Kinds;
  readonly bodies: Kinds;
  /** Letters in front of the quotes that make a string no documentation, in lower case. */
  readonly exceptPrefixes: string;
}

export interface FunctionTable {
  readonly nodes: Selectors;
  /** Without a body it is a signature, not a function; leave it out where every such node is a function. */
  readonly body?: Parts;
  readonly name: Parts;
  /** Node in which name and parameters stand, followed as deep as it goes: C's declarators. */
  readonly within?: Parts;
  /** Where a method stands outside of its type: the part that names the type, and the kind of that name. */
  readonly receiver?: { readonly at: Parts; readonly typeName: string };
  /** Names of the scopes that a function names before its own, outermost first, where the parts cannot say them. */
  readonly scopesOf?: (view: NodeView, node: number) => readonly string[];
  /** Functions that stand in a type without belonging to it. */
  readonly free?: Selectors;
  /** Ancestors whose name an accessor takes: properties. */
  readonly named?: { readonly by: Kinds; readonly name: Parts };
  /** Children that stand before the first line of a function. */
  readonly decorators: Kinds;
  /** Declared name where the parts above cannot say it; `undefined` leaves it to them. */
  readonly nameOf?: (view: NodeView, node: number) => string | undefined;
}

export interface ParameterTable {
  /** Children of a function that are lists of parameters, or a parameter themselves. */
  readonly at: Parts;
  /** Nodes whose children are parameters; any other node found at the parts above is one itself. */
  readonly lists: Kinds;
  /** Children of a list that are no parameters. */
  readonly except: Selectors;
  /** Tokens of a list that are parameters. */
  readonly tokens?: Tokens;
  /** Parts of a parameter that are its names, where one node may declare several. */
  readonly names: Parts;
  /** First leaf of a parameter that is the receiver, when it comes first. */
  readonly receivers: readonly string[];
  /** Number of parameters of a function where the parts above cannot say it. */
  readonly countOf?: (view: NodeView, node: number) => number | undefined;
}

export interface ResultTable {
  readonly at: Parts;
  /** Nodes whose children are values; any other node is one value. */
  readonly lists: Kinds;
}

export interface TypeTable {
  readonly nodes: Selectors;
  readonly name: Parts;
  /** Which of these nodes add to a type that is declared elsewhere. */
  readonly extensions?: Selectors;
  /** Parts of one type in several places are joined by their names in this scope (METRICS.md). */
  readonly joined: "never" | "folder" | "crate" | "repository";
  /** Which of these nodes may be one of several parts; all of them where it is left out. */
  readonly parts?: Selectors;
  readonly fields: readonly FieldTable[];
  /** Whether a method that stands outside of its type names the type's fields. */
  readonly fieldsOutside?: true;
  /** Nodes around a type whose names belong to its qualified name: namespaces, modules, outer types. */
  readonly scopes?: readonly { readonly node: string; readonly name: Parts }[];
  /** Nodes whose names belong to all types after them, up to the next such node: namespaces without braces. */
  readonly scopesToEnd?: readonly { readonly node: string; readonly name: Parts }[];
  /** Name of a type where the parts cannot say it. */
  readonly nameOf?: (view: NodeView, node: number) => string | undefined;
  /** Names of the scopes that a type names before its own, outermost first. */
  readonly scopesOf?: (view: NodeView, node: number) => readonly string[];
}

/** Nodes that declare a field, or name one through the receiver. */
export interface FieldTable {
  readonly node: string;
  /** The part that is its name if it is not the node itself. */
  readonly name: Parts;
  /** Each child that is the part above is a field, named by its place among them. */
  readonly isNumbered?: boolean;
}

export interface NameTable {
  /** Nodes that give their whole value a name. */
  readonly bindings: readonly { readonly node: string; readonly name: Parts; readonly value: Parts }[];
  /** Nodes between a binding and its values: lists and wrappers of one element. */
  readonly transparent: Kinds;
  /** Nodes between a binding and its one value that hold more than the value: casts. */
  readonly casts: Kinds;
  /** Names of which only one part is taken, and of that only one part again, the innermost at last. */
  readonly qualified: readonly { readonly node: string; readonly name: Parts }[];
  /** Kinds that can be a name; strings lose their quotes. */
  readonly kinds: Kinds;
  readonly strings: Kinds;
}

/** What is an operand besides named leaves, and what is none although it is one. */
export interface HalsteadTable {
  /** Anonymous tokens that are operands: `this`, `nil`, `true`. */
  readonly operands: Tokens;
  /** Named leaves that are operators. */
  readonly operators: Kinds;
  /** Named leaves that are neither: what stands around the text of a string, and separators. */
  readonly delimiters?: Kinds;
  /** Strings: one operand without interpolation, else each literal piece is one. */
  readonly strings: Kinds;
  readonly interpolations: Kinds;
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

/**
 * Infix expressions that are nested to one side, whatever binds closer: `a && b == c` as `(a && b) == c`, or
 * `a == b && c` as `a == (b && c)`.
 */
export interface FlatInfixTable {
  readonly kinds: Kinds;
  /** Those of an operator at the end of a line, whose right side is taken for the next statement. */
  readonly dangling: Kinds;
}

export interface DataTable {
  readonly containers: Kinds;
  /** Leaves that are literals, parts of literals or bare keys. */
  readonly leaves: Kinds;
  /** Part below which any other leaf is a bare key. */
  readonly key?: Parts;
  /** Tokens besides leaves: punctuation and signs. */
  readonly tokens: Tokens;
}
