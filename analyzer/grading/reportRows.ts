import { halsteadOf, maintainabilityOf } from "../metrics/maintainability.js";
import type { FunctionFacts, ReportFunction, ReportType } from "../types.js";
import type { JoinedType } from "./joinTypes.js";

/** A function's row, without what only findings and order need. */
export function reportFunction(fn: FunctionFacts): ReportFunction {
  const { name, startLine, endLine, codeLines, arity, cyclomatic, cognitive, nesting, abc } = fn;
  const { returns, returnValues } = fn;
  return {
    name,
    startLine,
    endLine,
    codeLines,
    arity,
    cyclomatic,
    cognitive,
    nesting,
    abc,
    returns,
    returnValues,
    halstead: halsteadOf(fn.halstead),
    maintainability: maintainabilityOf(fn),
  };
}

/** A type's row, without what only findings need. */
export function reportType(type: JoinedType): ReportType {
  const { name, startLine, endLine, functions, fields, complexity, codeLines, parts } = type;
  return { name, startLine, endLine, functions, fields, complexity, codeLines, parts };
}
