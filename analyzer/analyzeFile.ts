import { onlyScripts } from "./components.js";
import { cloneCandidates, cloneFileOf } from "./duplication/cloneCandidates.js";
import { areReadable } from "./facts/areReadable.js";
import type { Language } from "./languages/language.js";
import { readNames } from "./languages/names.js";
import { readOutline } from "./languages/outline.js";
import type { LanguageTable } from "./languages/table.js";
import { MAX_FUNCTIONS_PER_FILE } from "./limits.js";
import { abc } from "./metrics/abc.js";
import { arity, returnValues } from "./metrics/arity.js";
import { booleanLogic } from "./metrics/booleanLogic.js";
import { cognitive } from "./metrics/cognitive.js";
import { countConcepts } from "./metrics/conceptCounts.js";
import { cyclomatic } from "./metrics/cyclomatic.js";
import { gradedLines } from "./metrics/gradedLines.js";
import { halstead, NO_TOKENS } from "./metrics/halstead.js";
import { classifyLines, codeLinesBetween } from "./metrics/lines.js";
import { nesting } from "./metrics/nesting.js";
import { ownCodeLines } from "./metrics/ownCodeLines.js";
import type { ParsedFile } from "./metrics/parsedFile.js";
import { parseErrorLines } from "./metrics/parseErrorLines.js";
import { returns } from "./metrics/returns.js";
import { functionSpans, NO_SPAN } from "./metrics/spans.js";
import { typeFacts } from "./metrics/typeFacts.js";
import { NOT_UTF8, skipReasonOfBytes, skipReasonOfText } from "./skipReasons.js";
import { mayHaveSuppressions, readSuppressions } from "./suppressions.js";
import type { FlatTree } from "./syntax/flatTree.js";
import { leafHashes } from "./syntax/leafHashes.js";
import { readSource, type Source } from "./syntax/source.js";
import type { FileFacts, FunctionFacts, MapResult, MapSettings } from "./types.js";

/** A language of which each grammar is loaded when a file comes that needs it. */
export interface LanguageOnCall {
  readonly table: LanguageTable;
  /** @param file one of the table's grammars */
  load(file: string): Promise<Language>;
}

/** Measures one file: the map step. The result depends on bytes, language and settings alone. */
export async function analyzeFile(
  bytes: Uint8Array,
  language: LanguageOnCall,
  settings: MapSettings,
): Promise<MapResult> {
  const source = skipReasonOfBytes(bytes) ?? readSource(bytes) ?? NOT_UTF8;
  if ("reason" in source) return { kind: "skipped", reason: source.reason };
  const skip = skipReasonOfText(bytes, source, settings);
  if (skip !== null) return { kind: "skipped", reason: skip.reason };
  return settings.onlyScripts === true
    ? measureScripts(bytes, language)
    : measureBest({ bytes, source, parsed: source }, language);
}

/** A component's lines are those of the whole file, and blank where it is no script. */
async function measureScripts(bytes: Uint8Array, language: LanguageOnCall): Promise<MapResult> {
  const { text, separated } = onlyScripts(bytes);
  const source = readSource(text);
  const parsed = readSource(separated);
  if (source === null || parsed === null) return { kind: "skipped", reason: NOT_UTF8.reason };
  return measureBest({ bytes: text, source, parsed }, language);
}

/** A text as it is measured, and as the parser is given it: with the same lines and offsets. */
interface Text {
  readonly bytes: Uint8Array;
  readonly source: Source;
  readonly parsed: Source;
}

/**
 * Tries the likelier grammar first and the other only if that one met errors; what reads more lines
 * without error wins. So a file needs no path to be understood, and equal bytes always give equal facts.
 */
async function measureBest(
  { bytes, source, parsed }: Text,
  { table, load }: LanguageOnCall,
): Promise<MapResult> {
  let best: FileFacts | null = null;
  for (const name of likeliestFirst(bytes, table)) {
    const language = await load(name);
    const tree = language.grammar.parse(table.readable?.(parsed.units) ?? parsed.units);
    if (tree === null) continue;
    const file = parsedFile(source, tree, language);
    if (file.outline.functions.length > MAX_FUNCTIONS_PER_FILE) return { kind: "skipped", reason: "failed" };
    const facts = factsOf(bytes, file);
    if (!areReadable(facts)) return { kind: "skipped", reason: "failed" };
    if (best === null || facts.parseErrorLines < best.parseErrorLines) best = facts;
    if (best.parseErrorLines === 0) break;
  }
  return best === null ? { kind: "skipped", reason: "failed" } : { kind: "facts", facts: best };
}

function likeliestFirst(
  bytes: Uint8Array,
  { grammars, secondGrammarMarks: marks = [] }: LanguageTable,
): readonly string[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return marks.some((mark) => text.includes(mark)) ? grammars.toReversed() : grammars;
}

export function parsedFile(source: Source, tree: FlatTree, language: Language): ParsedFile {
  const outline = readOutline(tree, language, source);
  const syntax = { source, tree, language, outline };
  return {
    ...syntax,
    names: readNames(syntax),
    lines: classifyLines(source, tree, outline.comments),
    leafHashes: leafHashes(source, tree, language),
    spans: functionSpans(syntax),
  };
}

function factsOf(bytes: Uint8Array, file: ParsedFile): FileFacts {
  const { source, lines } = file;
  const functions = functionsOf(file);
  return {
    language: file.language.table.id,
    lines: source.lineCount,
    codeLines: lines.code,
    commentLines: lines.comment,
    blankLines: lines.blank,
    gradedLines: gradedLines(file),
    parseErrorLines: parseErrorLines(file),
    types: typeFacts(file, functions).sort(inSourceOrder),
    functions: functions.sort(inSourceOrder),
    clones: cloneCandidates(cloneFileOf(file)),
    suppressions: mayHaveSuppressions(bytes) ? readSuppressions(file) : [],
  };
}

/** In the outline's order. */
function functionsOf(file: ParsedFile): FunctionFacts[] {
  const { outline, language } = file;
  const counts = countConcepts(outline);
  const depths = nesting(file);
  const ownLines = ownCodeLines(file);
  const { own, whole } = cognitive(file);
  const logic = booleanLogic(file);
  const tokens = halstead(file);
  return outline.functions.map((event, fn): FunctionFacts => {
    const node = outline.node[event] ?? 0;
    const span = file.spans[fn] ?? NO_SPAN;
    return {
      name: file.names.functions[fn] ?? "",
      startLine: span.firstRow + 1,
      startColumn: span.column,
      endLine: span.lastRow + 1,
      codeLines: codeLinesBetween(file.lines, span),
      arity: arity(file, node),
      cyclomatic: cyclomatic(counts, fn),
      cognitive: whole[fn] ?? 0,
      nesting: depths[fn] ?? 0,
      abc: abc(counts, fn),
      returns: language.table.hasReturns ? returns(counts, fn) : null,
      returnValues: returnValues(file, node),
      halstead: tokens[fn] ?? NO_TOKENS,
      ownCognitive: own[fn] ?? 0,
      ownCodeLines: ownLines[fn] ?? 0,
      booleanLogic: logic.get(fn) ?? null,
    };
  });
}

interface Placed {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
}

function inSourceOrder(a: Placed, b: Placed): number {
  return a.startLine - b.startLine || a.startColumn - b.startColumn || b.endLine - a.endLine;
}
