import * as Concept from "../common/concept.js";
import { type ConceptRule, compileRuleSet, type RuleSet } from "./ruleSet.js";
import { compileSelector, type Selector } from "./selector.js";
import { bySymbol, members } from "./symbols.js";
import type { LanguageTable } from "./table.js";
import { type SymbolSet, union, type Vocabulary } from "./vocabulary.js";

/** Which nodes of a grammar are which concept. */
export interface Concepts {
  /** Concept by symbol of the nodes that need no look at their place. */
  readonly concepts: Uint8Array;
  /** By symbol: what decides where the place matters, most particular first. */
  readonly rules: readonly (RuleSet | undefined)[];
  /** Nodes directly around `and` and `or`. */
  readonly booleanHosts: SymbolSet;
  /** Nodes that may be negations. */
  readonly negations: SymbolSet;
  /** Kinds of ifs and elses. */
  readonly chains: SymbolSet;
}

/** Sorts the selectors of a table by what can be told from a node's kind alone. */
export function compileConcepts(table: LanguageTable, words: Vocabulary): Concepts {
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
  return {
    concepts,
    rules: bySymbol(conditional, `The concepts of ${table.id}`).map(compileRuleSet),
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

function conceptRules(table: LanguageTable, words: Vocabulary): ConceptRule[] {
  const all: [string, readonly string[] | undefined][] = [
    ["FunctionLike", table.functions.nodes],
    ["Type", table.types.nodes],
    ...Object.entries(table.concepts),
  ];
  const numbers = new Map<string, number>(Object.entries(Concept));
  return all.flatMap(([name, texts = []]) =>
    texts.map((text) => ({
      concept: numbers.get(name) ?? Concept.None,
      selector: compileSelector(text, words),
    })),
  );
}

function isConditional({ texts, children, around }: Selector): boolean {
  return texts !== null || children.length > 0 || around !== null;
}
