import { type CloneSyntax, compileCloneSyntax } from "../duplication/cloneSyntax.js";
import type { Grammar } from "../syntax/grammars.js";
import { Concept } from "./concept.js";
import { type ConceptRule, compileRuleSet, type RuleSet } from "./ruleSet.js";
import { compilePart, compileSelector, type Part, type Selector } from "./selector.js";
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
export interface Language {
  readonly table: LanguageTable;
  readonly grammar: Grammar;
  /** Concept by symbol of the nodes that need no look at their place. */
  readonly concepts: Uint8Array;
  /** By symbol: what decides where the place matters. */
  readonly rules: readonly (RuleSet | undefined)[];
  /** Rules for nodes of any kind, by the field they stand in. */
  readonly fieldRules: readonly (RuleSet | undefined)[];
  /** {@link Interest} by symbol. */
  readonly interests: Uint8Array;
  /** Nodes directly around `and` and `or`. */
  readonly booleanHosts: SymbolSet;
  /** Nodes that can be a negation. */
  readonly negations: SymbolSet;
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
    interests: interestsOf({ ...concepts, fields, isComment, statements, imports, signatures }),
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
  };
}

type Concepts = Pick<Language, "concepts" | "rules" | "fieldRules" | "booleanHosts" | "negations"> & {
  /** Kinds of ifs and elses. */
  readonly chains: SymbolSet;
};

function compileConcepts(table: LanguageTable, words: Vocabulary): Concepts {
  const all = conceptRules(table, words);
  const concepts = words.kinds([]);
  let booleanHosts = words.kinds([]);
  let negations = words.kinds([]);
  for (const { selector, concept } of all) {
    const host = concept === Concept.And || concept === Concept.Or ? selector.around?.selector.symbols : null;
    if (host) booleanHosts = union(booleanHosts, host);
    if (concept === Concept.Not && selector.symbols) negations = union(negations, selector.symbols);
    if (isConditional(selector) || selector.symbols === null) continue;
    for (const symbol of members(selector.symbols)) if (concepts[symbol] === 0) concepts[symbol] = concept;
  }
  const conditional = all.filter(({ selector }) => isConditional(selector));
  const ofAnyNode = conditional.filter(({ selector }) => selector.symbols === null);
  const fieldRules: ConceptRule[][] = [];
  for (const rule of ofAnyNode) append(fieldRules, fieldOf(rule.selector, table.id), rule);
  const ofKinds = conditional.filter(({ selector }) => selector.symbols !== null);
  return {
    concepts,
    rules: bySymbol(ofKinds, table.id).map(compileRuleSet),
    fieldRules: fieldRules.map(compileRuleSet),
    booleanHosts,
    negations,
    chains: chainsOf(all, words),
  };
}

/** Where only a text makes a node an if, as in Elixir, its kind says too little. */
function chainsOf(rules: readonly ConceptRule[], words: Vocabulary): SymbolSet {
  const isChain = (concept: number) =>
    concept === Concept.If || concept === Concept.ElseIf || concept === Concept.Else;
  const byText = ({ texts, children }: Selector) =>
    texts !== null || children.some((condition) => condition.texts !== null);
  return rules
    .filter(({ concept, selector }) => isChain(concept) && !byText(selector))
    .reduce((set, { selector }) => union(set, selector.symbols ?? words.kinds([])), words.kinds([]));
}

function fieldOf({ around }: Selector, id: string): number {
  if (around === null || around.field === 0)
    throw new Error(`The table of ${id} selects any node without the field it stands in.`);
  return around.field;
}

function bySymbol<Entry extends { readonly selector: Selector }>(
  entries: readonly Entry[],
  where: string,
): Entry[][] {
  const lists: Entry[][] = [];
  for (const entry of entries) {
    if (entry.selector.symbols === null) throw new Error(`${where} must name kinds of nodes.`);
    for (const symbol of members(entry.selector.symbols)) append(lists, symbol, entry);
  }
  return lists;
}

function append<Entry>(lists: Entry[][], at: number, entry: Entry): void {
  const list = lists[at];
  if (list === undefined) lists[at] = [entry];
  else list.push(entry);
}

function conceptRules(table: LanguageTable, words: Vocabulary): ConceptRule[] {
  const all: [string, readonly string[] | undefined][] = [
    ["Function", table.functions.nodes],
    ["Type", table.types.nodes],
    ...Object.entries(table.concepts),
  ];
  const numbers = new Map<string, Concept>(Object.entries(Concept));
  return all.flatMap(([name, texts = []]) =>
    texts.map((text) => ({
      concept: numbers.get(name) ?? Concept.None,
      selector: compileSelector(text, words),
    })),
  );
}

/** Why a symbol needs a look when an outline is read; bits. */
export const Interest = {
  Concept: 1,
  Rules: 2,
  Comment: 4,
  BooleanHost: 8,
  Field: 16,
  Statement: 32,
  Import: 64,
  Signature: 128,
} as const;

function interestsOf(o: {
  readonly concepts: Uint8Array;
  readonly rules: readonly unknown[];
  readonly fields: readonly unknown[];
  readonly booleanHosts: SymbolSet;
  readonly isComment: SymbolSet;
  /** What may be documentation. */
  readonly statements: SymbolSet;
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
      (o.statements[symbol] === 1 ? Interest.Statement : 0) |
      (isOne(o.imports, symbol) ? Interest.Import : 0) |
      (isOne(o.signatures, symbol) ? Interest.Signature : 0),
  );
}

function isConditional({ texts, children, around }: Selector): boolean {
  return texts !== null || children.length > 0 || around !== null;
}

function* members(set: SymbolSet): Generator<number> {
  for (let symbol = 0; symbol < set.length; symbol++) if (set[symbol] === 1) yield symbol;
}

/** Part a leaf plays in Halstead's measures. */
export const HalsteadRole = { Neither: 0, Operand: 1, Operator: 2 } as const;

/** METRICS.md: closing brackets and separators are neither operators nor operands. */
const NEITHER = new Set([")", "]", "}", ",", ";", ":", "\n", "\r\n", ""]);

function halsteadRoles(table: LanguageTable, grammar: Grammar, words: Vocabulary): Uint8Array {
  const roles = Uint8Array.from(grammar.kinds, (kind, symbol) => {
    if (grammar.isNamed(symbol)) return HalsteadRole.Operand;
    return NEITHER.has(kind) ? HalsteadRole.Neither : HalsteadRole.Operator;
  });
  const assign = (role: number, set: SymbolSet) => {
    for (const symbol of members(set)) roles[symbol] = role;
  };
  assign(HalsteadRole.Operand, words.tokens(table.halstead.operands));
  assign(HalsteadRole.Operator, words.kinds(table.halstead.operators));
  assign(HalsteadRole.Neither, words.kinds(table.halstead.delimiters ?? []));
  assign(HalsteadRole.Neither, words.kinds(table.comments));
  return roles;
}
