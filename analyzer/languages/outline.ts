import type { FlatTree } from "../syntax/flatTree.js";
import { isText, type Source, textBetween } from "../syntax/source.js";
import { Concept } from "./concept.js";
import { type Language, Role } from "./language.js";

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
  /** The innermost function around this event, or {@link NOTHING}. */
  readonly owner: readonly number[];
  /** The innermost function or type around this event, or {@link NOTHING}. */
  readonly scope: readonly number[];
  /** For `And` and `Or`: first node of the boolean expression, through parentheses. */
  readonly run: readonly number[];
  /** For `And` and `Or`: first node of the boolean expression, through parentheses and negations. */
  readonly expression: readonly number[];
  /** The events that are functions. */
  readonly functions: readonly number[];
  /** Comment nodes, documentation among them, in source order; none inside another. */
  readonly comments: readonly number[];
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
  readonly comments: number[] = [];

  private readonly tree: FlatTree;
  private readonly language: Language;
  private readonly source: Source;
  /** First nodes of boolean expressions, by each operator node in them. */
  private readonly runs = new Map<number, number>();
  private readonly expressions = new Map<number, number>();
  private readonly docstrings = new Set<number>();

  constructor(tree: FlatTree, language: Language, source: Source) {
    this.tree = tree;
    this.language = language;
    this.source = source;
  }

  read(): Outline {
    const { symbol, field, last, count } = this.tree;
    const { roles } = this.language;
    const { otherwise } = this.language.fields;
    let open = NOTHING;
    this.findDocstring(0);
    for (let node = 0; node < count; node++) {
      const role = roles[symbol[node] ?? 0] ?? 0;
      if (role === Role.None && (otherwise === 0 || field[node] !== otherwise)) continue;
      if (role === Role.Comment || this.docstrings.has(node)) {
        this.comments.push(node);
        node = last[node] ?? node;
        continue;
      }
      const concept = this.conceptOf(node, role);
      if (concept === Concept.None) continue;
      while (open !== NOTHING && node > (last[this.node[open] ?? 0] ?? 0)) open = this.up[open] ?? NOTHING;
      this.add(node, concept, open);
      if (last[node] !== node) open = this.count - 1;
    }
    return this;
  }

  private add(node: number, concept: number, up: number): void {
    const around = this.concept[up];
    const inFunction = around === Concept.Function;
    this.concept.push(concept);
    this.node.push(node);
    this.up.push(up);
    this.owner.push(inFunction ? up : (this.owner[up] ?? NOTHING));
    this.scope.push(inFunction || around === Concept.Type ? up : (this.scope[up] ?? NOTHING));
    const host = this.tree.parent[node] ?? 0;
    this.run.push(this.runs.get(host) ?? NOTHING);
    this.expression.push(this.expressions.get(host) ?? NOTHING);
    if (concept === Concept.Function) this.functions.push(this.count);
    this.count++;
  }

  /** What a node counts as at its place. */
  private conceptOf(node: number, role: number): number {
    switch (role) {
      case Role.Function:
        return this.asFunction(node);
      case Role.Type:
        this.findDocstring(node);
        return Concept.Type;
      case Role.If:
        return this.isElseIf(node) ? Concept.ElseIf : Concept.If;
      case Role.Else:
        return this.isElse(node) ? Concept.Else : Concept.None;
      case Role.Case:
        return this.isWildcard(node) ? Concept.Default : Concept.Case;
      case Role.Clause:
        return this.roleOfParent(node) === Role.Comprehension ? Concept.Clause : Concept.None;
      case Role.Jump:
        return this.hasChild(node, this.language.labels) ? Concept.Jump : Concept.None;
      case Role.And:
      case Role.Or:
      case Role.Coalesce:
        return this.roleOfParent(node) === Role.Operators ? role : Concept.None;
      case Role.Operators:
        this.placeOperators(node);
        return Concept.None;
      case Role.None:
        return this.roleOfParent(node) === Role.If ? Concept.Else : Concept.None;
      default:
        return role < Role.Comment ? role : Concept.None;
    }
  }

  private asFunction(node: number): number {
    this.findDocstring(node);
    return this.childByField(node, this.language.fields.body) === NOTHING ? Concept.None : Concept.Function;
  }

  private isElseIf(node: number): boolean {
    const around = this.roleOfParent(node);
    if (around === Role.Else) return true;
    const { otherwise } = this.language.fields;
    return around === Role.If && otherwise !== 0 && this.tree.field[node] === otherwise;
  }

  /** An else that holds nothing but an if is that else-if; one of a try is none. */
  private isElse(node: number): boolean {
    const around = this.roleOfParent(node);
    if (around !== Role.If && around !== Role.Loop) return false;
    return this.findChild(node, (child) => this.roleOf(child) === Role.If) === NOTHING;
  }

  private isWildcard(node: number): boolean {
    const { wildcard } = this.language;
    if (wildcard === null || this.hasChild(node, wildcard.guard)) return false;
    let patterns = 0;
    let bare = 0;
    this.findChild(node, (child) => {
      if (wildcard.pattern[this.tree.symbol[child] ?? 0]) {
        patterns++;
        if (isText(this.source, this.tree.start[child] ?? 0, this.tree.end[child] ?? 0, "_")) bare++;
      }
      return false;
    });
    return patterns === 1 && bare === 1;
  }

  /** Notes to which boolean expression an `and` or `or` belongs; the outer ones were met before. */
  private placeOperators(node: number): void {
    const { loosePostfix, loosePostfixLeads } = this.language;
    const isBoolean = (child: number) => this.roleOf(child) === Role.And || this.roleOf(child) === Role.Or;
    if (this.findChild(node, isBoolean) === NOTHING) return;
    let inner = node;
    let around = this.tree.parent[node] ?? NOTHING;
    let negated = false;
    let isLoose = false;
    for (;;) {
      const role = this.roleOf(around);
      if (role === Role.Negation && this.roleOf(around + 1) === Role.Not) negated = true;
      else if (role === Role.Parentheses)
        isLoose = (isLoose || inner === node) && this.isA(around, loosePostfix);
      else if (!isLoose || inner !== around + 1 || !this.isA(around, loosePostfixLeads)) break;
      else if (this.expressions.has(around)) break;
      inner = around;
      around = this.tree.parent[around] ?? NOTHING;
    }
    this.expressions.set(node, this.expressions.get(around) ?? node);
    this.runs.set(node, negated ? node : (this.runs.get(around) ?? node));
  }

  /** Finds the documentation of a function, a type or (root) the file. */
  private findDocstring(node: number): void {
    const { docstringBodies, docstringTexts, fields, table } = this.language;
    if (table.docstrings === undefined) return;
    const { symbol, last } = this.tree;
    if (node !== 0 && !docstringBodies[symbol[node] ?? 0]) return;
    const body = node === 0 ? 0 : this.childByField(node, fields.body);
    if (body === NOTHING) return;
    const first = this.findChild(body, (child) => this.roleOf(child) !== Role.Comment);
    if (first === NOTHING || this.roleOf(first) !== Role.Statement) return;
    const text = first + 1;
    const isAlone = last[text] === last[first];
    if (isAlone && docstringTexts[symbol[text] ?? 0] && this.isPlain(text)) this.docstrings.add(first);
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

  private roleOf(node: number): number {
    return this.language.roles[this.tree.symbol[node] ?? 0] ?? Role.None;
  }

  private roleOfParent(node: number): number {
    return this.roleOf(this.tree.parent[node] ?? NOTHING);
  }

  private hasChild(node: number, symbols: Uint8Array): boolean {
    return this.findChild(node, (child) => symbols[this.tree.symbol[child] ?? 0] === 1) !== NOTHING;
  }

  private childByField(node: number, field: number): number {
    return this.findChild(node, (child) => this.tree.field[child] === field);
  }

  private findChild(node: number, accepts: (child: number) => boolean): number {
    return findChild(this.tree, node, accepts);
  }
}

/** First child that `accepts`, or {@link NOTHING}. */
export function findChild(tree: FlatTree, node: number, accepts: (child: number) => boolean): number {
  const end = tree.last[node] ?? 0;
  for (let child = node + 1; child <= end; child = (tree.last[child] ?? child) + 1) {
    if (accepts(child)) return child;
  }
  return NOTHING;
}
