import type { ParsedFile } from "./metrics/parsedFile.js";
import { rowAt, textBetween } from "./syntax/source.js";
import type { Suppression } from "./types.js";

const MARK = "sealgrade:";

/** Whether {@link readSuppressions} can find anything in a file of these bytes. */
export function mayHaveSuppressions(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(MARK);
}

/** A list that is not closed or names nothing is a mistake, which must not switch everything off. */
const COMMAND = /(?<![\w-])sealgrade:(disable-next-line|disable|enable)(?![\w-])(?:\[([^\]\n]*)\]|(?!\[))/g;

/**
 * Reads `sealgrade:disable[rule]`, `sealgrade:disable-next-line[rule]` and `sealgrade:enable[rule]` from
 * comments; several rules stand between commas, no brackets mean all. A `disable` reaches, for each of its
 * rules, to the `enable` that names the rule or none, else to the end of the file.
 */
export function readSuppressions(file: ParsedFile): Suppression[] {
  const { source, tree, outline } = file;
  const found: Suppression[] = [];
  let open: OpenRange[] = [];
  for (const comment of outline.comments) {
    const start = tree.start[comment] ?? 0;
    const text = textBetween(source, start, tree.end[comment] ?? 0);
    if (!text.includes(MARK)) continue;
    for (const match of text.matchAll(COMMAND)) {
      const line = rowAt(source, start + match.index) + 1;
      const rules = rulesOf(match[2]);
      if (match[2] !== undefined && rules.length === 0) continue;
      if (match[1] === "disable-next-line") {
        found.push({ startLine: line + 1, endLine: line + 1, rules });
      } else if (match[1] === "disable") {
        open.push({ startLine: line, rules });
      } else {
        const { ended, rest } = endRules(open, rules);
        found.push(...ended.map((range) => ({ ...range, endLine: line })));
        open = rest;
      }
    }
  }
  found.push(...open.map((range) => ({ ...range, endLine: Math.max(source.lineCount, range.startLine) })));
  return found.sort((a, b) => a.startLine - b.startLine || a.endLine - b.endLine);
}

interface OpenRange {
  readonly startLine: number;
  readonly rules: readonly string[];
}

/** Splits what is switched off into what an `enable` of `rules` (none: all) ends and what goes on. */
function endRules(
  open: readonly OpenRange[],
  rules: readonly string[],
): { ended: OpenRange[]; rest: OpenRange[] } {
  if (rules.length === 0) return { ended: [...open], rest: [] };
  const only = (isEnded: boolean) =>
    open.flatMap((range) => {
      const kept = range.rules.filter((rule) => rules.includes(rule) === isEnded);
      // Everything stays off until everything is on again.
      const isWhole = range.rules.length === 0 && !isEnded;
      return isWhole || kept.length > 0 ? [{ ...range, rules: kept }] : [];
    });
  return { ended: only(true), rest: only(false) };
}

function rulesOf(list: string | undefined): string[] {
  return (list ?? "")
    .split(",")
    .map((rule) => rule.trim())
    .filter((rule) => rule !== "");
}
