import type { Grammar } from "../syntax/grammars.js";
import { members } from "./symbols.js";
import type { LanguageTable } from "./table.js";
import type { SymbolSet, Vocabulary } from "./vocabulary.js";

/** Part a leaf plays in Halstead's measures. */
export const HalsteadRole = { Neither: 0, Operand: 1, Operator: 2 } as const;

/** METRICS.md: closing brackets and separators are neither operators nor operands. */
const NEITHER = new Set([")", "]", "}", ",", ";", ":", "\n", "\r\n", ""]);

/** {@link HalsteadRole} by symbol. */
export function halsteadRoles(table: LanguageTable, grammar: Grammar, words: Vocabulary): Uint8Array {
  const roles = Uint8Array.from(grammar.kinds, (kind, symbol) => {
    if (grammar.isNamed(symbol)) return HalsteadRole.Operand;
    return NEITHER.has(kind) ? HalsteadRole.Neither : HalsteadRole.Operator;
  });
  const assign = (role: number, set: SymbolSet) => {
    for (const symbol of members(set)) roles[symbol] = role;
  };
  assign(HalsteadRole.Operand, words.tokens(table.halstead.operands));
  assign(HalsteadRole.Operator, words.kinds(table.halstead.operators));
  assign(HalsteadRole.Neither, words.kinds(table.halstead.delimiters ?? []));
  assign(HalsteadRole.Neither, words.kinds(table.comments));
  return roles;
}
