import { Code } from "./code.js";
import { resolveConditionals } from "./conditionals.js";
import { eraseCplusplus } from "./eraseCplusplus.js";
import { eraseMacros } from "./eraseMacros.js";
import { TokenKind } from "./tokens.js";

/**
 * The text of a C or C++ file as grammars can read it, with everything at its place: grammars know the language,
 * not what its preprocessor would make of the file.
 */
export function readablePreprocessed(units: Uint16Array): Uint16Array {
  return readableCode(units).units;
}

/** The same for Objective-C, whose grammar reads methods in `#if` and no methods in `#ifdef`. */
export function readableObjectiveC(units: Uint16Array): Uint16Array {
  const code = new Code(units);
  code.eraseInnerComments();
  resolveConditionals(code);
  eraseCplusplus(code);
  eraseMacros(code);
  const { count, kind } = code.tokens;
  for (let token = 0; token < count; token++) {
    if (kind[token] !== TokenKind.Directive || code.blank[token] === 1) continue;
    const [, before = "", letters = ""] = /^(#\s*if)(n?def)\b/.exec(code.text(token)) ?? [];
    code.eraseUnits(token, before.length, letters.length);
  }
  return code.units;
}

function readableCode(units: Uint16Array): Code {
  const code = new Code(units);
  code.eraseInnerComments();
  resolveConditionals(code);
  eraseMacros(code);
  return code;
}
