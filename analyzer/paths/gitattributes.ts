import { isUsedUp, type Work } from "./glob.js";
import { type CompiledPattern, compilePattern } from "./pattern.js";

/** Longest `.gitattributes` that is read, and the most of its lines that are kept. */
const MAX_ATTRIBUTES_BYTES = 65_536;
const MAX_ATTRIBUTE_LINES = 100;

/** What `.gitattributes` can say about a path for GitHub Linguist, and so for this analyzer. */
export type LinguistAttribute = "linguist-generated" | "linguist-vendored";

/** The two attributes of one line: set, unset, or back to unspecified. */
interface AttributeLine {
  readonly pattern: CompiledPattern;
  readonly line: number;
  readonly states: ReadonlyMap<LinguistAttribute, boolean | null>;
}

/** Linguist's attributes of a repository. */
export interface Attributes {
  /** Whether the attribute is set or unset for a path and by which line; `null` where nothing is said. */
  find(attribute: LinguistAttribute, path: string): { readonly set: boolean; readonly line: number } | null;
}

/**
 * Reads `linguist-generated` and `linguist-vendored` of the `.gitattributes` at the root; everything else
 * in it is git's business. A file that is too large or no UTF-8 says nothing.
 */
export function readAttributes(bytes: Uint8Array | undefined, work: Work): Attributes {
  const lines = bytes === undefined || bytes.byteLength > MAX_ATTRIBUTES_BYTES ? [] : attributeLines(bytes);
  return {
    find(attribute, path) {
      if (lines.length === 0 || isUsedUp(work)) return null;
      const segments = path.split("/");
      const last = lines.findLast(
        ({ states, pattern }) => states.has(attribute) && pattern.matches(segments, work),
      );
      const set = last?.states.get(attribute) ?? null;
      return last === undefined || set === null ? null : { set, line: last.line };
    },
  };
}

function attributeLines(bytes: Uint8Array): AttributeLine[] {
  const found: AttributeLine[] = [];
  const text = new TextDecoder().decode(bytes);
  for (const [index, row] of text.split("\n").entries()) {
    if (found.length === MAX_ATTRIBUTE_LINES) break;
    const [patternText, words] = splitRow(row.trim());
    const states = statesOf(words);
    // Unlike in .gitignore, a pattern here matches files alone, and `!` has no meaning.
    const pattern = states.size > 0 && !patternText.startsWith("!") ? compilePattern(patternText) : null;
    if (pattern !== null && !pattern.foldersOnly) found.push({ pattern, line: index + 1, states });
  }
  return found;
}

/** The pattern (in double quotes where it holds spaces) and the attributes after it. */
function splitRow(row: string): readonly [pattern: string, words: readonly string[]] {
  const quoted = /^"((?:[^"\\]|\\.)*)"\s/.exec(row);
  const pattern = quoted?.[1]?.replace(/\\(["\\])/g, "$1") ?? row.split(/\s/, 1)[0] ?? "";
  const rest = row.slice(quoted?.[0].length ?? pattern.length);
  return [pattern, rest.split(/\s+/).filter((word) => word !== "")];
}

function statesOf(words: readonly string[]): Map<LinguistAttribute, boolean | null> {
  const states = new Map<LinguistAttribute, boolean | null>();
  for (const word of words) {
    const [name, value] = word.replace(/^[-!]/, "").split("=", 2);
    if (name !== "linguist-generated" && name !== "linguist-vendored") continue;
    if (word.startsWith("!")) states.set(name, null);
    else states.set(name, !word.startsWith("-") && value !== "false");
  }
  return states;
}
