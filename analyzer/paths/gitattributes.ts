import type { SettingsLine } from "../settings/settings.js";
import type { SettingsProblem } from "../types.js";
import { isUsedUp, type Work } from "./glob.js";
import { type CompiledPattern, compilePattern } from "./pattern.js";

/** Longest `.gitattributes` that is read, and the most of its lines that are kept. */
const MAX_ATTRIBUTES_BYTES = 65_536;
const MAX_ATTRIBUTE_LINES = 500;

/** What `.gitattributes` can say about a path for GitHub Linguist, and so for this analyzer. */
export type LinguistAttribute = "linguist-generated" | "linguist-vendored";

/** Linguist's attributes of a repository. */
export interface Attributes {
  /** Whether the attribute is set or unset for a path and by which line; `null` where nothing is said. */
  find(attribute: LinguistAttribute, path: string): (SettingsLine & { readonly set: boolean }) | null;
  /** What was left unread. */
  readonly problems: readonly SettingsProblem[];
}

/** The two attributes of one line: set, unset, or back to unspecified. */
interface AttributeLine {
  readonly pattern: CompiledPattern;
  readonly line: number;
  readonly states: ReadonlyMap<LinguistAttribute, boolean | null>;
}

/** The lines of one file, whose patterns are relative to its folder. */
interface AttributeFile {
  readonly file: string;
  readonly lines: readonly AttributeLine[];
}

/**
 * Reads `linguist-generated` and `linguist-vendored` of `.gitattributes` files, given by path; everything else
 * in them is git's business. As with git, a file in a folder goes before those above it, and in one file the
 * last line goes first. A file that is too large says nothing.
 */
export function readAttributes(files: ReadonlyMap<string, Uint8Array>, work: Work): Attributes {
  const problems: SettingsProblem[] = [];
  const byDepth = new Map<number, Map<string, AttributeFile>>();
  for (const [file, bytes] of files) {
    const { lines, problem } = attributeLines(bytes);
    if (problem !== null) problems.push({ file, ...problem });
    if (lines.length === 0) continue;
    const folders = file.split("/").slice(0, -1);
    const ofDepth = byDepth.get(folders.length) ?? new Map<string, AttributeFile>();
    byDepth.set(folders.length, ofDepth.set(folders.join("/"), { file, lines }));
  }
  const depths = [...byDepth].sort(([left], [right]) => right - left);
  return {
    problems,
    find(attribute, path) {
      if (depths.length === 0 || isUsedUp(work)) return null;
      const segments = path.split("/");
      for (const [depth, ofDepth] of depths) {
        if (depth >= segments.length) continue;
        work.steps += depth;
        const found = ofDepth.get(segments.slice(0, depth).join("/"));
        if (found === undefined) continue;
        const inside = segments.slice(depth);
        const last = found.lines.findLast(
          ({ states, pattern }) => states.has(attribute) && !isUsedUp(work) && pattern.matches(inside, work),
        );
        if (last === undefined) continue;
        const set = last.states.get(attribute) ?? null;
        return set === null ? null : { set, file: found.file, line: last.line };
      }
      return null;
    },
  };
}

interface ReadLines {
  readonly lines: readonly AttributeLine[];
  readonly problem: { readonly line: number; readonly message: string } | null;
}

function attributeLines(bytes: Uint8Array): ReadLines {
  if (bytes.byteLength > MAX_ATTRIBUTES_BYTES) {
    const message = `the file is larger than ${MAX_ATTRIBUTES_BYTES / 1024} KiB and was not read`;
    return { lines: [], problem: { line: 1, message } };
  }
  const lines: AttributeLine[] = [];
  for (const [index, row] of new TextDecoder().decode(bytes).split("\n").entries()) {
    const [patternText, words] = splitRow(row.trim());
    const states = statesOf(words);
    // Unlike in .gitignore, a pattern here matches files alone, and `!` has no meaning.
    const pattern = states.size > 0 && !patternText.startsWith("!") ? compilePattern(patternText) : null;
    if (pattern === null || pattern.foldersOnly) continue;
    if (lines.length === MAX_ATTRIBUTE_LINES) {
      const message = `only the first ${MAX_ATTRIBUTE_LINES} lines with linguist attributes apply`;
      return { lines, problem: { line: index + 1, message } };
    }
    lines.push({ pattern, line: index + 1, states });
  }
  return { lines, problem: null };
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
