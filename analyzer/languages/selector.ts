import type { SymbolSet, Vocabulary } from "./vocabulary.js";

/**
 * A node at its place, in the words of language tables; `kernel/selectors.ts` looks whether a node is there:
 *
 *     if_statement                     nodes of that kind
 *     'else'                           an anonymous token
 *     identifier="self|cls"            … whose text is one of these
 *     break_statement[label]           … that have a child of that kind; [.field], ['token'] likewise
 *     call[.function="print"]          … whose child in that field has that text
 *     switch_case[!.value]             … that have no such child
 *     anonymous_function[2 stab_clause]  … that have at least two such children
 *     field[modifiers > 'static']      … whose first child of that kind has such a child
 *     binary_expression > '&&'         directly in such a node
 *     if_statement.alternative > *     in that field of it; `*` is any node
 *     'else' + if_expression           directly after such a token, comments apart
 *
 * Relations chain: `call[.target="case|cond"] > do_block > stab_clause`.
 */
export interface Selector {
  /** `null` for any node. */
  readonly symbols: SymbolSet | null;
  /** One of these; `null` for any text. */
  readonly texts: readonly string[] | null;
  readonly children: readonly ChildCondition[];
  readonly around: { readonly selector: Selector; readonly field: number; readonly isBefore: boolean } | null;
}

/** A child by field, kind or token: the first that fits one of its alternatives. */
export interface Part {
  /** By field id. */
  readonly fields: Uint8Array;
  readonly symbols: SymbolSet;
}

export interface ChildCondition {
  /** The child whose children are meant; `null` where they are the node's own. */
  readonly within: Part | null;
  readonly part: Part;
  readonly texts: readonly string[] | null;
  /** Such children there must be. */
  readonly least: number;
  readonly wanted: boolean;
}

const STEP = /^\s*(\*|'[^']+'|\w+)(?:="([^"]*)")?((?:\[[^\]]+\])*)(?:\.(\w+))?\s*([>+]|$)/;
const CONDITION = /\[(!?)(?:(\d+) )?(?:(\w+) > )?(\.\w+|'[^']+'|\w+)(?:="([^"]*)")?\]/g;

/** Compiles a selector. @throws Error when it is malformed or names what the grammar lacks */
export function compileSelector(text: string, words: Vocabulary): Selector {
  let rest = text;
  let around: Selector["around"] = null;
  for (;;) {
    const match = STEP.exec(rest);
    if (match === null) throw new Error(`malformed selector: ${text}`);
    const [whole, node = "", nodeText, conditions = "", field, relation] = match;
    const selector: Selector = {
      symbols: node === "*" ? null : symbolsOf(node, words),
      texts: textsOf(nodeText),
      children: [...conditions.matchAll(CONDITION)].map(([, not, least, within, part = "", childText]) => ({
        within: within ? compilePart([within], words) : null,
        part: compilePart([part], words),
        texts: textsOf(childText),
        least: Number(least ?? 1),
        wanted: not !== "!",
      })),
      around,
    };
    if (relation === "") return selector;
    around = { selector, field: field ? words.field(field) : 0, isBefore: relation === "+" };
    rest = rest.slice(whole.length);
  }
}

/** Compiles the alternatives of a part: `.field`, `kind` or `'token'`. */
export function compilePart(alternatives: readonly string[], words: Vocabulary): Part {
  const names = alternatives.filter((name) => !name.startsWith("."));
  const fields = new Uint8Array(MOST_FIELDS);
  for (const name of alternatives) if (name.startsWith(".")) fields[words.field(name.slice(1))] = 1;
  const symbols = words.kinds([]);
  for (const name of names) {
    symbolsOf(name, words).forEach((member, symbol) => {
      if (member === 1) symbols[symbol] = 1;
    });
  }
  return { fields, symbols };
}

/** `a|b` are two texts; `||` is one. */
function textsOf(given: string | undefined): readonly string[] | null {
  const texts = given?.split("|") ?? null;
  return texts?.includes("") ? [given ?? ""] : texts;
}

/** More fields than any grammar has. */
const MOST_FIELDS = 256;

function symbolsOf(name: string, words: Vocabulary): SymbolSet {
  return name.startsWith("'") ? words.tokens([name.slice(1, -1)]) : words.kinds([name]);
}
