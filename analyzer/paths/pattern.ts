import { matchesGlob } from "./glob.js";

/**
 * Path patterns in gitignore syntax. The patterns and the paths both come from repositories that may be
 * hostile, so matching takes time in proportion to pattern × path at most (`matchesGlob`),
 * where regular expressions made of such patterns can take for ever.
 */
export interface CompiledPattern {
  readonly negated: boolean;
  /** Whether it ends in `/` and so matches folders alone. */
  readonly foldersOnly: boolean;
  /** Whether it matches the path itself (not what is below it). `segments` is the path split at `/`. */
  matches(segments: readonly string[]): boolean;
}

/** One character of a pattern: what it accepts, or `*`. */
type Token =
  | { readonly kind: "star" }
  | { readonly kind: "one"; readonly accepts: (char: string) => boolean };
type Segment = { readonly kind: "folders" } | { readonly kind: "name"; readonly tokens: readonly Token[] };

const STAR: Token = { kind: "star" };
const FOLDERS: Segment = { kind: "folders" };
const ANY_NAME: Segment = { kind: "name", tokens: [STAR] };

/** Compiles one pattern; `null` for what can match nothing: empty text, a comment, a `[` or `\` left open. */
export function compilePattern(text: string): CompiledPattern | null {
  const negated = text.startsWith("!");
  let body = trimEnd(negated ? text.slice(1) : text);
  const foldersOnly = body.endsWith("/");
  if (foldersOnly) body = body.slice(0, -1);
  const anchored = body.includes("/");
  if (body.startsWith("/")) body = body.slice(1);
  if (body === "" || text.startsWith("#")) return null;
  const segments: Segment[] = anchored ? [] : [FOLDERS];
  const parts = body.split("/");
  for (const [index, part] of parts.entries()) {
    if (part === "**" && anchored) {
      // At the end, `**` is everything inside, so it needs at least one name.
      segments.push(...(index === parts.length - 1 ? [FOLDERS, ANY_NAME] : [FOLDERS]));
      continue;
    }
    const tokens = tokensOf(part);
    if (tokens === null) return null;
    segments.push({ kind: "name", tokens });
  }
  return { negated, foldersOnly, matches: (path) => matchesPath(segments, path) };
}

/** Spaces at the end do not count unless a backslash stands before them. */
function trimEnd(text: string): string {
  let end = text.length;
  while (text[end - 1] === " " && text[end - 2] !== "\\") end--;
  return text.slice(0, end);
}

function matchesPath(pattern: readonly Segment[], path: readonly string[]): boolean {
  return matchesGlob(
    pattern,
    path,
    (segment) => segment.kind === "folders",
    (segment, name) => segment.kind === "name" && matchesName(segment.tokens, name),
  );
}

function matchesName(tokens: readonly Token[], name: string): boolean {
  return matchesGlob(
    tokens,
    name,
    (token) => token.kind === "star",
    (token, char) => token.kind === "one" && token.accepts(char),
  );
}

function tokensOf(part: string): Token[] | null {
  const tokens: Token[] = [];
  for (let index = 0; index < part.length; index++) {
    const char = part.charAt(index);
    if (char === "*") {
      if (tokens.at(-1) !== STAR) tokens.push(STAR);
    } else if (char === "?") tokens.push({ kind: "one", accepts: () => true });
    else if (char === "[") {
      const found = characterClass(part, index + 1);
      if (found === null) return null;
      tokens.push({ kind: "one", accepts: found.accepts });
      index = found.end;
    } else {
      const literal = char === "\\" ? part.charAt(++index) : char;
      if (literal === "") return null;
      tokens.push({ kind: "one", accepts: (candidate) => candidate === literal });
    }
  }
  return tokens;
}

/** Parses `[…]` from the character after `[`; `end` is the index of its `]`. `null` when it is left open. */
function characterClass(
  part: string,
  start: number,
): { accepts: (char: string) => boolean; end: number } | null {
  let index = start;
  const negated = part[index] === "!" || part[index] === "^";
  if (negated) index++;
  const ranges: (readonly [from: string, to: string])[] = [];
  for (let first = true; first || part[index] !== "]"; first = false) {
    const named = /^\[:([a-z]+):\]/.exec(part.slice(index, index + 12));
    const range = named?.[1] === undefined ? undefined : NAMED_CLASSES.get(named[1]);
    if (named !== null) {
      if (range === undefined) return null;
      ranges.push(...range);
      index += named[0].length;
      continue;
    }
    const from = literalAt(part, index);
    if (from === null) return null;
    index = from.next;
    const to = part[index] === "-" && part[index + 1] !== "]" ? literalAt(part, index + 1) : null;
    ranges.push([from.char, to?.char ?? from.char]);
    index = to?.next ?? index;
  }
  const isIn = (char: string) => ranges.some(([from, to]) => from <= char && char <= to);
  return { accepts: (char) => isIn(char) !== negated, end: index };
}

function literalAt(part: string, index: number): { readonly char: string; readonly next: number } | null {
  const escaped = part[index] === "\\";
  const char = part[escaped ? index + 1 : index];
  return char === undefined ? null : { char, next: index + (escaped ? 2 : 1) };
}

const NAMED_CLASSES: ReadonlyMap<string, readonly (readonly [string, string])[]> = new Map([
  [
    "alpha",
    [
      ["a", "z"],
      ["A", "Z"],
    ],
  ],
  ["digit", [["0", "9"]]],
  [
    "alnum",
    [
      ["a", "z"],
      ["A", "Z"],
      ["0", "9"],
    ],
  ],
  ["lower", [["a", "z"]]],
  ["upper", [["A", "Z"]]],
  [
    "xdigit",
    [
      ["0", "9"],
      ["a", "f"],
      ["A", "F"],
    ],
  ],
  [
    "space",
    [
      [" ", " "],
      ["\t", "\r"],
    ],
  ],
  [
    "blank",
    [
      [" ", " "],
      ["\t", "\t"],
    ],
  ],
  [
    "punct",
    [
      ["!", "/"],
      [":", "@"],
      ["[", "`"],
      ["{", "~"],
    ],
  ],
]);
