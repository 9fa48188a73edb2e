import { matchesGlob, type Work } from "./glob.js";

/** Whether a file's or folder's name fits. */
export type NameMatcher = (name: string, work: Work) => boolean;

/** One character of a pattern: what it accepts, or `*`. */
type Token =
  | { readonly kind: "star" }
  | { readonly kind: "one"; readonly accepts: (char: string, work: Work) => boolean };

const STAR: Token = { kind: "star" };

/**
 * Compiles the part of a pattern between two `/`: `*`, `?`, `[…]` and `\`. The usual forms (a plain name,
 * `*`, `*.ext`) are compared whole, which is many times faster. `null` when a `[` or `\` is left open.
 */
export function compileName(part: string): NameMatcher | null {
  const rest = part.replace(/^\*+/, "");
  if (!/[*?[\\]/.test(rest)) return rest === part ? (name) => name === part : (name) => name.endsWith(rest);
  const pattern = tokensOf(part);
  if (pattern === null) return null;
  return (items, work) => {
    const accepts = (token: Token, char: string) => token.kind === "one" && token.accepts(char, work);
    return matchesGlob({ pattern, items, isAnyNumber: isStar, accepts, work });
  };
}

const isStar = (token: Token) => token.kind === "star";

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
): { accepts: (char: string, work: Work) => boolean; end: number } | null {
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
  const accepts = (char: string, work: Work) => {
    // A class may hold as many characters as a pattern, each of which is compared.
    work.steps += ranges.length;
    return isIn(char) !== negated;
  };
  return { accepts, end: index };
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
