/** How rules read on pages. Ids are the analyzer's; a rule without an entry is shown under its id. */
interface RuleWords {
  readonly name: string;
  /** What `value` counts, singular and plural. */
  readonly unit: readonly [string, string];
}

const RULES: Readonly<Record<string, RuleWords>> = {
  "function-abc": { name: "Too much going on", unit: ["ABC point", "ABC points"] },
  "function-cyclomatic": { name: "Too many paths", unit: ["path", "paths"] },
  "function-cognitive": { name: "Hard to follow", unit: ["cognitive point", "cognitive points"] },
  "function-length": { name: "Long function", unit: ["line", "lines"] },
  "function-parameters": { name: "Many parameters", unit: ["parameter", "parameters"] },
  "function-nesting": { name: "Deep nesting", unit: ["level", "levels"] },
  "function-returns": { name: "Many returns", unit: ["return", "returns"] },
  "function-return-values": { name: "Many return values", unit: ["value", "values"] },
  "boolean-logic": { name: "Tangled condition", unit: ["operator", "operators"] },
  "type-functions": { name: "Many functions in a type", unit: ["function", "functions"] },
  "type-fields": { name: "Many fields", unit: ["field", "fields"] },
  "type-complexity": { name: "Complex type", unit: ["ABC point", "ABC points"] },
  "type-length": { name: "Long type", unit: ["line", "lines"] },
  "duplicate-identical": { name: "Copied code", unit: ["node", "nodes"] },
  "duplicate-similar": { name: "Near copy", unit: ["node", "nodes"] },
};

/** Name of a rule in plain words. */
export function ruleName(rule: string): string {
  return RULES[rule]?.name ?? rule;
}

/** A finding's value with its unit: ("function-cyclomatic", 14) → "14 paths". */
export function ruleValue(rule: string, value: number): string {
  const unit = RULES[rule]?.unit;
  return unit === undefined ? String(value) : `${value} ${value === 1 ? unit[0] : unit[1]}`;
}
