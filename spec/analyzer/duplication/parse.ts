import {
  type CloneCandidates,
  type CloneFile,
  cloneCandidates,
} from "../../../analyzer/duplication/cloneCandidates.js";
import {
  type CandidateFile,
  type CloneClass,
  cloneClasses,
} from "../../../analyzer/duplication/cloneClasses.js";
import { type CloneSyntax, compileCloneSyntax } from "../../../analyzer/duplication/cloneSyntax.js";
import { compileLanguage, type Language, Role } from "../../../analyzer/languages/language.js";
import { readOutline } from "../../../analyzer/languages/outline.js";
import { LANGUAGES } from "../../../analyzer/languages/registry.js";
import { classifyLines } from "../../../analyzer/metrics/lines.js";
import { TreeBuffer } from "../../../analyzer/syntax/flatTree.js";
import { type Grammar, loadGrammar } from "../../../analyzer/syntax/grammars.js";
import { leafHashes } from "../../../analyzer/syntax/leafHashes.js";
import { readSource } from "../../../analyzer/syntax/source.js";
import type { LanguageId } from "../../../analyzer/types.js";
import { GRAMMAR_FOLDER } from "../support/fixtures.js";

const SEPARATORS = [",", ";", "\n"];
const BARRIERS = ["import_statement", "import_from_statement", "import_declaration", "package_clause"];
const SIGNATURES = [
  "interface_declaration",
  "type_alias_declaration",
  "function_signature",
  "method_signature",
];

const buffer = new TreeBuffer();
const loaded = new Map<LanguageId, Promise<{ language: Language; syntax: CloneSyntax }>>();

/** What duplication reads of a text. The tree in it is valid until the next parse. */
export async function cloneFile(text: string, id: LanguageId = "javascript"): Promise<CloneFile> {
  const { language, syntax } = await languageOf(id);
  const source = readSource(Buffer.from(text));
  const tree = source === null ? null : language.grammar.parse(source.units);
  if (source === null || tree === null) throw new Error("the text cannot be parsed");
  const { comments } = readOutline(tree, language, source);
  const lines = classifyLines(source, tree, comments);
  return {
    source,
    tree,
    lines,
    comments,
    syntax,
    leafHashes: leafHashes(source, tree, language.wholeTokens),
  };
}

/** What a text offers to duplication. */
export async function candidatesOf(text: string, id: LanguageId = "javascript"): Promise<CloneCandidates> {
  return cloneCandidates(await cloneFile(text, id));
}

/** Source files of one language, by path. */
export async function filesOf(
  texts: Readonly<Record<string, string>>,
  language: LanguageId = "javascript",
): Promise<CandidateFile[]> {
  const files: CandidateFile[] = [];
  for (const [path, text] of Object.entries(texts)) {
    files.push({ path, language, role: "source", candidates: await candidatesOf(text, language) });
  }
  return files;
}

/** Default sizes of METRICS.md. */
export const SIZES = { mass: 64, lines: 8 } as const;

/** Classes of a few texts at the default sizes, each as one line: kind, mass, places. */
export async function clonesIn(
  texts: Readonly<Record<string, string>>,
  language: LanguageId = "javascript",
): Promise<string[]> {
  return cloneClasses(await filesOf(texts, language), SIZES).classes.map(inWords);
}

/** `identical 65: a:1-11 b:1-11`. */
export function inWords({ kind, mass, occurrences }: CloneClass): string {
  const places = occurrences.map(({ path, startLine, endLine }) => `${path}:${startLine}-${endLine}`);
  return `${kind} ${mass}: ${places.join(" ")}`;
}

function languageOf(id: LanguageId): Promise<{ language: Language; syntax: CloneSyntax }> {
  const known = loaded.get(id) ?? load(id);
  loaded.set(id, known);
  return known;
}

async function load(id: LanguageId): Promise<{ language: Language; syntax: CloneSyntax }> {
  const table = LANGUAGES.find((candidate) => candidate.id === id);
  if (table === undefined) throw new Error(`there is no language ${id}`);
  const [file] = table.grammars;
  const cpuMs = () => process.cpuUsage().user / 1000;
  const grammar = await loadGrammar({
    grammarFolder: GRAMMAR_FOLDER,
    file,
    sample: table.sample,
    buffer,
    cpuMs,
  });
  const language = compileLanguage(table, grammar);
  return { language, syntax: syntaxOf(language, grammar) };
}

function syntaxOf(language: Language, grammar: Grammar): CloneSyntax {
  const set = (accepts: (kind: string, symbol: number) => boolean) =>
    Uint8Array.from(grammar.kinds, (kind, symbol) => (accepts(kind, symbol) ? 1 : 0));
  const named = (names: readonly string[]) =>
    set((kind, symbol) => grammar.isNamed(symbol) && names.includes(kind));
  const role = (...roles: readonly number[]) =>
    set((_, symbol) => roles.includes(language.roles[symbol] ?? 0));
  return compileCloneSyntax({
    kinds: grammar.kinds,
    isNamed: grammar.isNamed,
    separators: set((kind, symbol) => !grammar.isNamed(symbol) && SEPARATORS.includes(kind)),
    barriers: named(BARRIERS),
    signatures: named(SIGNATURES),
    functions: role(Role.Function),
    chains: role(Role.If, Role.Else),
    wholeTokens: language.wholeTokens,
    dataContainers: language.dataContainers,
    dataLeaves: language.dataLeaves,
    bodyField: language.fields.body,
    dataKeyField: language.fields.dataKey,
  });
}
