import * as At from "../common/at.js";
import * as Kind from "../common/kind.js";
import { kindHashes, separators } from "../duplication/kindHashes.js";
import type { Grammar } from "../syntax/grammars.js";
import type { Concepts } from "./concepts.js";
import { HalsteadRole, halsteadRoles } from "./halsteadRoles.js";
import { type KernelWriter, NONE } from "./kernelWriter.js";
import { compilePart, compileSelector, type Selector } from "./selector.js";
import { bySymbol, members } from "./symbols.js";
import type { LanguageTable } from "./table.js";
import { type SymbolSet, union, type Vocabulary } from "./vocabulary.js";

/** What a language is written from. */
interface Compiled {
  readonly table: LanguageTable;
  readonly grammar: Grammar;
  readonly words: Vocabulary;
  readonly concepts: Concepts;
}

/** Writes what the kernel reads of a language, the words `Language…` of `common/at.ts`. @returns their address */
export function writeKernelLanguage(compiled: Compiled, writer: KernelWriter): number {
  const { table, grammar, words, concepts } = compiled;
  const special = selectorsOf(compiled);
  const list = (selectors: readonly Selector[]) => writer.list(selectors.map((one) => writer.selector(one)));
  const { body } = table.functions;
  const [hashes, hashes2] = kindHashes(grammar);
  const record: number[] = [];
  record[At.LanguageSymbolCount] = grammar.kinds.length;
  record[At.LanguageKinds] = writer.words([...kindsOf(compiled, special)]);
  record[At.LanguageConcepts] = writer.bytes(concepts.concepts);
  record[At.LanguageRules] = writer.words(
    Array.from(grammar.kinds, (_, symbol) => rulesAt(concepts.rules, symbol, writer)),
  );
  record[At.LanguageFields] = writer.words(
    Array.from(grammar.kinds, (_, symbol) =>
      writer.list((special.fields[symbol] ?? []).map((one) => writer.selector(one.selector, one.part))),
    ),
  );
  record[At.LanguageImports] = list(special.imports);
  record[At.LanguageSignatures] = list(special.signatures);
  record[At.LanguageDocumentation] = list(special.documentation);
  record[At.LanguageBody] = body ? writer.part(compilePart(body, words)) : NONE;
  record[At.LanguageDataKey] = writer.part(compilePart(table.data.key ?? [], words));
  record[At.LanguageExceptPrefixes] = writer.text(table.docstrings?.exceptPrefixes ?? "");
  record[At.LanguageKindHashes] = writer.words(hashes);
  record[At.LanguageKindHashes2] = writer.words(hashes2);
  return writer.words(record);
}

/** What is told apart beside concepts. */
interface Special {
  /** By symbol, with the index in the table's list. */
  readonly fields: readonly (readonly { readonly selector: Selector; readonly part: number }[] | undefined)[];
  readonly imports: readonly Selector[];
  readonly signatures: readonly Selector[];
  readonly documentation: readonly Selector[];
}

function selectorsOf({ table, words }: Compiled): Special {
  const compile = (texts: readonly string[] = []) => texts.map((text) => compileSelector(text, words));
  const fields = table.types.fields.map(({ node }, part) => ({
    selector: compileSelector(node, words),
    part,
  }));
  return {
    fields: bySymbol(fields, "types.fields"),
    imports: compile(table.imports),
    signatures: compile(table.signatures),
    documentation: compile(table.documentation),
  };
}

function rulesAt(sets: Concepts["rules"], index: number, writer: KernelWriter): number {
  const rules = sets[index];
  return rules === undefined ? NONE : writer.rules(rules);
}

/** Bits of `kind.ts` by symbol. */
function kindsOf(compiled: Compiled, special: Special): Uint32Array {
  const { grammar } = compiled;
  const kinds = new Uint32Array(grammar.kinds.length);
  const add = (bit: number, set: SymbolSet) => {
    for (const symbol of members(set)) kinds[symbol] = (kinds[symbol] ?? 0) | bit;
  };
  for (const [bit, set] of [...outlineKinds(compiled, special), ...tokenKinds(compiled)]) add(bit, set);
  return kinds;
}

type KindSet = readonly [bit: number, set: SymbolSet];

function outlineKinds({ table, words, concepts }: Compiled, special: Special): KindSet[] {
  const ofSelectors = (selectors: readonly Selector[]) =>
    selectors.reduce((set, { symbols }) => union(set, symbols ?? words.kinds([])), words.kinds([]));
  const where = (isMember: (symbol: number) => boolean) =>
    concepts.concepts.map((_, symbol) => Number(isMember(symbol)));
  const { docstrings, loosePostfix, flatInfix } = table;
  const statements = words.kinds(docstrings ? [docstrings.statement] : []);
  return [
    [Kind.Concept, where((symbol) => concepts.concepts[symbol] !== 0)],
    [Kind.Rules, where((symbol) => concepts.rules[symbol] !== undefined)],
    [Kind.Comment, words.kinds(table.comments)],
    [Kind.BooleanHost, concepts.booleanHosts],
    [Kind.Field, where((symbol) => special.fields[symbol] !== undefined)],
    [Kind.Documentation, union(statements, ofSelectors(special.documentation))],
    [Kind.Import, ofSelectors(special.imports)],
    [Kind.Signature, ofSelectors(special.signatures)],
    [Kind.Parentheses, words.kinds(table.parentheses)],
    [Kind.Negation, concepts.negations],
    [Kind.LoosePostfix, words.kinds(loosePostfix?.kinds ?? [])],
    [Kind.LoosePostfixLead, words.kinds(loosePostfix?.leads ?? [])],
    [Kind.FlatInfix, words.kinds(flatInfix?.kinds ?? [])],
    [Kind.DanglingInfix, words.kinds(flatInfix?.dangling ?? [])],
    [Kind.DocstringStatement, statements],
    [Kind.DocstringText, words.kinds(docstrings?.strings ?? [])],
    [Kind.DocstringBody, words.kinds(docstrings?.bodies ?? [])],
    [Kind.Chain, concepts.chains],
  ];
}

function tokenKinds({ table, grammar, words }: Compiled): KindSet[] {
  const { halstead, data } = table;
  const roles = halsteadRoles(table, grammar, words);
  const ofRole = (wanted: number) => roles.map((role) => Number(role === wanted));
  return [
    [Kind.WholeToken, words.kinds(table.wholeTokens ?? [])],
    [Kind.LooseText, words.kinds(table.looseTexts ?? [])],
    [Kind.Decorator, words.kinds(table.functions.decorators)],
    [Kind.StringLiteral, words.kinds(halstead.strings)],
    [Kind.Interpolation, words.kinds(halstead.interpolations)],
    [Kind.Operand, ofRole(HalsteadRole.Operand)],
    [Kind.Operator, ofRole(HalsteadRole.Operator)],
    [Kind.DataContainer, words.kinds(data.containers)],
    [Kind.DataLeaf, union(words.kinds(data.leaves), words.tokens(data.tokens))],
    [Kind.Separator, separators(grammar)],
  ];
}
