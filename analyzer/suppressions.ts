import type { ParsedFile } from "./metrics/parsedFile.js";
import { rowAt, textBetween } from "./syntax/source.js";
import type { Suppression } from "./types.js";

const MARK = "sealgrade:";

/** Whether {@link readSuppressions} can find anything in a file of these bytes. */
export function mayHaveSuppressions(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(MARK);
}

const COMMAND = /sealgrade:(disable-next-line|disable|enable)(?![\w-])(?:\[([^\]\n]*)\])?/g;

/**
 * Reads `sealgrade:disable[rule]`, `sealgrade:disable-next-line[rule]` and `sealgrade:enable[rule]` from
 * comments; several rules stand between commas, none means all. A `disable` reaches to the `enable` that
 * names the same rules or none, else to the end of the file.
 */
export function readSuppressions(file: ParsedFile): Suppression[] {
  const { source, tree, outline } = file;
  const found: Suppression[] = [];
  let open: { startLine: number; rules: readonly string[] }[] = [];
  for (const comment of outline.comments) {
    const start = tree.start[comment] ?? 0;
    const text = textBetween(source, start, tree.end[comment] ?? 0);
    if (!text.includes(MARK)) continue;
    for (const match of text.matchAll(COMMAND)) {
      const line = rowAt(source, start + match.index) + 1;
      const rules = rulesOf(match[2]);
      if (match[1] === "disable-next-line") {
        found.push({ startLine: line + 1, endLine: line + 1, rules });
      } else if (match[1] === "disable") {
        open.push({ startLine: line, rules });
      } else {
        const ends = (range: { rules: readonly string[] }) =>
          rules.length === 0 || range.rules.some((rule) => rules.includes(rule));
        found.push(...open.filter(ends).map((range) => ({ ...range, endLine: line })));
        open = open.filter((range) => !ends(range));
      }
    }
  }
  found.push(...open.map((range) => ({ ...range, endLine: Math.max(source.lineCount, range.startLine) })));
  return found.sort((a, b) => a.startLine - b.startLine || a.endLine - b.endLine);
}

function rulesOf(list: string | undefined): string[] {
  return (list ?? "")
    .split(",")
    .map((rule) => rule.trim())
    .filter((rule) => rule !== "");
}
