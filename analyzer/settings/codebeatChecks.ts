import { shown } from "./messages.js";

/** codebeat's checks and the rules that measure the same. */
const RULES_OF_CHECK: ReadonlyMap<string, readonly string[]> = new Map([
  ["ABC", ["function-abc"]],
  ["ARITY", ["function-parameters"]],
  ["BLOCK_NESTING", ["function-nesting"]],
  ["CYCLO", ["function-cyclomatic"]],
  ["LOC", ["function-length"]],
  ["RETURN_ARITY", ["function-return-values"]],
  ["SIMILARITY", ["duplicate-identical", "duplicate-similar"]],
  ["TOO_MANY_FUNCTIONS", ["type-functions"]],
  ["TOO_MANY_IVARS", ["type-fields"]],
  ["TOTAL_COMPLEXITY", ["type-complexity"]],
  ["TOTAL_LOC", ["type-length"]],
]);

/** The rules that a check of codebeat stands for; `undefined` where codebeat had no such check. */
export function rulesOfCheck(check: string): readonly string[] | undefined {
  return RULES_OF_CHECK.get(check);
}

/** What is wrong with a check's name, and which names there are. */
export function unknownCheck(check: string): string {
  return `codebeat has no check "${shown(check)}"; its checks are ${[...RULES_OF_CHECK.keys()].join(", ")}`;
}
