import * as Concept from "../common/concept.js";
import type { Grammar } from "../syntax/grammars.js";
import type { Kernel } from "../syntax/kernel.js";
import { compileConcepts } from "./concepts.js";
import { writeKernelLanguage } from "./kernelLanguage.js";
import { KernelWriter } from "./kernelWriter.js";
import { compilePart, compileSelector } from "./selector.js";
import type { LanguageTable } from "./table.js";
import { type SymbolSet, Vocabulary } from "./vocabulary.js";

/** Address of a selector that the kernel looks at; see `selector.ts`. */
export type SelectorAddress = number;
/** Address of a part. */
export type PartAddress = number;

/** A selector with the part of the node that is wanted of it. */
export interface NamedPart {
  readonly selector: SelectorAddress;
  readonly name: PartAddress;
}

/** Nodes that declare fields; see `FieldTable`. */
export interface FieldPart extends NamedPart {
  readonly isNumbered: boolean;
}

/** A language table in the numbers of one grammar. */
export interface Language {
  readonly table: LanguageTable;
  readonly grammar: Grammar;
  readonly kernel: Kernel;
  /** Address of what the kernel knows of it. */
  readonly address: number;
  /** Symbols that are functions or types wherever they stand. */
  readonly scopes: SymbolSet;
  readonly isComment: SymbolSet;
  readonly functions: {
    readonly name: PartAddress;
    readonly within: PartAddress | null;
    readonly receiver: { readonly at: PartAddress; readonly typeName: SymbolSet } | null;
    readonly namedBy: SymbolSet;
    readonly namedByName: PartAddress;
    readonly free: readonly SelectorAddress[];
  };
  readonly parameters: {
    readonly at: PartAddress;
    readonly lists: SymbolSet;
    readonly except: readonly SelectorAddress[];
    readonly tokens: SymbolSet;
    readonly names: PartAddress;
  };
  readonly results: { readonly at: PartAddress; readonly lists: SymbolSet } | null;
  readonly types: {
    readonly name: PartAddress;
    readonly fields: readonly FieldPart[];
    readonly scopes: readonly NamedPart[];
    readonly scopesToEnd: readonly NamedPart[];
    readonly extensions: readonly SelectorAddress[];
    readonly parts: readonly SelectorAddress[] | null;
  };
  readonly names: {
    readonly bindings: readonly (NamedPart & { readonly value: PartAddress })[];
    readonly transparent: SymbolSet;
    readonly casts: SymbolSet;
    readonly qualified: readonly NamedPart[];
    readonly kinds: SymbolSet;
    readonly strings: SymbolSet;
  };
}

/**
 * Translates a table into a grammar's numbers, and tells the kernel.
 * @throws Error naming the language and the kind, token or field that the grammar does not have.
 */
export function compileLanguage(table: LanguageTable, grammar: Grammar): Language {
  const { kernel } = grammar;
  const words = new Vocabulary(table.id, grammar);
  const writer = new KernelWriter(kernel);
  const part = (alternatives: readonly string[] = []) => writer.part(compilePart(alternatives, words));
  const selector = (text: string) => writer.selector(compileSelector(text, words));
  const selectors = (texts: readonly string[] = []) => texts.map(selector);
  const named = (entry: { readonly node: string; readonly name: readonly string[] }): NamedPart => ({
    selector: selector(entry.node),
    name: part(entry.name),
  });
  const { functions, parameters, results, types, names } = table;
  const concepts = compileConcepts(table, words);
  return {
    table,
    grammar,
    kernel,
    address: writeKernelLanguage({ table, grammar, words, concepts }, writer),
    scopes: concepts.concepts.map((concept) =>
      Number(concept === Concept.FunctionLike || concept === Concept.Type),
    ),
    isComment: words.kinds(table.comments),
    functions: {
      name: part(functions.name),
      within: functions.within ? part(functions.within) : null,
      receiver: functions.receiver
        ? { at: part(functions.receiver.at), typeName: words.kinds([functions.receiver.typeName]) }
        : null,
      namedBy: words.kinds(functions.named?.by ?? []),
      namedByName: part(functions.named?.name),
      free: selectors(functions.free),
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
      fields: types.fields.map((field) => ({ ...named(field), isNumbered: field.isNumbered ?? false })),
      scopes: (types.scopes ?? []).map(named),
      scopesToEnd: (types.scopesToEnd ?? []).map(named),
      extensions: selectors(types.extensions),
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
  };
}
