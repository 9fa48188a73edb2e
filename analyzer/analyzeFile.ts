import * as At from "./common/at.js";
import { onlyScripts } from "./components.js";
import { viewCandidates } from "./duplication/candidateCodec.js";
import { areReadable } from "./facts/areReadable.js";
import type { Language } from "./languages/language.js";
import { readNames } from "./languages/names.js";
import type { LanguageTable } from "./languages/table.js";
import { MAX_FUNCTIONS_PER_FILE } from "./limits.js";
import { magnitudeOf } from "./metrics/abc.js";
import { arity, returnValues } from "./metrics/arity.js";
import type { ParsedFile } from "./metrics/parsedFile.js";
import { typeFacts } from "./metrics/typeFacts.js";
import { NOT_UTF8, skipReasonOfBytes, skipReasonOfText } from "./skipReasons.js";
import { mayHaveSuppressions, readSuppressions } from "./suppressions.js";
import { readSource, type Source } from "./syntax/source.js";
import type { Abc, FileFacts, FunctionFacts, MapResult, MapSettings } from "./types.js";

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
    const file = measureTree(source, language);
    if (file.measured.functionCount > MAX_FUNCTIONS_PER_FILE) return { kind: "skipped", reason: "failed" };
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

/** Measures the tree that the language's grammar read last. */
export function measureTree(source: Source, language: Language): ParsedFile {
  const { kernel, address } = language;
  const measured = kernel.measure(address, source);
  const syntax = { source, tree: kernel.tree(), language, measured };
  return { ...syntax, names: readNames(syntax) };
}

function factsOf(bytes: Uint8Array, file: ParsedFile): FileFacts {
  const { source, measured } = file;
  const { codeLines, commentLines } = measured;
  const functions = functionsOf(file);
  return {
    language: file.language.table.id,
    lines: source.lineCount,
    codeLines,
    commentLines,
    blankLines: source.lineCount - codeLines - commentLines,
    gradedLines: measured.gradedLines,
    parseErrorLines: measured.parseErrorLines,
    types: typeFacts(file, functions).sort(inSourceOrder),
    functions: functions.sort(inSourceOrder),
    clones: viewCandidates(measured.candidates()),
    suppressions: mayHaveSuppressions(bytes) ? readSuppressions(file) : [],
  };
}

/** Facts of the functions, numbered as they are measured. */
function functionsOf(file: ParsedFile): FunctionFacts[] {
  return Array.from({ length: file.measured.functionCount }, (_, fn) => functionFacts(file, fn));
}

function functionFacts(file: ParsedFile, fn: number): FunctionFacts {
  const { measured, language } = file;
  const event = measured.eventOf(fn);
  const node = measured.nodeOf(event);
  const span = measured.spanOf(event);
  const value = (member: number) => measured.ofFunction(fn, member);
  return {
    name: file.names.functions[fn] ?? "",
    startLine: span.firstRow + 1,
    startColumn: span.column,
    endLine: span.lastRow + 1,
    codeLines: value(At.FunctionCodeLines),
    arity: arity(file, node),
    cyclomatic: value(At.FunctionCyclomatic),
    cognitive: value(At.FunctionCognitive) >>> 0,
    nesting: value(At.FunctionNesting),
    abc: abcOf(file, fn),
    returns: language.table.hasReturns ? value(At.FunctionReturns) : null,
    returnValues: returnValues(file, node),
    halstead: {
      distinctOperators: value(At.FunctionDistinctOperators),
      distinctOperands: value(At.FunctionDistinctOperands),
      operators: value(At.FunctionOperators),
      operands: value(At.FunctionOperands),
    },
    ownCognitive: value(At.FunctionOwnCognitive) >>> 0,
    ownCodeLines: value(At.FunctionOwnCodeLines),
    booleanLogic: booleanLogicOf(file, fn),
  };
}

function abcOf({ measured }: ParsedFile, fn: number): Abc {
  const assignments = measured.ofFunction(fn, At.FunctionAssignments);
  const branches = measured.ofFunction(fn, At.FunctionBranches);
  const conditions = measured.ofFunction(fn, At.FunctionConditions);
  return { assignments, branches, conditions, magnitude: magnitudeOf(assignments, branches, conditions) };
}

function booleanLogicOf({ measured }: ParsedFile, fn: number): FunctionFacts["booleanLogic"] {
  const operators = measured.ofFunction(fn, At.FunctionBooleanOperators);
  return operators === 0 ? null : { operators, line: measured.ofFunction(fn, At.FunctionBooleanRow) + 1 };
}

interface Placed {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
}

function inSourceOrder(a: Placed, b: Placed): number {
  return a.startLine - b.startLine || a.startColumn - b.startColumn || b.endLine - a.endLine;
}
