import type { Selector } from "./selector.js";

/** A node kind's place in a table: the concept of the nodes that fit. */
export interface ConceptRule {
  /** A number of `concept.ts`. */
  readonly concept: number;
  readonly selector: Selector;
}

/**
 * Rules of one kind of node, most particular first. Where many ask for the text of one field (Elixir's
 * `def`, `if` and `case` are all calls), only those that ask for the text it has are looked at.
 */
export interface RuleSet {
  /** Field whose text is asked for; 0 for none. */
  readonly field: number;
  /** By text: the rules that ask for it, and those that ask for none. */
  readonly byText: ReadonlyMap<string, readonly ConceptRule[]>;
  /** Length of the longest of these texts. */
  readonly longest: number;
  /** The rules for any other text. */
  readonly others: readonly ConceptRule[];
}

/** From so many rules on it pays to read the text first. */
const FEWEST_BY_TEXT = 5;

/** Sorts rules by the text that they ask for. */
export function compileRuleSet(rules: readonly ConceptRule[]): RuleSet {
  const field = rules.map(({ selector }) => askedField(selector)).find((asked) => asked !== 0) ?? 0;
  const asking = rules.filter(({ selector }) => askedField(selector) === field);
  if (field === 0 || asking.length < FEWEST_BY_TEXT)
    return { field: 0, byText: new Map(), longest: 0, others: rules };
  const texts = new Set(asking.flatMap(({ selector }) => askedTexts(selector)));
  const isFor = (text: string | null, { selector }: ConceptRule) =>
    askedField(selector) !== field || (text !== null && askedTexts(selector).includes(text));
  return {
    field,
    byText: new Map([...texts].map((text) => [text, rules.filter((rule) => isFor(text, rule))])),
    longest: Math.max(...[...texts].map(({ length }) => length)),
    others: rules.filter((rule) => isFor(null, rule)),
  };
}

/** Field of which a selector asks for a text, and for nothing else: 0 for none. */
function askedField({ children }: Selector): number {
  const [first] = children;
  if (first === undefined || !first.wanted || first.texts === null || first.within !== null) return 0;
  return first.part.symbols.includes(1) ? 0 : first.part.fields.indexOf(1);
}

function askedTexts({ children }: Selector): readonly string[] {
  return children[0]?.texts ?? [];
}
