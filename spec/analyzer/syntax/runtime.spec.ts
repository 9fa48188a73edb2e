import { expect } from "chai";
import { Language } from "web-tree-sitter";
import { startRuntime } from "../../../analyzer/syntax/runtime.js";
import { GRAMMAR_FOLDER } from "../support/fixtures.js";

/** A section of a module; all of it is shorter than 128 bytes, so that every number takes one byte. */
const section = (id: number, ...bytes: number[]) => [id, bytes.length, ...bytes];
const name = (text: string) => [text.length, ...Buffer.from(text)];
const imported = (text: string, type: number) => [...name("env"), ...name(text), 0, type];

/** A grammar that leaves dirt in memory, asks for 0 × 4 bytes of zeros and traps unless it gets a zero. */
const askingGrammar = (): Uint8Array => {
  const I32 = 0x7f;
  const [malloc, free, calloc] = [0, 1, 2];
  const code = [
    ...[0x41, 4, 0x10, malloc, 0x22, 0, 0x41, 0x7f, 0x36, 2, 0], // place = malloc(4), *place = -1
    ...[0x20, 0, 0x10, free],
    ...[0x41, 0, 0x41, 4, 0x10, calloc, 0x28, 2, 0, 0x04, 0x40, 0x00, 0x0b], // if (*calloc(0, 4)) unreachable
    ...[0x41, 1, 0x41, 0xc0, 0, 0x10, calloc, 0x0b], // a language without symbols: 64 zeros
  ];
  const body = [1, 1, I32, ...code];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(0, ...name("dylink.0"), 1, 4, 0, 0, 0, 0),
    ...section(1, 4, 0x60, 1, I32, 1, I32, 0x60, 1, I32, 0, 0x60, 2, I32, I32, 1, I32, 0x60, 0, 1, I32),
    ...section(
      2,
      4,
      ...imported("malloc", 0),
      ...imported("free", 1),
      ...imported("calloc", 2),
      ...[...name("env"), ...name("memory"), 2, 0, 1],
    ),
    ...section(3, 1, 3),
    ...section(7, 1, ...name("tree_sitter_asking"), 0, 3),
    ...section(10, 1, body.length, ...body),
  ]);
};

describe("startRuntime", () => {
  it("gives a grammar zeros even where it asks for none, so that no file depends on those before", async () => {
    await startRuntime(GRAMMAR_FOLDER);
    const language = await Language.load(askingGrammar());
    expect(language.nodeTypeCount).to.equal(0);
  });
});
