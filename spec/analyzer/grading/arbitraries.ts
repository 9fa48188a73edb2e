import fc from "fast-check";
import { assembleReport } from "../../../analyzer/assembleReport.js";
import type { FunctionFacts, LanguageId, MeasuredFile, Report } from "../../../analyzer/types.js";
import { fileWith, inputOf, plainFunction } from "./facts.js";

/** Any function, with findings or without. */
export const aFunction: fc.Arbitrary<FunctionFacts> = fc
  .record({
    name: fc.constantFrom("a", "b", "<anonymous>"),
    startLine: fc.integer({ min: 1, max: 60 }),
    startColumn: fc.nat({ max: 3 }),
    arity: fc.nat({ max: 12 }),
    cyclomatic: fc.integer({ min: 1, max: 60 }),
    ownCognitive: fc.nat({ max: 70 }),
    ownCodeLines: fc.nat({ max: 130 }),
    nesting: fc.nat({ max: 10 }),
    returns: fc.option(fc.nat({ max: 20 })),
    booleanLogic: fc.option(
      fc.record({ operators: fc.nat({ max: 12 }), line: fc.integer({ min: 1, max: 60 }) }),
    ),
  })
  .map((changes) => plainFunction({ ...changes, endLine: changes.startLine + 5 }));

const language: fc.Arbitrary<LanguageId> = fc.constantFrom("go", "javascript", "python", "typescript");

function filesOf(path: fc.Arbitrary<string>): fc.Arbitrary<MeasuredFile[]> {
  const aFile = fc
    .record({
      path,
      functions: fc.array(aFunction, { maxLength: 5 }),
      gradedLines: fc.integer({ min: 1, max: 2000 }),
      isTest: fc.boolean(),
      language,
    })
    .map(({ path: at, functions, gradedLines, isTest, language: id }): MeasuredFile => {
      const file = fileWith(at, functions, { gradedLines, codeLines: gradedLines, language: id });
      return isTest ? { ...file, role: "test" } : file;
    });
  return fc.uniqueArray(aFile, { selector: (file) => file.path, maxLength: 8 });
}

/** Up to eight files under any names. */
export const anyFiles = filesOf(fc.string({ minLength: 1, unit: "grapheme", maxLength: 6 }));

/** Up to eight files in folders, of which some begin alike. */
export const filesInFolders = filesOf(
  fc
    .tuple(
      fc.array(fc.constantFrom("a", "ab", "ü", "🦭"), { maxLength: 3 }),
      fc.constantFrom("x.ts", "y.go", "z"),
    )
    .map(([folders, name]) => [...folders, name].join("/")),
);

/** A report of them. */
export const anyReport: fc.Arbitrary<Report> = filesInFolders.map((files) => assembleReport(inputOf(files)));
