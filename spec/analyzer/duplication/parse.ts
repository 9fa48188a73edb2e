import { measureTree } from "../../../analyzer/analyzeFile.js";
import { viewCandidates } from "../../../analyzer/duplication/candidateCodec.js";
import {
  type CandidateFile,
  type CloneClass,
  cloneClasses,
} from "../../../analyzer/duplication/cloneClasses.js";
import { compileLanguage, type Language } from "../../../analyzer/languages/language.js";
import { LANGUAGES } from "../../../analyzer/languages/registry.js";
import type { ParsedFile } from "../../../analyzer/metrics/parsedFile.js";
import { TreeBuffer } from "../../../analyzer/syntax/flatTree.js";
import { loadGrammar } from "../../../analyzer/syntax/grammars.js";
import { readSource } from "../../../analyzer/syntax/source.js";
import type { CloneCandidates, LanguageId } from "../../../analyzer/types.js";
import { GRAMMAR_FOLDER } from "../support/fixtures.js";

const buffer = new TreeBuffer();
const loaded = new Map<LanguageId, Promise<Language>>();

/** A text as it is measured; valid until the next. */
export async function measuredText(text: string, id: LanguageId = "javascript"): Promise<ParsedFile> {
  const language = await languageOf(id);
  const source = readSource(Buffer.from(text));
  if (source === null || language.grammar.parse(source.units) === null)
    throw new Error("the text cannot be parsed");
  return measureTree(source, language);
}

/** What a text offers to duplication. */
export async function candidatesOf(text: string, id: LanguageId = "javascript"): Promise<CloneCandidates> {
  const { measured } = await measuredText(text, id);
  return viewCandidates(measured.candidates());
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

function languageOf(id: LanguageId): Promise<Language> {
  const known = loaded.get(id) ?? load(id);
  loaded.set(id, known);
  return known;
}

async function load(id: LanguageId): Promise<Language> {
  const table = LANGUAGES.find((candidate) => candidate.id === id);
  if (table === undefined) throw new Error(`there is no language ${id}`);
  const [file] = table.grammars;
  const { sample } = table;
  const grammar = await loadGrammar({ grammarFolder: GRAMMAR_FOLDER, file, sample, buffer });
  return compileLanguage(table, grammar);
}
