/**
 * The text of a Swift file as its grammar can read it, with everything at its place. Comments and strings are not
 * told from code, since spaces in either change neither the tree nor what is read of the text itself.
 */
export function readableSwift(units: Uint16Array): Uint16Array {
  const text = Buffer.from(units.buffer, units.byteOffset, units.byteLength).toString("utf16le");
  let changed: Uint16Array | null = null;
  for (const { pattern, by } of UNREADABLE) {
    for (const { index, groups } of text.matchAll(pattern)) {
      const { before = "", it = "" } = groups ?? {};
      const start = index + before.length;
      changed ??= units.slice();
      changed.fill(SPACE, start, start + it.length);
      if (by !== undefined) changed.set(Buffer.from(by), start);
    }
  }
  return changed ?? units;
}

const SPACE = 32;

/**
 * What the grammar cannot read: `it`, after `before`, is replaced by what can be, or by spaces. What is read again for
 * each place where a match might begin is limited in length, so that hostile texts take no longer than others.
 */
const UNREADABLE: readonly { readonly what: string; readonly pattern: RegExp; readonly by?: string }[] = [
  {
    // Each branch is whole statements, declarations, cases or members, so that all can be read one after the other.
    what: "conditions of `#if`, which the grammar takes for a part of what is around them",
    pattern: /^(?<before>[ \t]*)(?<it>#(?:if|elseif|else|endif|error|warning)\b(?:[^\n/]|\/(?![/*]))*)/gm,
  },
  {
    what: "the errors of a typed `throws(Failure)`",
    pattern: /(?<before>\bthrows)(?<it>\([\w.<>, ]{1,200}\))/g,
  },
  {
    what: "`nonisolated(unsafe)`, also of local variables",
    pattern: /\b(?<it>nonisolated\(unsafe\))/g,
  },
  {
    what: "modifiers of parameters and results, and operators, that are only words to it",
    pattern:
      /(?<before>(?:->|[:(,=]|^)[ \t]{0,100}(?:(?:consuming|borrowing) )?)(?<it>sending|isolated|consume|copy|unsafe)(?=[ \t]{1,100}[\w(@[])/gm,
  },
  {
    what: "macros without arguments as default values",
    pattern: /(?<before>= )(?<it>#)(?=(?:isolation|_sourceLocation)\b)/g,
  },
  {
    // Read with both words, the braces of the statement are taken for a closure of the call.
    what: "`try await` in the head of a statement",
    pattern:
      /(?<before>^[ \t]{0,1000}(?:\} ?else )?(?:\w+: ?)?(?:if|while|switch|for\b.{1,100}?\bin)\b.{0,100}?\btry[?!]? )(?<it>await)\b/gm,
  },
  {
    // Nowhere else can it be told from the parentheses of a call, parameter list or type.
    what: "the value `()`, after which the grammar waits for a `!`",
    pattern:
      /(?<before>(?:[(,={]|\bin|\breturn|^)[ \t]{0,1000})(?<it>\(\))(?![ \t\n]{0,100}(?:->|throws|rethrows|async|in\b))/gm,
    by: "[]",
  },
  {
    what: "the empty parentheses of a pattern",
    pattern: /(?<before>\bcase \.\w{1,200})(?<it>\(\))/g,
  },
  {
    what: "an attribute of a function among the statements of a case, which are taken for another case's attributes",
    pattern: /^(?<before>[ \t]{0,1000})(?<it>@Sendable)(?= func\b)/gm,
  },
];
