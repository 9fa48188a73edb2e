import { Code } from "./code.js";
import { resolveConditionals } from "./conditionals.js";
import { readCsharpTokens } from "./csharpTokens.js";
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
  resolveConditionals(code, CONTINUING_C);
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

/** The same for C#, which has conditionals but no macros; most of its files have neither. */
export function readableCsharp(units: Uint16Array): Uint16Array {
  if (!hasConditional(units)) return units;
  const code = new Code(units, readCsharpTokens(units));
  resolveConditionals(code, CONTINUING_CSHARP);
  return code.units;
}

function hasConditional(units: Uint16Array): boolean {
  for (let at = units.indexOf(HASH); at >= 0; at = units.indexOf(HASH, at + 1)) {
    let word = at + 1;
    while (units[word] === SPACE) word++;
    if (units[word] === LETTER_I && units[word + 1] === LETTER_F) return true;
  }
  return false;
}

const CONTINUING_C: ReadonlySet<string> = new Set(["else"]);
/** The grammar of C# knows no conditionals between the sections of a switch. */
const CONTINUING_CSHARP: ReadonlySet<string> = new Set(["else", "case", "default"]);
const HASH = 35;
const SPACE = 32;
const LETTER_I = 105;
const LETTER_F = 102;

function readableCode(units: Uint16Array): Code {
  const code = new Code(units);
  code.eraseInnerComments();
  resolveConditionals(code, CONTINUING_C);
  eraseMacros(code);
  return code;
}
