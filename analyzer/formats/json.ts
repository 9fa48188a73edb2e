import type { Report } from "../types.js";

/**
 * The report as JSON. Keys stand in the order in which `assembleReport` builds them, which is METRICS'; equal
 * reports give equal bytes.
 */
export function renderJson(report: Report): string {
  return toJsonText(report);
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
