/**
 * The text of a Swift file as its grammar can read it, with everything at its place. Comments and strings are not
 * told from code, since spaces in either change neither the tree nor what is read of the text itself.
 */
export function readableSwift(units: Uint16Array): Uint16Array {
  const text = Buffer.from(units.buffer, units.byteOffset, units.byteLength).toString("utf16le");
  let changed: Uint16Array | null = null;
  for (const { pattern, by } of UNREADABLE) {
    for (const { index, 0: match } of text.matchAll(pattern)) {
      changed ??= units.slice();
      if (by === undefined) changed.fill(SPACE, index, index + match.length);
      else changed.set(Buffer.from(by), index);
    }
  }
  return changed ?? units;
}

const SPACE = 32;

/**
 * What the grammar cannot read, to be replaced by a text as long, or by spaces. Each pattern begins with letters, which are
 * found fast, and looks back from there; how far is limited, so that hostile texts take no longer than others.
 */
const UNREADABLE: readonly { readonly what: string; readonly pattern: RegExp; readonly by?: string }[] = [
  {
    // Each branch is whole statements, declarations, cases or members, so that all can be read one after the other.
    what: "conditions of `#if`, which the grammar takes for a part of what is around them",
    pattern: /#(?<=^[ \t]{0,1000}#)(?:if|elseif|else|endif|error|warning)\b(?:[^\n/]|\/(?![/*]))*/gm,
  },
  {
    what: "the errors of a typed `throws(Failure)`",
    pattern: /\((?<=\bthrows\()[\w.<>, ]{1,200}\)/g,
  },
  {
    what: "`nonisolated(unsafe)`, also of local variables",
    pattern: /nonisolated\(unsafe\)/g,
  },
  {
    what: "modifiers of parameters and results, and operators, that are only words to it",
    pattern:
      /(?:sending|isolated|consume|copy|unsafe)(?=[ \t]{1,100}[\w(@[])(?<=(?:->|[:(,=]|^)[ \t]{0,100}(?:(?:consuming|borrowing) )?\w{4,8})/gm,
  },
  {
    what: "macros without arguments as default values",
    pattern: /#(?<== #)(?=(?:isolation|_sourceLocation)\b)/g,
  },
  {
    // Read with both words, the braces of the statement are taken for a closure of the call.
    what: "`try await` in the head of a statement",
    pattern:
      /await\b(?<=\btry[?!]? await)(?<=^[ \t]{0,1000}(?:\} ?else )?(?:\w{1,100}: ?)?(?:if|while|switch|for(?! try\b))\b[^{\n]{1,200})/gm,
  },
  {
    // Nowhere else can it be told from the parentheses of a call, parameter list or type.
    what: "the value `()`, after which the grammar waits for a `!`",
    pattern:
      /\(\)(?<=(?:[(,={]|\bin|\breturn|^)[ \t]{0,1000}\(\))(?![ \t\n]{0,100}(?:->|throws|rethrows|async|in\b))/gm,
    by: "[]",
  },
  {
    what: "the empty parentheses of a pattern",
    pattern: /\(\)(?<=\bcase \.\w{1,200}\(\))/g,
  },
  {
    what: "an attribute of a function among the statements of a case, which is taken for one of the next case",
    pattern: /@Sendable(?= func\b)/g,
  },
];
