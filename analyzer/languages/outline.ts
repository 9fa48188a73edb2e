import { type FlatTree, findChild, NO_NODE } from "../syntax/flatTree.js";
import { type Source, textBetween } from "../syntax/source.js";
import { Concept } from "./concept.js";
import { Interest } from "./interest.js";
import type { FieldPart, Language } from "./language.js";
import { firstFitting, type RuleSet } from "./ruleSet.js";
import { childAt, fits, type Selector, type SelectorContext } from "./selector.js";

/** Index of no event. */
export const NOTHING = -1;

/**
 * One file reduced to events: the nodes that are a {@link Concept}, in source order, as parallel arrays. It
 * is all that the function metrics see, and it knows nothing of them.
 */
export interface Outline {
  readonly count: number;
  readonly concept: readonly number[];
  /** Node in the flat tree. */
  readonly node: readonly number[];
  /** The event around this one, or {@link NOTHING}; always a smaller index. */
  readonly up: readonly number[];
  /** The innermost function around this event as an index into `functions`, or {@link NOTHING}. */
  readonly owner: readonly number[];
  /** The event of the innermost function or type around this one, or {@link NOTHING}. */
  readonly scope: readonly number[];
  /** For `And` and `Or`: first node of the boolean expression, through parentheses. */
  readonly run: readonly number[];
  /** For `And` and `Or`: first node of the boolean expression, through parentheses and negations. */
  readonly expression: readonly number[];
  /** The events that are functions; what belongs to functions is numbered by the index in here. */
  readonly functions: readonly number[];
  /** For each function the one around it, as `owner`. */
  readonly outer: readonly number[];
  /** The events that are types. */
  readonly types: readonly number[];
  /** Fields of types where they are declared or first named. */
  readonly fields: readonly FieldNode[];
  /** Imports and the like, in source order. */
  readonly imports: readonly number[];
  /** Declarations without a body, in source order. */
  readonly signatures: readonly number[];
  /** Comment nodes, documentation among them, in source order; none inside another. */
  readonly comments: readonly number[];
}

/** What declares fields of a type. */
export interface FieldNode {
  /** Event of the innermost function or type around, or {@link NOTHING}. */
  readonly scope: number;
  readonly node: number;
  readonly part: FieldPart;
}

/** Reads the events of a parsed file. */
export function readOutline(tree: FlatTree, language: Language, source: Source): Outline {
  return new OutlineReader(tree, language, source).read();
}

class OutlineReader implements Outline {
  count = 0;
  readonly concept: number[] = [];
  readonly node: number[] = [];
  readonly up: number[] = [];
  readonly owner: number[] = [];
  readonly scope: number[] = [];
  readonly run: number[] = [];
  readonly expression: number[] = [];
  readonly functions: number[] = [];
  readonly outer: number[] = [];
  readonly types: number[] = [];
  readonly fields: FieldNode[] = [];
  readonly imports: number[] = [];
  readonly signatures: number[] = [];
  readonly comments: number[] = [];

  private readonly tree: FlatTree;
  private readonly language: Language;
  private readonly source: Source;
  private readonly context: SelectorContext;
  /** Innermost event around the node being read. */
  private open = NOTHING;
  /** Index of the innermost function around the children of each event. */
  private readonly inner: number[] = [];
  /** First nodes of boolean expressions, by each operator node in them. */
  private readonly runs = new Map<number, number>();
  private readonly expressions = new Map<number, number>();
  private readonly docstrings = new Set<number>();

  constructor(tree: FlatTree, language: Language, source: Source) {
    this.tree = tree;
    this.language = language;
    this.source = source;
    this.context = { tree, source, isComment: language.isComment };
  }

  read(): Outline {
    const { symbol, field, last, count } = this.tree;
    const { interests, fieldRules } = this.language;
    this.findDocstring(0);
    for (let node = 0; node < count; node++) {
      const interest = interests[symbol[node] ?? 0] ?? 0;
      const anyNode = fieldRules[field[node] ?? 0];
      if (interest === 0 && anyNode === undefined) continue;
      if ((interest & Interest.Comment) !== 0 || this.isDocumentation(node, interest)) {
        this.comments.push(node);
        node = last[node] ?? node;
        continue;
      }
      this.closeBefore(node);
      if ((interest & Interest.Field) !== 0) this.addField(node);
      if ((interest & Interest.Import) !== 0 && this.fitsOne(this.language.imports, node))
        this.imports.push(node);
      if ((interest & Interest.Signature) !== 0 && this.fitsOne(this.language.signatures, node))
        this.signatures.push(node);
      const concept = this.asEvent(node, this.conceptOf(node, anyNode));
      if (concept === Concept.Ignored) {
        node = last[node] ?? node;
        continue;
      }
      if (concept !== Concept.None) this.add(node, concept);
      if ((interest & Interest.BooleanHost) !== 0) this.placeOperators(node);
    }
    return this;
  }

  private fitsOne(selectors: readonly Selector[], node: number): boolean {
    return selectors.some((selector) => fits(this.context, selector, node));
  }

  private isDocumentation(node: number, interest: number): boolean {
    if ((interest & Interest.Documentation) === 0) return false;
    return this.docstrings.has(node) || this.fitsOne(this.language.documentation, node);
  }

  private closeBefore(node: number): void {
    const { last } = this.tree;
    while (this.open !== NOTHING && node > (last[this.node[this.open] ?? 0] ?? 0))
      this.open = this.up[this.open] ?? NOTHING;
  }

  private add(node: number, concept: number): void {
    const up = this.open;
    const owner = this.inner[up] ?? NOTHING;
    this.concept.push(concept);
    this.node.push(node);
    this.up.push(up);
    this.owner.push(owner);
    this.scope.push(this.scopeIn(up));
    const host = this.tree.parent[node] ?? 0;
    this.run.push(this.runs.get(host) ?? NOTHING);
    this.expression.push(this.expressions.get(host) ?? NOTHING);
    this.inner.push(concept === Concept.Function ? this.functions.length : owner);
    if (concept === Concept.Function) {
      this.functions.push(this.count);
      this.outer.push(owner);
    }
    if (concept === Concept.Type) this.types.push(this.count);
    if (this.tree.last[node] !== node) this.open = this.count;
    this.count++;
  }

  private scopeIn(event: number): number {
    const concept = this.concept[event];
    return concept === Concept.Function || concept === Concept.Type ? event : (this.scope[event] ?? NOTHING);
  }

  private addField(node: number): void {
    const part = this.language.types.fields[this.tree.symbol[node] ?? 0]?.find(({ selector }) =>
      fits(this.context, selector, node),
    );
    if (part !== undefined) this.fields.push({ scope: this.scopeIn(this.open), node, part });
  }

  /** What a node is by its kind and place. */
  private conceptOf(node: number, anyNode: RuleSet | undefined): number {
    const symbol = this.tree.symbol[node] ?? 0;
    const rule = firstFitting(this.context, this.language.rules[symbol], node);
    if (rule !== undefined) return rule.concept;
    const concept = this.language.concepts[symbol] ?? Concept.None;
    if (concept !== Concept.None) return concept;
    return firstFitting(this.context, anyNode, node)?.concept ?? Concept.None;
  }

  /** What of it is counted. */
  private asEvent(node: number, concept: number): number {
    if (concept === Concept.Function) {
      this.findDocstring(node);
      const { body } = this.language.functions;
      if (body === null || childAt(this.tree, node, body) !== NO_NODE) return concept;
      this.signatures.push(node);
      return Concept.None;
    }
    if (concept === Concept.Type) this.findDocstring(node);
    if (concept === Concept.Else && this.leadsToElseIf(node)) return Concept.None;
    return concept;
  }

  /** An else token directly before an else-if is part of it. */
  private leadsToElseIf(node: number): boolean {
    if (this.tree.last[node] !== node) return false;
    let next = node + 1;
    while (this.language.isComment[this.tree.symbol[next] ?? 0] === 1 && next < this.tree.count)
      next = (this.tree.last[next] ?? next) + 1;
    return next < this.tree.count && this.conceptOf(next, undefined) === Concept.ElseIf;
  }

  /** Notes to which boolean expression an `and` or `or` belongs; the outer ones were met before. */
  private placeOperators(node: number): void {
    if (findChild(this.tree, node, (child) => this.isBoolean(child)) === NO_NODE) return;
    const { loosePostfix, negations, parentheses } = this.language;
    let inner = node;
    let around = this.tree.parent[node] ?? NO_NODE;
    let negated = false;
    let isLoose = false;
    while (around !== NO_NODE) {
      if (this.isA(around, parentheses))
        isLoose = (isLoose || inner === node) && this.isA(around, loosePostfix);
      else if (this.isA(around, negations) && this.conceptOf(around, undefined) === Concept.Not)
        negated = true;
      else if (this.expressions.has(around)) break;
      else if (!(isLoose && this.leads(inner, around)) && !this.isFlat(inner, around)) break;
      inner = around;
      around = this.tree.parent[around] ?? NO_NODE;
    }
    const host = this.expressions.has(around) ? around : this.danglingBefore(inner);
    this.expressions.set(node, this.expressions.get(host) ?? node);
    this.runs.set(node, negated ? node : (this.runs.get(host) ?? node));
  }

  /** Whether a node comes first in one that binds closer than boolean operators. */
  private leads(inner: number, around: number): boolean {
    return inner === around + 1 && this.isA(around, this.language.loosePostfixLeads);
  }

  /** Whether a side of an infix expression is one only because the grammar knows no precedence. */
  private isFlat(inner: number, around: number): boolean {
    const { flatInfix } = this.language;
    const isSide = inner === around + 1 || this.tree.last[inner] === this.tree.last[around];
    return isSide && this.isA(inner, flatInfix) && this.isA(around, flatInfix);
  }

  /** The infix expression that the grammar ended with a line, if `node` is what should be its right side. */
  private danglingBefore(node: number): number {
    let before = node - 1;
    while (before >= 0 && this.isA(before, this.language.isComment)) before--;
    const host = this.tree.parent[before] ?? NO_NODE;
    return this.isA(host, this.language.danglingInfix) ? host : NO_NODE;
  }

  private isBoolean(child: number): boolean {
    const concept = this.conceptOf(child, undefined);
    return concept === Concept.And || concept === Concept.Or;
  }

  /** Finds the documentation of a function, a type or (root) the file. */
  private findDocstring(node: number): void {
    const { docstrings, isComment, functions, table } = this.language;
    if (table.docstrings === undefined) return;
    if (node !== 0 && !this.isA(node, docstrings.bodies)) return;
    const body = node === 0 || functions.body === null ? node : childAt(this.tree, node, functions.body);
    if (body === NO_NODE) return;
    const first = findChild(this.tree, body, (child) => !this.isA(child, isComment));
    if (first === NO_NODE || !this.isA(first, docstrings.statements)) return;
    const text = first + 1;
    const isAlone = this.tree.last[text] === this.tree.last[first];
    if (isAlone && this.isA(text, docstrings.texts) && this.isPlain(text)) this.docstrings.add(first);
  }

  /** Whether nothing in front of the quotes of a string, or of the first of several, makes it another value. */
  private isPlain(text: number): boolean {
    const except = this.language.table.docstrings?.exceptPrefixes ?? "";
    const start = this.tree.start[text] ?? 0;
    const prefix =
      textBetween(this.source, start, start + 3)
        .toLowerCase()
        .split(/["']/)[0] ?? "";
    return ![...prefix].some((letter) => except.includes(letter));
  }

  private isA(node: number, symbols: Uint8Array): boolean {
    return symbols[this.tree.symbol[node] ?? 0] === 1;
  }
}
