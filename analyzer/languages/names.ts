import * as At from "../common/at.js";
import * as Concept from "../common/concept.js";
import { type FlatTree, findChild, NO_NODE, NodeFlag } from "../syntax/flatTree.js";
import type { Kernel } from "../syntax/kernel.js";
import { type KernelFile, NOTHING } from "../syntax/kernelFile.js";
import type { Source } from "../syntax/source.js";
import type { FieldPart, Language, PartAddress } from "./language.js";
import { NodeView } from "./nodeView.js";
import { ANONYMOUS, type NamedText, Scopes, textOfName } from "./scopes.js";
import type { SymbolSet } from "./vocabulary.js";

/** Steps from an accessor to its property. */
const FARTHEST_PROPERTY = 8;
/** Values of one list that names are looked for; hostile files have thousands of functions among as many others. */
const MOST_VALUES = 1000;

/** Names of the functions and types of one file. */
export interface Names {
  /** By function index: the declared name or that of what the function is the whole value of, behind its type's. */
  readonly functions: readonly string[];
  /** By function index: the type a method belongs to although it stands outside of it, else `null`. */
  readonly receivers: readonly (Receiver | null)[];
  /** Event of the type that a function stands in and belongs to, or {@link NOTHING}. */
  typeOf(fn: number): number;
  /** Name of the type of an event; `<anonymous>` for one without. */
  typeAt(event: number): string;
  /**
   * Names of the scopes around the type of an event and its own, the function around it among them, which has none;
   * `null` for a type without a name and for one that cannot have other parts.
   */
  qualifiedTypeAt(event: number): string | null;
  /** Names of the fields that a node declares. */
  fieldNames(node: number, part: FieldPart): string[];
}

/** The type of a method that stands outside of it. */
export interface Receiver {
  readonly name: string;
  /** As `qualifiedTypeAt`. */
  readonly qualified: string;
}

/** Whether a qualified name is known in its own file only, because a scope in it has no name or is a function. */
export function isLocalName(qualified: string): boolean {
  return qualified.includes(ANONYMOUS);
}

/** Names the functions and types of a file; see METRICS.md, "Functions, their names and lines". */
export function readNames(file: {
  readonly tree: FlatTree;
  readonly source: Source;
  readonly language: Language;
  readonly measured: KernelFile;
}): Names {
  const namer = new Namer(file.tree, file.source, file.language);
  const { measured } = file;
  const functions = Array.from({ length: measured.functionCount }, (_, fn) => measured.eventOf(fn));
  const known = new Map<number, string | null>();
  const typeNameOf = (event: number): string | null => {
    let name = known.get(event);
    if (name === undefined) {
      name = namer.nameOfType(measured.nodeOf(event));
      known.set(event, name);
    }
    return name;
  };
  /** Name of the innermost type with one, of a type and those directly around it. Outer types come first. */
  const innermost = new Map<number, string | null>();
  for (const event of measured.types())
    innermost.set(event, typeNameOf(event) ?? innermost.get(measured.scopeOf(event)) ?? null);
  const typeOf = (fn: number): number => {
    const event = measured.eventOf(fn);
    const scope = measured.scopeOf(event);
    const isMember = measured.conceptOf(scope) === Concept.Type && !namer.isFree(measured.nodeOf(event));
    return isMember ? scope : NOTHING;
  };
  const receivers = functions.map((event, fn) => {
    const receiver = namer.receiverOf(measured.nodeOf(event));
    const around = typeOf(fn);
    // A method that names the type it stands in, as Ruby's may, is no other type's.
    return around !== NOTHING && receiver?.name === typeNameOf(around) ? null : receiver;
  });
  return {
    functions: functions.map((event, index) => {
      const name = namer.nameOfFunction(measured.nodeOf(event));
      if (name === null) return ANONYMOUS;
      const receiver = receivers[index];
      if (receiver) return `${receiver.name}.${name}`;
      const type = innermost.get(typeOf(index)) ?? null;
      return type === null ? name : `${type}.${name}`;
    }),
    receivers,
    typeOf,
    typeAt: (event) => typeNameOf(event) ?? ANONYMOUS,
    qualifiedTypeAt: (event) => {
      const name = typeNameOf(event);
      if (name === null || namer.isAlone(measured.nodeOf(event))) return null;
      const qualified = namer.qualifiedTypeName(measured.nodeOf(event), name);
      const owner = measured.ofEvent(event, At.EventOwner);
      return owner === NOTHING ? qualified : `${ANONYMOUS}${owner}::${qualified}`;
    },
    fieldNames: (node, part) => namer.namesOfFields(node, part),
  };
}

class Namer {
  private readonly tree: FlatTree;
  private readonly language: Language;
  private readonly kernel: Kernel;
  private readonly context: NamedText;
  private readonly view: NodeView;
  private readonly scopes: Scopes;

  constructor(tree: FlatTree, source: Source, language: Language) {
    this.tree = tree;
    this.language = language;
    this.kernel = language.kernel;
    this.context = { tree, source };
    this.view = new NodeView(tree, source, language.grammar);
    this.scopes = new Scopes(language, this.context);
  }

  nameOfFunction(node: number): string | null {
    const { functions, table } = this.language;
    return (
      table.functions.nameOf?.(this.view, node) ??
      this.nameAt(this.withinOf(node), functions.name) ??
      this.accessedName(node) ??
      this.boundName(node)
    );
  }

  nameOfType(node: number): string | null {
    const { types, table } = this.language;
    return table.types.nameOf?.(this.view, node) ?? this.nameAt(node, types.name) ?? this.boundName(node);
  }

  /** Whether a function does not belong to the type it stands in. */
  isFree(node: number): boolean {
    return this.language.functions.free.some((selector) => this.kernel.fits(selector, node));
  }

  /** Whether a type cannot be one of several parts. */
  isAlone(node: number): boolean {
    const { parts } = this.language.types;
    return parts !== null && !parts.some((selector) => this.kernel.fits(selector, node));
  }

  receiverOf(node: number): Receiver | null {
    const scopes = this.language.table.functions.scopesOf?.(this.view, node) ?? [];
    const name = scopes.at(-1) ?? this.nameOfReceiver(node);
    if (name === null) return null;
    return { name, qualified: this.scopes.qualify(node, [...scopes.slice(0, -1), name]) };
  }

  qualifiedTypeName(node: number, name: string): string {
    const scopes = this.language.table.types.scopesOf?.(this.view, node) ?? [];
    return this.scopes.qualify(node, [...scopes, name]);
  }

  namesOfFields(node: number, { name, isNumbered }: FieldPart): string[] {
    if (isNumbered)
      return this.elements(node)
        .filter((child) => this.kernel.isPart(child, name))
        .map((_, place) => String(place));
    const only = this.nameAt(node, name) ?? this.readName(node);
    return only === null ? [] : [only];
  }

  private nameOfReceiver(node: number): string | null {
    const { receiver } = this.language.functions;
    if (receiver === null) return null;
    const at = this.kernel.childAt(this.withinOf(node), receiver.at);
    if (at === NO_NODE) return null;
    const end = this.tree.last[at] ?? 0;
    for (let inner = at; inner <= end; inner++) {
      if (this.belongs(inner, receiver.typeName)) return textOfName(this.context, inner);
    }
    return null;
  }

  nameAt(node: number, part: PartAddress): string | null {
    const name = this.kernel.childAt(node, part);
    return name === NO_NODE ? null : this.readName(name);
  }

  /** The node in which a function's name and parameters stand. */
  private withinOf(node: number): number {
    const { within } = this.language.functions;
    let at = node;
    while (within !== null) {
      const inner = this.kernel.childAt(at, within);
      if (inner === NO_NODE) break;
      at = inner;
    }
    return at;
  }

  /** Name of the property an accessor belongs to. */
  private accessedName(node: number): string | null {
    const { namedBy, namedByName } = this.language.functions;
    if (this.language.table.functions.named === undefined) return null;
    for (
      let around = this.tree.parent[node] ?? NO_NODE, steps = 0;
      around !== NO_NODE && steps < FARTHEST_PROPERTY;
      around = this.tree.parent[around] ?? NO_NODE, steps++
    ) {
      if (this.belongs(around, namedBy)) return this.nameAt(around, namedByName);
      if (this.belongs(around, this.language.scopes)) return null;
    }
    return null;
  }

  /** Name of the variable, field or property of which `node` is the whole value. */
  private boundName(node: number): string | null {
    let value = node;
    let around = this.tree.parent[value] ?? NO_NODE;
    let position = 0;
    let count = 1;
    const { transparent, casts, bindings } = this.language.names;
    for (;;) {
      const isCast = this.belongs(around, casts);
      if (!isCast && !this.belongs(around, transparent)) break;
      const siblings = isCast ? [] : this.elements(around, MOST_VALUES);
      if (siblings.length > 1) {
        // Only the elements of one list have names of their own.
        if (count > 1) return null;
        count = siblings.length;
        position = siblings.indexOf(value);
      }
      value = around;
      around = this.tree.parent[around] ?? NO_NODE;
    }
    const binding = bindings.find(
      (candidate) =>
        this.kernel.isPart(value, candidate.value) && this.kernel.fits(candidate.selector, around),
    );
    if (binding === undefined) return null;
    const names = this.namesOf(around, binding.name, value);
    const name = names.length === count ? names[position] : undefined;
    return name === undefined ? null : this.readName(name);
  }

  private namesOf(binding: number, part: PartAddress, value: number): number[] {
    const names = this.elements(binding, MOST_VALUES).filter(
      (child) => child !== value && this.kernel.isPart(child, part),
    );
    const [only] = names;
    return names.length === 1 && only !== undefined && this.belongs(only, this.language.names.transparent)
      ? this.elements(only, MOST_VALUES)
      : names;
  }

  readName(node: number): string | null {
    const { strings, kinds } = this.language.names;
    const name = this.innermostName(node);
    if (name === NO_NODE) return null;
    if (this.belongs(name, strings)) return textOfName(this.context, name).slice(1, -1);
    const isToken = ((this.tree.flags[name] ?? 0) & NodeFlag.Named) === 0;
    return isToken || this.belongs(name, kinds) ? textOfName(this.context, name) : null;
  }

  private innermostName(node: number): number {
    let name = node;
    for (;;) {
      const longer = this.language.names.qualified.find(({ selector }) => this.kernel.fits(selector, name));
      if (longer === undefined || name === NO_NODE) return name;
      name = this.kernel.childAt(name, longer.name);
    }
  }

  /** Named children that are no comments, the first of them where there are more than `most`. */
  private elements(node: number, most = Number.POSITIVE_INFINITY): number[] {
    const found: number[] = [];
    findChild(this.tree, node, (child) => {
      const isNamed = ((this.tree.flags[child] ?? 0) & NodeFlag.Named) !== 0;
      if (isNamed && !this.belongs(child, this.language.isComment)) found.push(child);
      return found.length >= most;
    });
    return found;
  }

  private belongs(node: number, symbols: SymbolSet): boolean {
    return symbols[this.tree.symbol[node] ?? 0] === 1;
  }
}
