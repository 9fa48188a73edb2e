import type { Report } from "../types.js";

/** Files that are written at once. */
const FILES_PER_PIECE = 64;
/** What stands around the files in a text with nothing else, and where they belong in a text without any. */
const OPENING = '{\n  "files": [\n';
const CLOSING = "\n  ]\n}\n";
const NO_FILES = '\n  "files": []';

/**
 * The report as JSON. Keys stand in the order in which `assembleReport` builds them, which is METRICS'; equal
 * reports give equal bytes.
 */
export function renderJson(report: Report): string {
  return [...renderJsonPieces(report)].join("");
}

/** The same in pieces, since that of a large repository is no longer one string, or takes more memory than the report. */
export function* renderJsonPieces(report: Report): Generator<string> {
  const { files } = report;
  // Strings hold no line ends in JSON, so that nothing but this key itself reads like it.
  const frame = toJsonText({ ...report, files: [] });
  const at = frame.indexOf(NO_FILES);
  if (files.length === 0) return yield frame;
  yield `${frame.slice(0, at)}\n  "files": [`;
  for (let from = 0; from < files.length; from += FILES_PER_PIECE) {
    const text = toJsonText({ files: files.slice(from, from + FILES_PER_PIECE) });
    yield `${from === 0 ? "\n" : ",\n"}${text.slice(OPENING.length, -CLOSING.length)}`;
  }
  yield `\n  ]${frame.slice(at + NO_FILES.length)}`;
}

/**
 * JSON, indented, with one line end after it. What could act on a terminal or turn the direction of writing is
 * escaped, which means the same to every reader of JSON.
 */
export function toJsonText(value: object): string {
  return `${JSON.stringify(value, null, 2).replace(UNSEEN, escaped)}\n`;
}

/** JSON itself escapes only U+0000 to U+001F; U+009B alone begins a command on some terminals. */
const UNSEEN = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
