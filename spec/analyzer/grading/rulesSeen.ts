import { createFinder } from "../../../analyzer/grading/findings.js";
import type { CloneCopy, TypeTotals } from "../../../analyzer/rules/rule.js";
import { DEFAULT_SETTINGS, type Settings } from "../../../analyzer/settings/settings.js";
import type { FileFacts, FunctionFacts, Role } from "../../../analyzer/types.js";
import { plainFacts, plainFunction } from "./facts.js";

/** Findings in one file with these functions. */
export const find = (
  functions: readonly FunctionFacts[],
  o: {
    role?: Role;
    settings?: Partial<Settings>;
    facts?: Partial<FileFacts>;
    types?: readonly TypeTotals[];
    copies?: readonly CloneCopy[];
  } = {},
) =>
  createFinder({ ...DEFAULT_SETTINGS, ...o.settings })({
    path: "a.ts",
    role: o.role ?? "source",
    facts: plainFacts({ functions, ...o.facts }),
    types: o.types ?? [],
    copies: o.copies ?? [],
  });

/** A type in which no rule finds anything. */
export const TYPE: TypeTotals = {
  name: "Ledger",
  startLine: 1,
  startColumn: 0,
  endLine: 90,
  functions: 1,
  fields: 1,
  complexity: 1,
  codeLines: 9,
};
const COPY: CloneCopy = {
  kind: "identical",
  mass: 1,
  startLine: 3,
  startColumn: 0,
  endLine: 20,
  original: "b.ts:7",
};

const seenInFunction = (see: (value: number) => Partial<FunctionFacts>) => (value: number) =>
  find([plainFunction(see(value))]);
const seenInType = (see: (value: number) => Partial<TypeTotals>) => (value: number) =>
  find([], { types: [{ ...TYPE, ...see(value) }] });
/** Findings about a copy of this mass. */
export const seenInCopy = (kind: CloneCopy["kind"]) => (value: number) =>
  find([], { copies: [{ ...COPY, kind, mass: value }] });

/** What is found where a rule sees this value and no other rule sees anything. */
export const SEEN: Readonly<Record<string, (value: number) => ReturnType<typeof find>>> = {
  "boolean-logic": seenInFunction((value) => ({ booleanLogic: { operators: value, line: 4 } })),
  "duplicate-identical": seenInCopy("identical"),
  "duplicate-similar": seenInCopy("similar"),
  "function-abc": seenInFunction((value) => ({
    abc: { assignments: 0, branches: value, conditions: 0, magnitude: value },
  })),
  "function-cognitive": seenInFunction((value) => ({ ownCognitive: value })),
  "function-cyclomatic": seenInFunction((value) => ({ cyclomatic: value })),
  "function-length": seenInFunction((value) => ({ ownCodeLines: value })),
  "function-nesting": seenInFunction((value) => ({ nesting: value })),
  "function-parameters": seenInFunction((value) => ({ arity: value })),
  "function-return-values": seenInFunction((value) => ({ returnValues: value })),
  "function-returns": seenInFunction((value) => ({ returns: value })),
  "type-complexity": seenInType((value) => ({ complexity: value })),
  "type-fields": seenInType((value) => ({ fields: value })),
  "type-functions": seenInType((value) => ({ functions: value })),
  "type-length": seenInType((value) => ({ codeLines: value })),
};

/** METRICS' table, with the minutes at each threshold: base + perUnit × (threshold − first), by hand. */
export const TABLE: Readonly<Record<string, readonly [thresholds: number[], minutes: number[]]>> = {
  "boolean-logic": [
    [4, 5, 7, 10],
    [10, 22, 46, 82],
  ],
  "duplicate-identical": [
    [64, 128, 256, 512],
    [20, 39.2, 77.6, 154.4],
  ],
  "duplicate-similar": [
    [64, 128, 256, 512],
    [10, 19.6, 38.8, 77.2],
  ],
  "function-abc": [
    [10, 20, 40, 60],
    [10, 20, 40, 60],
  ],
  "function-cognitive": [
    [8, 15, 25, 50],
    [10, 24, 44, 94],
  ],
  "function-cyclomatic": [
    [6, 11, 21, 41],
    [10, 20, 40, 80],
  ],
  "function-length": [
    [25, 40, 70, 100],
    [10, 17.5, 32.5, 47.5],
  ],
  "function-nesting": [
    [4, 5, 6, 8],
    [15, 25, 35, 55],
  ],
  "function-parameters": [
    [5, 6, 7, 9],
    [15, 17, 19, 23],
  ],
  "function-return-values": [
    [4, 5, 6, 7],
    [10, 15, 20, 25],
  ],
  "function-returns": [
    [5, 7, 10, 15],
    [15, 25, 40, 65],
  ],
  "type-complexity": [
    [75, 150, 250, 350],
    [60, 135, 235, 335],
  ],
  "type-fields": [
    [8, 10, 14, 20],
    [30, 40, 60, 90],
  ],
  "type-functions": [
    [20, 30, 40, 50],
    [60, 110, 160, 210],
  ],
  "type-length": [
    [150, 200, 300, 400],
    [60, 85, 135, 185],
  ],
};
