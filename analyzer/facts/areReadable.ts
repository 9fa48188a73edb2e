import {
  MAX_FUNCTIONS_PER_FILE,
  MAX_KEY_LENGTH,
  MAX_NAME_LENGTH,
  MAX_NUMBER,
  MAX_RULES_PER_SUPPRESSION,
} from "../limits.js";
import type { FileFacts, FunctionFacts, Suppression, TypeFacts } from "../types.js";

/**
 * Whether `decodeResult` takes facts that were measured. What it refuses ends the whole analysis, since it cannot come
 * from an honest process; so a file that was made to be measured as too much is given up where it is measured. Every
 * other figure is bounded by the size of a file.
 */
export function areReadable({ functions, types, suppressions }: FileFacts): boolean {
  return (
    Math.max(functions.length, types.length, suppressions.length) <= MAX_FUNCTIONS_PER_FILE &&
    functions.every(isReadableFunction) &&
    types.every(isReadableType) &&
    suppressions.every(isReadableSuppression)
  );
}

function isReadableFunction({ name, cognitive }: FunctionFacts): boolean {
  return isName(name) && cognitive <= MAX_NUMBER;
}

function isReadableType({ name, key, fields }: TypeFacts): boolean {
  return isName(name) && (key?.length ?? 0) <= MAX_KEY_LENGTH && fields.every(isName);
}

function isReadableSuppression({ rules }: Suppression): boolean {
  return rules.length <= MAX_RULES_PER_SUPPRESSION && rules.every(isName);
}

function isName(name: string): boolean {
  return name.length <= MAX_NAME_LENGTH;
}
