import { type FlatTree, findChild, NO_NODE } from "../syntax/flatTree.js";
import { isText, type Source } from "../syntax/source.js";
import type { SymbolSet, Vocabulary } from "./vocabulary.js";

/**
 * A node at its place, in the words of language tables:
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

/** What selectors look at. */
export interface SelectorContext {
  readonly tree: FlatTree;
  readonly source: Source;
  readonly isComment: SymbolSet;
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

/** First child that is the part, or {@link NO_NODE}. */
export function childAt(tree: FlatTree, node: number, part: Part): number {
  return findChild(tree, node, (child) => isPart(tree, child, part));
}

/** Whether a child is the part of the node around it. */
export function isPart(tree: FlatTree, child: number, { fields, symbols }: Part): boolean {
  const field = tree.field[child] ?? 0;
  return (field !== 0 && fields[field] === 1) || symbols[tree.symbol[child] ?? 0] === 1;
}

/** Whether a node and what is around it are as the selector says. */
export function fits(context: SelectorContext, selector: Selector, node: number): boolean {
  const { tree } = context;
  const { symbols, texts, children, around } = selector;
  if (node === NO_NODE) return false;
  if (symbols !== null && symbols[tree.symbol[node] ?? 0] !== 1) return false;
  if (texts !== null && !hasText(context, node, texts)) return false;
  for (const condition of children) if (!holds(context, condition, node)) return false;
  if (around === null) return true;
  if (around.field !== 0 && tree.field[node] !== around.field) return false;
  return fits(
    context,
    around.selector,
    around.isBefore ? tokenBefore(context, node) : (tree.parent[node] ?? NO_NODE),
  );
}

function hasText({ tree, source }: SelectorContext, node: number, texts: readonly string[]): boolean {
  const start = tree.start[node] ?? 0;
  const end = tree.end[node] ?? 0;
  return texts.some((text) => isText(source, start, end, text));
}

function holds(context: SelectorContext, condition: ChildCondition, node: number): boolean {
  const { within, part, texts, least, wanted } = condition;
  const { tree } = context;
  const around = within === null ? node : childAt(tree, node, within);
  if (around === NO_NODE) return !wanted;
  let found = 0;
  const child = findChild(
    tree,
    around,
    (candidate) =>
      isPart(tree, candidate, part) &&
      (texts === null || hasText(context, candidate, texts)) &&
      ++found >= least,
  );
  return (child !== NO_NODE) === wanted;
}

/** The leaf directly before a node in the same parent, comments apart. */
function tokenBefore({ tree, isComment }: SelectorContext, node: number): number {
  let before = node - 1;
  while (before >= 0 && isComment[tree.symbol[before] ?? 0] === 1) before--;
  return before >= 0 && tree.parent[before] === tree.parent[node] ? before : NO_NODE;
}
