import type { LanguageId, SkipReason } from "../../../analyzer/types.js";
import { FIXTURE_LANGUAGES, readPieces } from "./fixtures.js";

/** One file made to break a parser or a metric. */
export interface HostileText {
  readonly what: string;
  readonly bytes: Uint8Array;
  /** Why it must be skipped, where it is no text. */
  readonly reason?: SkipReason;
}

/**
 * Hostile texts of a language family: what grammars and hand-written scanners stumble over.
 * @param depth of nesting, in levels
 * @param longLine in characters
 */
export function hostileTexts(language: LanguageId, size: { depth: number; longLine: number }): HostileText[] {
  const { prelude, nestings, unterminated, comment, statement } = readPieces(language);
  const line = (piece: string, share = 1) => piece.repeat(Math.ceil((size.longLine * share) / piece.length));
  // tree-sitter moves all of them a hundred times before it looks at the clock.
  const moved = Math.ceil(size.depth / 5);
  const texts = [
    ...nestings.flatMap(([open, close]) => [
      { what: `${size.depth} × ${open}`, text: open.repeat(size.depth) },
      { what: `${size.depth} × ${open}…${close}`, text: open.repeat(size.depth) + close.repeat(size.depth) },
      { what: `${size.depth} × …${close}`, text: close.repeat(size.depth) },
    ]),
    {
      what: `${moved} comments behind as many nested ends`,
      text: `a = ${"- ".repeat(moved)}a ${`${comment}\n`.repeat(moved)}\n${statement}`,
    },
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
  const code = `${prelude}${statement}\n`;
  return [
    ...[...texts, ...baits(comment, line), ...polyglots()].map(({ what, text }) => ({
      what,
      bytes: Buffer.from(prelude + text),
    })),
    ...encodings(code),
  ];
}

/**
 * Texts of which many nodes ask the same of many others. They are as large as their language needs for a loop within a loop
 * to take longer than any file may.
 */
export function crowds(): (HostileText & { readonly language: LanguageId })[] {
  const texts = [
    {
      language: "javascript",
      what: "signs that end together before as many semicolons",
      text: `a = ${"!".repeat(200_000)}b${";".repeat(200_000)}`,
    },
    {
      language: "java",
      what: "fields of one declaration",
      text: `class A { int ${"a,".repeat(200_000)}b; }`,
    },
    {
      language: "ruby",
      what: "boolean logic in parentheses around all of it",
      text: `${"(".repeat(100_000)}${"a && b;".repeat(100_000)}${")".repeat(100_000)}`,
    },
    {
      language: "ruby",
      what: "boolean logic behind comments before all of it",
      text: `${"#\n".repeat(200_000)}(${"a && b;".repeat(100_000)})`,
    },
    {
      language: "python",
      what: "functions in a list of many values",
      text: `a = ${"1,".repeat(400_000)}${"lambda: 1,".repeat(9_000)}`,
    },
    {
      language: "ruby",
      what: "types in the brackets of many lists",
      text: `x = ${"[".repeat(250_000)}${"class A;end,".repeat(9_000)}${"]".repeat(250_000)}`,
    },
    {
      language: "ruby",
      what: "fields in many functions",
      text: `${"->{".repeat(9_900)}${"@a=1;".repeat(180_000)}${"}".repeat(9_900)}`,
    },
    {
      language: "javascript",
      what: "methods in many types without names",
      text: `x = [${"class{a=[".repeat(60_000)}class{${"b(){}".repeat(9_900)}}${"]}".repeat(60_000)}]`,
      // More types than any file may have, which is known after they are named.
      reason: "failed",
    },
  ] as const;
  return texts.map(({ text, ...rest }) => ({ ...rest, bytes: Buffer.from(text) }));
}

/** Bait for regular expressions: what looks like the beginning of a match at every place, or has words and blanks without end. */
function baits(comment: string, line: (piece: string, share?: number) => string) {
  return [
    { what: "one long line of blanks", text: `a${line(" ")}=${line("\t")}b` },
    { what: "one long comment of blanks", text: `${comment}a${line(" ")}b` },
    { what: "quotes in turn", text: line("\"'`") },
    { what: "backslashes", text: `"${line("\\")}"` },
    { what: "lists of rules without an end", text: comment + line("sealgrade:disable[") },
    {
      what: "rules switched off one by one, and others switched on",
      text: line(`${comment}sealgrade:disable[a]\n`, 1 / 2) + line(`${comment}sealgrade:enable[b]\n`, 1 / 2),
    },
    { what: "marks of generated code", text: comment + line("Code generated ") },
    {
      what: "a template's parameter of one long word",
      text: `template <void (*${line("a")})(int)> void A<B>::f() { }`,
    },
    {
      what: "a name of many scopes, a template of many parameters",
      text: `template <${line("int a,", 1 / 8)}int b> void ${line("A<a>::", 1 / 8)}f() { }`,
    },
  ];
}

/** Texts that several languages or formats claim. */
function polyglots() {
  const everything = FIXTURE_LANGUAGES.map((language) => readPieces(language))
    .map(({ prelude, statement }) => `${prelude}${statement}\n`)
    .join("");
  return [
    { what: "a statement of every language", text: everything },
    {
      what: "a script of the shell, of PHP and of a page",
      text: "#!/bin/sh\n<?php /* <script>//-->\n: ' */ ?></script>\n",
    },
  ];
}

/** Bytes that are no UTF-8, or UTF-8 with what other tools do not expect. */
function encodings(text: string): HostileText[] {
  const code = Buffer.from(text);
  const between = (...bytes: number[]) => Buffer.concat([code, Buffer.from(bytes), code]);
  const utf16 = Buffer.from(text, "utf16le");
  return [
    { what: "no byte", bytes: Buffer.alloc(0) },
    { what: "NUL bytes", bytes: between(...Array.from({ length: 1000 }, () => 0)), reason: "binary" },
    { what: "a NUL byte at the end", bytes: Buffer.concat([code, Buffer.alloc(1)]), reason: "binary" },
    { what: "broken UTF-8", bytes: between(0xc3, 0x28, 0xff, 0xed, 0xa0), reason: "encoding" },
    {
      what: "UTF-8 cut off",
      bytes: Buffer.concat([code, Buffer.from([0xf0, 0x9f, 0x98])]),
      reason: "encoding",
    },
    { what: "UTF-8 of a slash in two bytes", bytes: between(0xc0, 0xaf), reason: "encoding" },
    { what: "UTF-8 of half a pair", bytes: between(0xed, 0xa0, 0x80), reason: "encoding" },
    { what: "Latin-1", bytes: between(0xe9), reason: "encoding" },
    { what: "UTF-16", bytes: Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]), reason: "encoding" },
    {
      what: "UTF-16 of the other order",
      bytes: Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(utf16).swap16()]),
      reason: "encoding",
    },
    { what: "UTF-16 without its mark", bytes: utf16, reason: "binary" },
    { what: "a byte order mark", bytes: Buffer.from(`\ufeff${text}`) },
    { what: "byte order marks in the midst", bytes: Buffer.from(`${text}\ufeff\ufeff${text}`) },
    { what: "invisible characters", bytes: Buffer.from(`a\u200bb\u200d\u2060\u00ad\u180e = 1\n${text}`) },
    {
      what: "another language's file in front",
      bytes: Buffer.from(`%PDF-1.7\n<!DOCTYPE html><script>\n${text}`),
    },
    { what: "a picture's header in front", bytes: Buffer.from(`GIF89a/*${text}*/=1;\n${text}`) },
  ];
}
