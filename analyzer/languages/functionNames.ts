import type { FlatTree } from "../syntax/flatTree.js";
import { type Source, textBetween } from "../syntax/source.js";
import { Concept } from "./concept.js";
import { type Language, Role, type SymbolSet } from "./language.js";
import { findChild, NOTHING, type Outline } from "./outline.js";

const ANONYMOUS = "<anonymous>";
/** Longer names (only computed ones are) are cut, so that no file can fill reports with a name. */
const MAX_NAME_UNITS = 200;

/**
 * Names of the outline's functions, in its order: the declared name or that of the variable or property of
 * which the function is the whole value, behind its type's; see METRICS.md.
 */
export function nameFunctions(file: {
  readonly tree: FlatTree;
  readonly source: Source;
  readonly language: Language;
  readonly outline: Outline;
}): string[] {
  const namer = new Namer(file.tree, file.source, file.language);
  const { outline } = file;
  const typeNames = new Map<number, string | null>();
  const typeNameOf = (event: number): string | null => {
    let name = typeNames.get(event);
    if (name === undefined) {
      name = namer.nameOfType(outline.node[event] ?? 0);
      typeNames.set(event, name);
    }
    return name;
  };
  return outline.functions.map((event) => {
    const node = outline.node[event] ?? 0;
    const name = namer.nameOfFunction(node);
    if (name === null) return ANONYMOUS;
    const receiver = namer.nameOfReceiver(node);
    if (receiver !== null) return `${receiver}.${name}`;
    let scope = outline.scope[event] ?? NOTHING;
    while (outline.concept[scope] === Concept.Type) {
      const type = typeNameOf(scope);
      if (type !== null) return `${type}.${name}`;
      scope = outline.scope[scope] ?? NOTHING;
    }
    return name;
  });
}

class Namer {
  private readonly tree: FlatTree;
  private readonly source: Source;
  private readonly language: Language;

  constructor(tree: FlatTree, source: Source, language: Language) {
    this.tree = tree;
    this.source = source;
    this.language = language;
  }

  nameOfFunction(node: number): string | null {
    return this.declaredName(node, this.language.fields.name) ?? this.boundName(node);
  }

  nameOfType(node: number): string | null {
    return this.declaredName(node, this.language.fields.typeName) ?? this.boundName(node);
  }

  nameOfReceiver(node: number): string | null {
    const { fields, receiverTypeName } = this.language;
    if (fields.receiver === 0) return null;
    const receiver = this.childByField(node, fields.receiver);
    if (receiver === NOTHING) return null;
    const end = this.tree.last[receiver] ?? 0;
    for (let inner = receiver + 1; inner <= end; inner++) {
      if (this.belongs(inner, receiverTypeName)) return this.text(inner);
    }
    return null;
  }

  private declaredName(node: number, field: number): string | null {
    const name = this.childByField(node, field);
    return name === NOTHING ? null : this.readName(name);
  }

  /** Name of the variable, field or property of which `node` is the whole value. */
  private boundName(node: number): string | null {
    let value = node;
    let around = this.tree.parent[value] ?? NOTHING;
    let position = 0;
    let count = 1;
    const { transparent, casts } = this.language;
    for (;;) {
      const isCast = this.belongs(around, casts);
      if (!isCast && !this.belongs(around, transparent)) break;
      const siblings = isCast ? [] : this.elements(around);
      if (siblings.length > 1) {
        // Only the elements of one list have names of their own.
        if (count > 1) return null;
        count = siblings.length;
        position = siblings.indexOf(value);
      }
      value = around;
      around = this.tree.parent[value] ?? NOTHING;
    }
    const binding = this.language.bindings.find(
      ({ kind, value: field }) => this.belongs(around, kind) && this.tree.field[value] === field,
    );
    if (binding === undefined) return null;
    const names = this.namesOf(around, binding.name);
    const name = names.length === count ? names[position] : undefined;
    return name === undefined ? null : this.readName(name);
  }

  private namesOf(binding: number, field: number): number[] {
    const names = this.elements(binding).filter((child) => this.tree.field[child] === field);
    const [only] = names;
    return names.length === 1 && only !== undefined && this.belongs(only, this.language.transparent)
      ? this.elements(only)
      : names;
  }

  private readName(node: number): string | null {
    const selector = this.language.selectors.find(({ kind }) => this.belongs(node, kind));
    if (selector !== undefined) return this.declaredName(node, selector.field);
    if (this.belongs(node, this.language.nameStrings)) return this.text(node).slice(1, -1);
    return this.belongs(node, this.language.nameKinds) ? this.text(node) : null;
  }

  private text(node: number): string {
    const start = this.tree.start[node] ?? 0;
    const end = this.tree.end[node] ?? 0;
    const text = textBetween(this.source, start, Math.min(end, start + MAX_NAME_UNITS));
    return end - start > MAX_NAME_UNITS ? `${text}…` : text;
  }

  /** Named children that are no comments. */
  private elements(node: number): number[] {
    const found: number[] = [];
    findChild(this.tree, node, (child) => {
      const isNamed = ((this.tree.flags[child] ?? 0) & 1) === 1;
      if (isNamed && this.language.roles[this.tree.symbol[child] ?? 0] !== Role.Comment) found.push(child);
      return false;
    });
    return found;
  }

  private childByField(node: number, field: number): number {
    return findChild(this.tree, node, (child) => this.tree.field[child] === field);
  }

  private belongs(node: number, symbols: SymbolSet): boolean {
    return symbols[this.tree.symbol[node] ?? 0] === 1;
  }
}
