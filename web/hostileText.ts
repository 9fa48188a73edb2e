/**
 * Text out of a repository is hostile: it may hold characters that reorder, hide or break what stands
 * around them (CVE-2021-42574, "Trojan Source"). Here they become visible.
 */

/**
 * Controls except tab, format characters (bidirectional marks and isolates, zero-width characters, byte
 * order mark, tags), line and paragraph separators and everything else that renderers may leave out. The
 * selector that makes an emoji colourful stays when it follows one.
 */
const INVISIBLE =
  /(?!\t|(?<=\p{Extended_Pictographic})\uFE0F)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** The text with each invisible or reordering character written as ⟨U+202E⟩. For one-line values such as paths and names. */
export function visibleText(text: string): string {
  return text.replace(INVISIBLE, (character) => `⟨${codePoint(character)}⟩`);
}

/**
 * Source lines as HTML: number, then text, one block per line. A string and not elements, because ten
 * thousand lines as elements take ten times as long to render. `&`, `<` and `>` are escaped and nothing of
 * the text ever stands inside an attribute. A carriage return at the end of a line is part of its line end.
 */
export function sourceLinesHtml(lines: readonly string[], firstLine: number): string {
  let html = "";
  let number = firstLine;
  for (const line of lines) {
    html += `<div class="line" id="L${number}"><a href="#L${number}">${number}</a><code>${sourceTextHtml(line)}</code></div>`;
    number += 1;
  }
  return html;
}

/** Lines of a file as the analyzer counts them: a final line end begins no further line. */
export function splitLines(text: string): readonly string[] {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

function sourceTextHtml(line: string): string {
  const text = line.endsWith("\r") ? line.slice(0, -1) : line;
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  if (!NOT_ASCII_TEXT.test(escaped)) return escaped;
  return escaped.replace(INVISIBLE, (character) => `<span class="invisible">${codePoint(character)}</span>`);
}

/** Most lines are plain ASCII; asking that first halves the time of a large file. */
const NOT_ASCII_TEXT = /[^\t -~]/;

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
