import { type CloneSyntax, compileCloneSyntax } from "../duplication/cloneSyntax.js";
import type { Grammar } from "../syntax/grammars.js";
import { type Concepts, compileConcepts } from "./concepts.js";
import { halsteadRoles } from "./halsteadRoles.js";
import { interestsOf } from "./interest.js";
import { compilePart, compileSelector, type Part, type Selector } from "./selector.js";
import { bySymbol } from "./symbols.js";
import type { LanguageTable } from "./table.js";
import { type SymbolSet, union, Vocabulary } from "./vocabulary.js";

/** A selector with the part of the node that is wanted of it. */
export interface NamedPart {
  readonly selector: Selector;
  readonly name: Part;
}

/** Nodes that declare fields; see `FieldTable`. */
export interface FieldPart extends NamedPart {
  readonly isNumbered: boolean;
}

/** A language table in the numbers of one grammar. */
export interface Language extends Omit<Concepts, "chains"> {
  readonly table: LanguageTable;
  readonly grammar: Grammar;
  /** {@link Interest} by symbol. */
  readonly interests: Uint8Array;
  readonly parentheses: SymbolSet;
  readonly isComment: SymbolSet;
  readonly wholeTokens: SymbolSet;
  readonly looseTexts: SymbolSet;
  readonly docstrings: {
    readonly statements: SymbolSet;
    readonly texts: SymbolSet;
    readonly bodies: SymbolSet;
  };
  readonly loosePostfix: SymbolSet;
  readonly loosePostfixLeads: SymbolSet;
  readonly flatInfix: SymbolSet;
  readonly danglingInfix: SymbolSet;
  readonly functions: {
    readonly body: Part | null;
    readonly name: Part;
    readonly within: Part | null;
    readonly receiver: { readonly at: Part; readonly typeName: SymbolSet } | null;
    readonly namedBy: SymbolSet;
    readonly namedByName: Part;
    readonly decorators: SymbolSet;
    readonly free: readonly Selector[];
  };
  readonly parameters: {
    readonly at: Part;
    readonly lists: SymbolSet;
    readonly except: readonly Selector[];
    readonly tokens: SymbolSet;
    readonly names: Part;
  };
  readonly results: { readonly at: Part; readonly lists: SymbolSet } | null;
  readonly types: {
    readonly name: Part;
    /** By symbol. */
    readonly fields: readonly (readonly FieldPart[] | undefined)[];
    readonly scopes: readonly NamedPart[];
    readonly scopesToEnd: readonly NamedPart[];
    readonly extensions: readonly Selector[];
    readonly parts: readonly Selector[] | null;
  };
  readonly names: {
    readonly bindings: readonly (NamedPart & { readonly value: Part })[];
    readonly transparent: SymbolSet;
    readonly casts: SymbolSet;
    readonly qualified: readonly NamedPart[];
    readonly kinds: SymbolSet;
    readonly strings: SymbolSet;
  };
  readonly halstead: {
    /** By symbol: 1 operand, 2 operator, 0 neither; meaningful for leaves and for strings. */
    readonly roles: Uint8Array;
    readonly strings: SymbolSet;
    readonly interpolations: SymbolSet;
  };
  readonly data: { readonly containers: SymbolSet; readonly leaves: SymbolSet; readonly key: Part };
  readonly imports: readonly Selector[];
  readonly signatures: readonly Selector[];
  readonly documentation: readonly Selector[];
  /** What duplication reads of it. */
  readonly cloneSyntax: CloneSyntax;
}

/**
 * Translates a table into a grammar's numbers.
 * @throws Error naming the language and the kind, token or field that the grammar does not have.
 */
export function compileLanguage(table: LanguageTable, grammar: Grammar): Language {
  const words = new Vocabulary(table.id, grammar);
  const part = (alternatives: readonly string[] = []): Part => compilePart(alternatives, words);
  const named = (entry: { readonly node: string; readonly name: readonly string[] }): NamedPart => ({
    selector: compileSelector(entry.node, words),
    name: part(entry.name),
  });
  const selectors = (texts: readonly string[]) => texts.map((text) => compileSelector(text, words));
  const { functions, parameters, results, types, names, halstead, data, docstrings } = table;
  const concepts = compileConcepts(table, words);
  const isComment = words.kinds(table.comments);
  const statements = words.kinds(docstrings ? [docstrings.statement] : []);
  const fieldParts = types.fields.map((field) => ({
    ...named(field),
    isNumbered: field.isNumbered ?? false,
  }));
  const fields = bySymbol(fieldParts, "types.fields");
  const imports = selectors(table.imports);
  const documentation = selectors(table.documentation ?? []);
  const signatures = selectors(table.signatures ?? []);
  const wholeTokens = words.kinds(table.wholeTokens ?? []);
  const literals = {
    containers: words.kinds(data.containers),
    leaves: union(words.kinds(data.leaves), words.tokens(data.tokens)),
    key: part(data.key),
  };
  const { chains, ...outlined } = concepts;
  return {
    table,
    grammar,
    ...outlined,
    interests: interestsOf({
      ...concepts,
      fields,
      isComment,
      statements,
      documentation,
      imports,
      signatures,
    }),
    parentheses: words.kinds(table.parentheses),
    isComment,
    wholeTokens,
    looseTexts: words.kinds(table.looseTexts ?? []),
    docstrings: {
      statements,
      texts: words.kinds(docstrings?.strings ?? []),
      bodies: words.kinds(docstrings?.bodies ?? []),
    },
    loosePostfix: words.kinds(table.loosePostfix?.kinds ?? []),
    loosePostfixLeads: words.kinds(table.loosePostfix?.leads ?? []),
    flatInfix: words.kinds(table.flatInfix?.kinds ?? []),
    danglingInfix: words.kinds(table.flatInfix?.dangling ?? []),
    functions: {
      body: functions.body ? part(functions.body) : null,
      name: part(functions.name),
      within: functions.within ? part(functions.within) : null,
      receiver: functions.receiver
        ? { at: part(functions.receiver.at), typeName: words.kinds([functions.receiver.typeName]) }
        : null,
      namedBy: words.kinds(functions.named?.by ?? []),
      namedByName: part(functions.named?.name),
      decorators: words.kinds(functions.decorators),
      free: selectors(functions.free ?? []),
    },
    parameters: {
      at: part(parameters.at),
      lists: words.kinds(parameters.lists),
      except: selectors(parameters.except),
      tokens: words.tokens(parameters.tokens ?? []),
      names: part(parameters.names),
    },
    results: results ? { at: part(results.at), lists: words.kinds(results.lists) } : null,
    types: {
      name: part(types.name),
      fields,
      scopes: (types.scopes ?? []).map(named),
      scopesToEnd: (types.scopesToEnd ?? []).map(named),
      extensions: selectors(types.extensions ?? []),
      parts: types.parts ? selectors(types.parts) : null,
    },
    names: {
      bindings: names.bindings.map((binding) => ({ ...named(binding), value: part(binding.value) })),
      transparent: words.kinds(names.transparent),
      casts: words.kinds(names.casts),
      qualified: names.qualified.map(named),
      kinds: words.kinds(names.kinds),
      strings: words.kinds(names.strings),
    },
    halstead: {
      roles: halsteadRoles(table, grammar, words),
      strings: words.kinds(halstead.strings),
      interpolations: words.kinds(halstead.interpolations),
    },
    data: literals,
    cloneSyntax: compileCloneSyntax({ grammar, wholeTokens, data: literals, chains }),
    imports,
    signatures,
    documentation,
  };
}
