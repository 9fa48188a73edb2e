import { decodeCandidates, encodeCandidates } from "../duplication/candidateCodec.js";
import {
  MAX_BLOB_BYTES,
  MAX_FUNCTIONS_PER_FILE,
  MAX_KEY_LENGTH,
  MAX_NAME_LENGTH,
  MAX_RULES_PER_SUPPRESSION,
} from "../limits.js";
import { magnitudeOf } from "../metrics/abc.js";
import { LANGUAGE_IDS } from "../settings/languageIds.js";
import type {
  FileFacts,
  FunctionFacts,
  LanguageId,
  MapResult,
  SkipReason,
  Suppression,
  SuppressionDialect,
  TypeFacts,
} from "../types.js";
import { MalformedFacts, WordReader, WordWriter } from "./words.js";

/** Reasons that are found in content; the others are decided by path and never stand with facts. */
const REASONS: readonly SkipReason[] = [
  "generated",
  "minified",
  "binary",
  "too-large",
  "lfs-pointer",
  "encoding",
  "unsupported-language",
  "failed",
];

const MAX_LINE = MAX_BLOB_BYTES + 1;
/** A field takes two bytes of source or more. */
const MAX_FIELDS = MAX_BLOB_BYTES / 2;

/**
 * A result of the map step as bytes: what travels between threads and processes, and what is kept. About a third of the
 * size of JSON, and several times as fast to write and to check.
 */
export function encodeResult(result: MapResult): Uint8Array<ArrayBuffer> {
  const out = new WordWriter();
  if (result.kind === "skipped") {
    const reason = REASONS.indexOf(result.reason) + 1;
    if (reason === 0) throw new Error(`${result.reason} is no reason that content can give`);
    out.int(reason);
    return out.finish();
  }
  const { facts } = result;
  out.int(0);
  out.text(facts.language);
  out.int(facts.lines);
  out.int(facts.codeLines);
  out.int(facts.commentLines);
  out.int(facts.blankLines);
  out.int(facts.gradedLines);
  out.int(facts.parseErrorLines);
  out.int(facts.functions.length);
  for (const fn of facts.functions) writeFunction(out, fn);
  out.int(facts.types.length);
  for (const type of facts.types) writeType(out, type);
  out.int(facts.suppressions.length);
  for (const suppression of facts.suppressions) writeSuppression(out, suppression);
  out.bytes(encodeCandidates(facts.clones));
  return out.finish();
}

/**
 * Reads and checks a result. Its bytes may come from a process that has read hostile files: what does not add up is refused.
 * @throws MalformedFacts for anything that {@link encodeResult} cannot have written
 */
export function decodeResult(bytes: Uint8Array): MapResult {
  const input = new WordReader(bytes);
  const reason = REASONS[input.int(0, REASONS.length) - 1];
  const result: MapResult =
    reason === undefined ? { kind: "facts", facts: readFacts(input) } : { kind: "skipped", reason };
  input.end();
  return result;
}

/** A result that an earlier version of this program may have kept; `null` where it is none that this one can read. */
export function readResult(bytes: Uint8Array): MapResult | null {
  try {
    return decodeResult(bytes);
  } catch (error) {
    if (error instanceof MalformedFacts) return null;
    throw error;
  }
}

function readFacts(input: WordReader): FileFacts {
  const facts: Omit<FileFacts, "clones"> = {
    language: readLanguage(input),
    lines: input.int(0, MAX_LINE),
    codeLines: input.int(0, MAX_LINE),
    commentLines: input.int(0, MAX_LINE),
    blankLines: input.int(0, MAX_LINE),
    gradedLines: input.int(0, MAX_LINE),
    parseErrorLines: input.int(0, MAX_LINE),
    functions: input.list(MAX_FUNCTIONS_PER_FILE, () => readFunction(input)),
    types: input.list(MAX_FUNCTIONS_PER_FILE, () => readType(input)),
    suppressions: input.list(MAX_FUNCTIONS_PER_FILE, () => readSuppression(input)),
  };
  const clones = decodeCandidates(input.bytes(), facts.lines);
  if (clones === null || !isConsistent(facts)) throw new MalformedFacts("the numbers of facts do not add up");
  return { ...facts, clones };
}

function readLanguage(input: WordReader): LanguageId {
  const name = input.text(MAX_NAME_LENGTH);
  const language = LANGUAGE_IDS.find((id) => id === name);
  if (language === undefined) throw new MalformedFacts("facts name no language");
  return language;
}

function writeFunction(out: WordWriter, fn: FunctionFacts): void {
  const { abc, halstead, booleanLogic } = fn;
  out.text(fn.name);
  out.int(fn.startLine);
  out.int(fn.startColumn);
  out.int(fn.endLine);
  out.int(fn.codeLines);
  out.int(fn.arity);
  out.int(fn.cyclomatic);
  out.int(fn.cognitive);
  out.int(fn.nesting);
  out.int(abc.assignments);
  out.int(abc.branches);
  out.int(abc.conditions);
  out.optional(fn.returns);
  out.optional(fn.returnValues);
  out.int(halstead.distinctOperators);
  out.int(halstead.distinctOperands);
  out.int(halstead.operators);
  out.int(halstead.operands);
  out.int(fn.ownCognitive);
  out.int(fn.ownCodeLines);
  out.int(booleanLogic?.operators ?? 0);
  if (booleanLogic !== null) out.int(booleanLogic.line);
}

function readFunction(input: WordReader): FunctionFacts {
  return {
    name: input.text(MAX_NAME_LENGTH),
    startLine: input.int(1, MAX_LINE),
    startColumn: input.int(0),
    endLine: input.int(1, MAX_LINE),
    codeLines: input.int(0, MAX_LINE),
    arity: input.int(0),
    cyclomatic: input.int(1),
    cognitive: input.int(0),
    nesting: input.int(0),
    abc: readAbc(input),
    returns: input.optional(),
    returnValues: input.optional(),
    halstead: {
      distinctOperators: input.int(0),
      distinctOperands: input.int(0),
      operators: input.int(0),
      operands: input.int(0),
    },
    ownCognitive: input.int(0),
    ownCodeLines: input.int(0, MAX_LINE),
    booleanLogic: readBooleanLogic(input),
  };
}

function readAbc(input: WordReader): FunctionFacts["abc"] {
  const assignments = input.int(0);
  const branches = input.int(0);
  const conditions = input.int(0);
  return { assignments, branches, conditions, magnitude: magnitudeOf(assignments, branches, conditions) };
}

function readBooleanLogic(input: WordReader): FunctionFacts["booleanLogic"] {
  const operators = input.int(0);
  return operators === 0 ? null : { operators, line: input.int(1, MAX_LINE) };
}

function writeType(out: WordWriter, type: TypeFacts): void {
  out.text(type.name);
  out.int(type.key === null ? 0 : 1);
  if (type.key !== null) out.text(type.key);
  out.int(type.startLine);
  out.int(type.startColumn);
  out.int(type.endLine);
  out.int(type.isDeclared ? 1 : 0);
  out.int(type.functions);
  out.int(type.fields.length);
  for (const field of type.fields) out.text(field);
  out.int(Math.round(type.complexity * 100));
  out.int(type.codeLines);
}

function readType(input: WordReader): TypeFacts {
  return {
    name: input.text(MAX_NAME_LENGTH),
    key: input.int(0, 1) === 1 ? input.text(MAX_KEY_LENGTH) : null,
    startLine: input.int(1, MAX_LINE),
    startColumn: input.int(0),
    endLine: input.int(1, MAX_LINE),
    isDeclared: input.int(0, 1) === 1,
    functions: input.int(0),
    fields: input.list(MAX_FIELDS, () => input.text(MAX_NAME_LENGTH)),
    complexity: input.int(0) / 100,
    codeLines: input.int(0),
  };
}

const DIALECTS: readonly SuppressionDialect[] = ["sealgrade", "codebeat"];

function writeSuppression(out: WordWriter, suppression: Suppression): void {
  const { dialect, line, startLine, endLine, rules } = suppression;
  out.int(DIALECTS.indexOf(dialect));
  out.int(line);
  out.int(startLine);
  out.int(endLine);
  out.int(rules.length);
  for (const rule of rules) out.text(rule);
}

function readSuppression(input: WordReader): Suppression {
  return {
    dialect: DIALECTS[input.int(0, DIALECTS.length - 1)] ?? "sealgrade",
    line: input.int(1, MAX_LINE),
    startLine: input.int(1, MAX_LINE),
    endLine: input.int(1, MAX_LINE),
    rules: input.list(MAX_RULES_PER_SUPPRESSION, () => input.text(MAX_NAME_LENGTH)),
  };
}

function isConsistent(facts: Omit<FileFacts, "clones">): boolean {
  const isInside = ({ startLine, endLine }: { readonly startLine: number; readonly endLine: number }) =>
    startLine <= endLine && endLine <= facts.lines;
  return (
    facts.lines === facts.codeLines + facts.commentLines + facts.blankLines &&
    facts.gradedLines <= facts.codeLines &&
    facts.parseErrorLines <= facts.lines &&
    facts.functions.every(isInside) &&
    facts.types.every(isInside)
  );
}
