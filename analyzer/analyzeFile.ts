import { nameFunctions } from "./languages/functionNames.js";
import type { Language } from "./languages/language.js";
import { readOutline } from "./languages/outline.js";
import { MAX_FUNCTIONS_PER_FILE } from "./limits.js";
import { arity } from "./metrics/arity.js";
import { booleanLogic } from "./metrics/booleanLogic.js";
import { cognitive } from "./metrics/cognitive.js";
import { cyclomatic } from "./metrics/cyclomatic.js";
import { gradedLines } from "./metrics/gradedLines.js";
import { classifyLines, codeLinesBetween } from "./metrics/lines.js";
import { nesting } from "./metrics/nesting.js";
import { ownCodeLines } from "./metrics/ownCodeLines.js";
import type { ParsedFile } from "./metrics/parsedFile.js";
import { parseErrorLines } from "./metrics/parseErrorLines.js";
import { returns } from "./metrics/returns.js";
import { functionSpans, NO_SPAN } from "./metrics/spans.js";
import { skipReasonOfBytes, skipReasonOfText } from "./skipReasons.js";
import { mayHaveSuppressions, readSuppressions } from "./suppressions.js";
import type { FlatTree } from "./syntax/flatTree.js";
import { readSource, type Source } from "./syntax/source.js";
import type { FileFacts, FunctionFacts, MapResult, MapSettings } from "./types.js";

/**
 * Measures one file: the map step. The result depends on bytes, language and settings alone.
 * @param grammars the file's language in each of its grammars, usual one first
 */
export function analyzeFile(
  bytes: Uint8Array,
  grammars: readonly Language[],
  settings: MapSettings,
): MapResult {
  const reasonOfBytes = skipReasonOfBytes(bytes);
  if (reasonOfBytes !== null) return { kind: "skipped", reason: reasonOfBytes };
  const source = readSource(bytes);
  if (source === null) return { kind: "skipped", reason: "encoding" };
  const reasonOfText = skipReasonOfText(bytes, source, settings);
  if (reasonOfText !== null) return { kind: "skipped", reason: reasonOfText };
  return measureBest(bytes, source, grammars);
}

/**
 * Tries the likelier grammar first and the other only if that one met errors; what reads more lines
 * without error wins. So a file needs no path to be understood, and equal bytes always give equal facts.
 */
function measureBest(bytes: Uint8Array, source: Source, grammars: readonly Language[]): MapResult {
  let best: FileFacts | null = null;
  for (const language of likeliestFirst(bytes, grammars)) {
    const tree = language.grammar.parse(source.units);
    if (tree === null) continue;
    const file = parsedFile(source, tree, language);
    if (file.outline.functions.length > MAX_FUNCTIONS_PER_FILE) return { kind: "skipped", reason: "failed" };
    const facts = factsOf(bytes, file);
    if (facts.suppressions.length > MAX_FUNCTIONS_PER_FILE) return { kind: "skipped", reason: "failed" };
    if (best === null || facts.parseErrorLines < best.parseErrorLines) best = facts;
    if (best.parseErrorLines === 0) break;
  }
  return best === null ? { kind: "skipped", reason: "failed" } : { kind: "facts", facts: best };
}

function likeliestFirst(bytes: Uint8Array, grammars: readonly Language[]): readonly Language[] {
  const marks = grammars[0]?.table.secondGrammarMarks ?? [];
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return marks.some((mark) => text.includes(mark)) ? grammars.toReversed() : grammars;
}

function parsedFile(source: Source, tree: FlatTree, language: Language): ParsedFile {
  const outline = readOutline(tree, language, source);
  const lines = classifyLines(source, tree, outline.comments);
  return {
    source,
    tree,
    language,
    outline,
    lines,
    spans: functionSpans({ source, tree, language, outline }),
  };
}

function factsOf(bytes: Uint8Array, file: ParsedFile): FileFacts {
  const { source, lines } = file;
  return {
    language: file.language.table.id,
    lines: source.lineCount,
    codeLines: lines.code,
    commentLines: lines.comment,
    blankLines: lines.blank,
    gradedLines: gradedLines(file),
    parseErrorLines: parseErrorLines(file),
    functions: functionsOf(file),
    suppressions: mayHaveSuppressions(bytes) ? readSuppressions(file) : [],
  };
}

function functionsOf(file: ParsedFile): FunctionFacts[] {
  const names = nameFunctions(file);
  const counted = {
    arity: arity(file),
    cyclomatic: cyclomatic(file),
    nesting: nesting(file),
    returns: returns(file),
    ownCodeLines: ownCodeLines(file),
  };
  const { own, whole } = cognitive(file);
  const logic = booleanLogic(file);
  const rows = file.outline.functions.map((event, index): FunctionFacts => {
    const span = file.spans[index] ?? NO_SPAN;
    return {
      name: names[index] ?? "",
      startLine: span.firstRow + 1,
      startColumn: span.column,
      endLine: span.lastRow + 1,
      codeLines: codeLinesBetween(file.lines, span),
      arity: counted.arity[event] ?? 0,
      cyclomatic: counted.cyclomatic[event] ?? 0,
      cognitive: whole[event] ?? 0,
      nesting: counted.nesting[event] ?? 0,
      returns: counted.returns[event] ?? 0,
      ownCognitive: own[event] ?? 0,
      ownCodeLines: counted.ownCodeLines[event] ?? 0,
      booleanLogic: logic.get(event) ?? null,
    };
  });
  return rows.sort(inSourceOrder);
}

function inSourceOrder(a: FunctionFacts, b: FunctionFacts): number {
  return a.startLine - b.startLine || a.startColumn - b.startColumn || b.endLine - a.endLine;
}
