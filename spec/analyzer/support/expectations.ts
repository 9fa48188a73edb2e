import type { FunctionFacts, TypeFacts } from "../../../analyzer/types.js";

/** What a fixture says of one function or type, in the words of its README. */
export interface Expectation {
  readonly about: "function" | "type";
  readonly name: string;
  readonly line: number;
  readonly values: Readonly<Record<string, string>>;
}

/** Names may hold spaces and colons: `operator bool`, `insert:at:`. */
const EXPECT = /expect(?: (type))? (\S.*?): (\w+=[^|]*)\|/;
const NEEDED = {
  function: ["code", "arity", "cyclomatic", "cognitive"],
  type: ["functions", "fields"],
} as const;

/** Reads the expectations of a fixture, in source order. */
export function expectationsOf(text: string): Expectation[] {
  const found: Expectation[] = [];
  let open: Omit<Expectation, "line">[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const match = EXPECT.exec(line);
    if (match) {
      const about = match[1] === "type" ? "type" : "function";
      open.push({ about, name: match[2] ?? "", values: valuesOf(match[3] ?? "", about) });
    } else {
      found.push(...open.map((expectation) => ({ ...expectation, line: index + 1 })));
      open = [];
    }
  }
  return found;
}

/** The values of a measured function that the fixture names or that are taken for granted. */
export function valuesOfFunction(row: FunctionFacts, wanted: Expectation): Record<string, string> {
  const { abc, halstead } = row;
  return chosen(wanted, {
    code: row.codeLines,
    arity: row.arity,
    cyclomatic: row.cyclomatic,
    cognitive: row.cognitive,
    nesting: row.nesting,
    returns: row.returns ?? "null",
    logic: row.booleanLogic?.operators ?? 0,
    own: row.ownCognitive,
    ownCode: row.ownCodeLines,
    lines: row.endLine - row.startLine + 1,
    values: row.returnValues ?? "null",
    abc: [abc.assignments, abc.branches, abc.conditions].join("/"),
    halstead: [
      halstead.distinctOperators,
      halstead.distinctOperands,
      halstead.operators,
      halstead.operands,
    ].join("/"),
  });
}

/** The values of a measured type that the fixture names. */
export function valuesOfType(row: TypeFacts, wanted: Expectation): Record<string, string> {
  return chosen(wanted, {
    functions: row.functions,
    fields: row.fields.length,
    complexity: row.complexity,
    code: row.codeLines,
    lines: row.endLine - row.startLine + 1,
    declared: row.isDeclared ? "yes" : "no",
  });
}

function chosen(
  { values }: Expectation,
  all: Readonly<Record<string, string | number>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(all)
      .filter(([name]) => name in values)
      .map(([name, value]) => [name, String(value)]),
  );
}

function valuesOf(text: string, about: Expectation["about"]): Record<string, string> {
  const given = Object.fromEntries(
    text
      .trim()
      .split(/\s+/)
      .map((pair): [string, string] => [pair.split("=")[0] ?? "", pair.split("=")[1] ?? ""]),
  );
  for (const name of NEEDED[about]) {
    if (given[name] === undefined) throw new Error(`a fixture lacks ${name}: ${text}`);
  }
  if (about === "type") return given;
  // `returns` is given where the language has none.
  const granted = { nesting: "0", returns: "0", logic: "0" };
  return { ...granted, own: given["cognitive"] ?? "", ownCode: given["code"] ?? "", ...given };
}
