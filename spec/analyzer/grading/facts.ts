import type { ReportInput } from "../../../analyzer/assembleReport.js";
import { DEFAULT_SETTINGS } from "../../../analyzer/settings/settings.js";
import type { CloneCandidates, FileFacts, FunctionFacts, MeasuredFile } from "../../../analyzer/types.js";

/** A function in which no rule finds anything; `changes` says what is different. */
export function plainFunction(changes: Partial<FunctionFacts> = {}): FunctionFacts {
  return {
    name: "plain",
    startLine: 1,
    startColumn: 0,
    endLine: 10,
    codeLines: changes.ownCodeLines ?? 10,
    arity: 0,
    cyclomatic: 1,
    cognitive: changes.ownCognitive ?? 0,
    nesting: 0,
    abc: { assignments: 0, branches: 0, conditions: 0, magnitude: 0 },
    returns: 0,
    returnValues: null,
    halstead: { distinctOperators: 2, distinctOperands: 3, operators: 4, operands: 5 },
    ownCognitive: 0,
    ownCodeLines: 10,
    booleanLogic: null,
    ...changes,
  };
}

/** What a file without anything to duplicate offers. */
export const NO_CLONES: CloneCandidates = {
  listEnds: new Uint32Array(),
  listOwners: new Uint32Array(),
  structure: new Uint32Array(),
  structure2: new Uint32Array(),
  text: new Uint32Array(),
  mass: new Uint32Array(),
  variety: new Uint32Array(),
  firstRow: new Uint32Array(),
  lastRow: new Uint32Array(),
  codeRows: new Uint8Array(),
};

/** A TypeScript file of 40 graded lines, which stand for 300 minutes, without functions; `changes` says what is different. */
export function plainFacts(changes: Partial<FileFacts> = {}): FileFacts {
  return {
    language: "typescript",
    lines: 120,
    codeLines: 100,
    commentLines: 15,
    blankLines: 5,
    gradedLines: 40,
    parseErrorLines: 0,
    functions: [],
    types: [],
    suppressions: [],
    clones: NO_CLONES,
    ...changes,
  };
}

/** A source file with these functions and 40 graded lines. */
export function fileWith(
  path: string,
  functions: readonly FunctionFacts[],
  changes: Partial<FileFacts> = {},
): MeasuredFile {
  return { path, role: "source", facts: plainFacts({ functions, ...changes }) };
}

/** What a report is made of, with default settings and nothing skipped. */
export function inputOf(files: readonly MeasuredFile[], changes: Partial<ReportInput> = {}): ReportInput {
  return { files, skipped: [], settings: DEFAULT_SETTINGS, settingsProblems: [], revision: null, ...changes };
}
