import { expect } from "chai";
import fc from "fast-check";
import { decodeResult, encodeResult, readResult } from "../../../analyzer/facts/codec.js";
import { MalformedFacts } from "../../../analyzer/facts/words.js";
import type { FileFacts, FunctionFacts, MapResult, SkipReason, TypeFacts } from "../../../analyzer/types.js";
import { NO_CLONES, plainFacts, plainFunction } from "../grading/facts.js";

const TYPE: TypeFacts = {
  name: "Ledger",
  key: "books.Ledger",
  startLine: 1,
  startColumn: 4,
  endLine: 100,
  isDeclared: true,
  functions: 3,
  fields: ["total", "größe"],
  complexity: 12.34,
  codeLines: 60,
};
const withFacts = (changes: Partial<FileFacts>): MapResult => ({ kind: "facts", facts: plainFacts(changes) });
const withFunction = (changes: Partial<FunctionFacts>): MapResult =>
  withFacts({ functions: [plainFunction(changes)] });

describe("facts as bytes", () => {
  it("come back as they were", () => {
    const results: MapResult[] = [
      withFacts({}),
      withFacts({
        functions: [
          // √(3² + 4² + 12²) = 13
          plainFunction({
            abc: { assignments: 3, branches: 4, conditions: 12, magnitude: 13 },
            returns: null,
          }),
          plainFunction({ name: "größe😀", returnValues: 2, booleanLogic: { operators: 5, line: 9 } }),
        ],
        types: [TYPE, { ...TYPE, key: null, fields: [], isDeclared: false }],
        suppressions: [
          { dialect: "sealgrade", line: 1, startLine: 1, endLine: 2, rules: [] },
          { dialect: "codebeat", line: 2, startLine: 3, endLine: 9, rules: ["ABC", "LOC"] },
        ],
      }),
      ...(
        [
          "generated",
          "minified",
          "binary",
          "too-large",
          "lfs-pointer",
          "encoding",
          "unsupported-language",
          "failed",
        ] as const
      ).map((reason): MapResult => ({ kind: "skipped", reason })),
    ];
    for (const result of results) expect(decodeResult(encodeResult(result))).to.deep.equal(result);
  });

  it("can be part of a larger buffer, at any place", () => {
    const encoded = encodeResult(withFunction({}));
    const around = new Uint8Array(encoded.length + 9);
    for (const at of [0, 1, 3, 4]) {
      around.set(encoded, at);
      expect(decodeResult(around.subarray(at, at + encoded.length))).to.deep.equal(withFunction({}));
    }
  });

  const hostile: Record<string, MapResult> = {
    "a function beyond the end of the file": withFunction({ endLine: 121 }),
    "a function that ends before it starts": withFunction({ startLine: 5, endLine: 4 }),
    "a cyclomatic complexity below 1": withFunction({ cyclomatic: 0 }),
    "a negative number": withFunction({ arity: -1 }),
    "a name longer than any": withFunction({ name: "n".repeat(1025) }),
    "line counts that do not add up": withFacts({ lines: 1000 }),
    "more graded lines than code lines": withFacts({ gradedLines: 101 }),
    "more functions than one file may have": withFacts({
      functions: Array.from({ length: 10_001 }, () => plainFunction()),
    }),
    "more lines with errors than lines": withFacts({ parseErrorLines: 121 }),
    "clones that no file can have": withFacts({ clones: { ...NO_CLONES, listEnds: Uint32Array.of(1) } }),
    "a type beyond the end of the file": withFacts({ types: [{ ...TYPE, endLine: 121 }] }),
  };
  for (const [what, result] of Object.entries(hostile)) {
    it(`P12 refuse ${what}`, () => expect(() => decodeResult(encodeResult(result))).to.throw(MalformedFacts));
  }

  it("are not written with a reason that only paths can have", () => {
    const reason: SkipReason = "excluded";
    expect(() => encodeResult({ kind: "skipped", reason })).to.throw("no reason that content can give");
  });

  it("are not written with a number that would be read as another", () => {
    // 2³² + 7 is 7 in 32 bits.
    expect(() => encodeResult(withFunction({ cognitive: 4_294_967_303 }))).to.throw(RangeError);
    const largest = withFunction({ cognitive: 2_147_483_647 });
    expect(decodeResult(encodeResult(largest))).to.deep.equal(largest);
  });

  it("P12 refuse a reason and a language that are none", () => {
    const skipped = Buffer.from(encodeResult({ kind: "skipped", reason: "failed" }));
    skipped[8] = 99;
    expect(() => decodeResult(skipped)).to.throw(MalformedFacts);
    const bytes = Buffer.from(encodeResult(withFacts({})));
    bytes.write("cobolcobol", bytes.indexOf("typescript"));
    expect(() => decodeResult(bytes)).to.throw(MalformedFacts);
  });

  it("P12 refuse what begins with another mark, as another version's do", () => {
    for (const at of [0, 1, 2, 3]) {
      const bytes = Buffer.from(encodeResult({ kind: "skipped", reason: "failed" }));
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      expect(() => decodeResult(bytes), `byte ${at}`).to.throw(MalformedFacts);
    }
  });

  it("are none where they were kept in another form or are damaged", () => {
    const result: MapResult = { kind: "skipped", reason: "failed" };
    const bytes = Buffer.from(encodeResult(result));
    expect(readResult(bytes)).to.deep.equal(result);
    bytes.write("SGF1");
    expect(readResult(bytes)).to.equal(null);
    expect(readResult(Buffer.alloc(0))).to.equal(null);
  });

  it("P12 are refused when cut or longer than they say", () => {
    const bytes = encodeResult(withFacts({ functions: [plainFunction()], types: [TYPE] }));
    for (let length = 0; length < bytes.length; length++)
      expect(() => decodeResult(bytes.subarray(0, length)), `${length}`).to.throw(MalformedFacts);
    expect(() => decodeResult(Buffer.concat([bytes, Buffer.from("x")]))).to.throw(MalformedFacts);
  });

  it("P12 are refused or read when changed anywhere, and nothing else happens", () => {
    const bytes = encodeResult(withFacts({ functions: [plainFunction()], types: [TYPE] }));
    fc.assert(
      fc.property(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 255 }), (at, value) => {
        const changed = Uint8Array.from(bytes);
        changed[at] = value;
        try {
          decodeResult(changed);
        } catch (error) {
          expect(error).to.be.instanceOf(MalformedFacts);
        }
      }),
      { numRuns: 500 },
    );
  });
});
