import { readFileSync } from "node:fs";
import path from "node:path";
import { createAnalyzer } from "../../../analyzer/createAnalyzer.js";
import type { FileFacts, FunctionFacts, LanguageId, MapSettings } from "../../../analyzer/types.js";

const root = path.resolve(import.meta.dirname, "../../../..");

/** Grammars as the build lays them out. */
export const GRAMMAR_FOLDER = path.join(root, "dist/sandboxed/grammars");

/** Measure whatever is text. */
export const KEEP_ALL: MapSettings = { keepGenerated: true, keepMinified: true };
/** What a repository without settings gets. */
export const PLAIN: MapSettings = { keepGenerated: false, keepMinified: false };

/** Fixture of each language; see the README beside them. */
export const FIXTURES: readonly { readonly language: LanguageId; readonly file: string }[] = [
  { language: "go", file: "functions.go" },
  { language: "go", file: "shapes.go" },
  { language: "javascript", file: "functions.jsx" },
  { language: "javascript", file: "shapes.jsx" },
  { language: "python", file: "functions.py" },
  { language: "python", file: "shapes.py" },
  { language: "typescript", file: "functions.ts" },
  { language: "typescript", file: "shapes.ts" },
];

/** Text of a fixture. */
export function readFixture(file: string): string {
  return readFileSync(path.join(root, "spec/fixtures/analyzer", file), "utf8");
}

const shared = createAnalyzer({ grammarFolder: GRAMMAR_FOLDER });

/** Facts of a text; fails when it is skipped. */
export async function factsOf(text: string | Uint8Array, language: LanguageId): Promise<FileFacts> {
  const bytes = typeof text === "string" ? Buffer.from(text) : text;
  const result = await (await shared).analyzeFile(bytes, language, KEEP_ALL);
  if (result.kind !== "facts") throw new Error(`skipped: ${result.reason}`);
  return result.facts;
}

/** What a fixture says of one function, in the words of its README. */
export interface Expectation {
  readonly name: string;
  readonly line: number;
  readonly values: Readonly<Record<string, number>>;
}

const EXPECT = /expect (\S+): ([^|]*)\|/;
const GIVEN_UNLESS_SAID = { nesting: 0, returns: 0, logic: 0 };

/** Reads the expectations of a fixture, in source order. */
export function expectationsOf(text: string): Expectation[] {
  const lines = text.split(/\r?\n/);
  const found: Expectation[] = [];
  let open: { name: string; values: Record<string, number> }[] = [];
  lines.forEach((line, index) => {
    const match = EXPECT.exec(line);
    if (match) {
      open.push({ name: match[1] ?? "", values: valuesOf(match[2] ?? "") });
      return;
    }
    found.push(...open.map((expectation) => ({ ...expectation, line: index + 1 })));
    open = [];
  });
  return found;
}

/** The values of a measured function in the words of the fixtures. */
export function valuesOfFunction(row: FunctionFacts, wanted: Expectation): Record<string, number> {
  const values: Record<string, number> = {
    code: row.codeLines,
    arity: row.arity,
    cyclomatic: row.cyclomatic,
    cognitive: row.cognitive,
    nesting: row.nesting,
    returns: row.returns ?? -1,
    logic: row.booleanLogic?.operators ?? 0,
    own: row.ownCognitive,
    ownCode: row.ownCodeLines,
  };
  return "lines" in wanted.values ? { ...values, lines: row.endLine - row.startLine + 1 } : values;
}

function valuesOf(text: string): Record<string, number> {
  const given = Object.fromEntries(
    text
      .trim()
      .split(/\s+/)
      .map((pair): [string, number] => [pair.split("=")[0] ?? "", Number(pair.split("=")[1])]),
  );
  for (const name of ["code", "arity", "cyclomatic", "cognitive"]) {
    if (!Number.isInteger(given[name])) throw new Error(`a fixture lacks ${name}: ${text}`);
  }
  return { ...GIVEN_UNLESS_SAID, own: given["cognitive"] ?? 0, ownCode: given["code"] ?? 0, ...given };
}
