import type { LanguageId } from "../../../analyzer/types.js";
import { readPieces } from "./fixtures.js";

/** One file made to break a parser or a metric. */
export interface HostileText {
  readonly what: string;
  readonly bytes: Uint8Array;
}

/**
 * Hostile texts of a language family: what grammars and hand-written scanners stumble over.
 * @param depth of nesting, in levels
 * @param longLine in characters
 */
export function hostileTexts(language: LanguageId, size: { depth: number; longLine: number }): HostileText[] {
  const { prelude, nestings, unterminated, comment, statement } = readPieces(language);
  const line = (piece: string) => piece.repeat(Math.ceil(size.longLine / piece.length));
  const texts = [
    ...nestings.flatMap(([open, close]) => [
      { what: `${size.depth} × ${open}`, text: open.repeat(size.depth) },
      { what: `${size.depth} × ${open}…${close}`, text: open.repeat(size.depth) + close.repeat(size.depth) },
      { what: `${size.depth} × …${close}`, text: close.repeat(size.depth) },
    ]),
    ...unterminated.flatMap((text) => [
      { what: `unterminated ${text}`, text: `${statement}\n${text}` },
      { what: `1000 × unterminated ${text}`, text: `${statement}\n${text}\n`.repeat(1000) },
    ]),
    { what: "nothing", text: "" },
    { what: "a line break", text: "\n" },
    { what: "white space", text: " \t\r\n\f\v\u00a0\u2028\n" },
    { what: "comments only", text: `${comment}nothing\n`.repeat(1000) },
    { what: "bidirectional overrides", text: `${statement}\n\u202e\u2066${statement}\u2069\u202c` },
    { what: "characters outside ASCII", text: `${"😀é變".repeat(100)}\n${statement}` },
    { what: "lone carriage returns", text: `${statement}\r${statement}\r` },
    { what: "control characters", text: "\u0001\u0002\u001b[31m\u007f\n".repeat(100) },
    { what: "closers without openers", text: ")]}".repeat(size.depth) },
    { what: "openers in turn", text: "([{".repeat(size.depth) },
    { what: "one long line", text: line(`${statement.trim()} ; `) },
    { what: "one long operator chain", text: line("a && ") },
    { what: "one long identifier", text: line("a") },
    { what: "one long string", text: `"${line("a")}"` },
    { what: "one long list of numbers", text: `x = [${line("1, ")}]` },
    { what: "noise", text: line("@#$%^&*~?\\|<>") },
  ];
  const code = Buffer.from(`${prelude}${statement}\n`);
  return [
    ...texts.map(({ what, text }) => ({ what, bytes: Buffer.from(prelude + text) })),
    { what: "NUL bytes", bytes: Buffer.concat([code, Buffer.alloc(1000), code]) },
    { what: "broken UTF-8", bytes: Buffer.concat([code, Buffer.from([0xc3, 0x28, 0xff, 0xed, 0xa0]), code]) },
    { what: "UTF-16", bytes: Buffer.from(`\ufeff${code}`, "utf16le") },
    { what: "a byte order mark", bytes: Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), code]) },
    {
      what: "another language's file in front",
      bytes: Buffer.concat([Buffer.from("%PDF-1.7\n<!DOCTYPE html><script>\n"), code]),
    },
  ];
}
