import { expect } from "chai";
import fc from "fast-check";
import {
  AnswerDecoder,
  encodeFrame,
  FrameDecoder,
  ProtocolError,
  parseAnswer,
} from "../../../analyzer/pool/protocol.js";
import type { LanguageId } from "../../../analyzer/types.js";
import { plainFacts, plainFunction } from "../grading/facts.js";

const header = {
  id: 7,
  path: "src/ä b.ts",
  language: "typescript" as LanguageId,
  settings: { keepGenerated: false, keepMinified: false },
};

/** Cuts bytes at the given places, taken modulo what is left. */
function cut(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const chunks: Buffer[] = [];
  let rest = bytes;
  for (const size of sizes) {
    chunks.push(rest.subarray(0, size));
    rest = rest.subarray(size);
  }
  return [...chunks, rest];
}

describe("FrameDecoder", () => {
  it("gives back every frame, however the stream is cut into chunks", () => {
    const blobs = fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(blobs, fc.array(fc.nat({ max: 50 }), { maxLength: 60 }), (sent, sizes) => {
        const stream = Buffer.concat(sent.map((blob, id) => encodeFrame({ ...header, id }, blob)));
        const decoder = new FrameDecoder();
        const frames = cut(stream, sizes).flatMap((chunk) => decoder.push(chunk));
        decoder.end();
        expect(frames.map((frame) => frame.header)).to.deep.equal(
          sent.map((blob, id) => ({ ...header, id, size: blob.length })),
        );
        expect(frames.map(({ blob }) => [...blob])).to.deep.equal(sent.map((blob) => [...blob]));
      }),
      { numRuns: 50 },
    );
  });

  it("refuses a stream that ends inside a frame", () => {
    const frame = encodeFrame(header, Buffer.from("const a = 1;"));
    for (const size of [3, 10, frame.length - 1]) {
      const decoder = new FrameDecoder();
      decoder.push(frame.subarray(0, size));
      expect(() => decoder.end(), `${size} bytes`).to.throw(ProtocolError, "inside a frame");
    }
  });

  const withHeader = (text: string) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(Buffer.byteLength(text));
    return Buffer.concat([length, Buffer.from(text)]);
  };
  const refused: Record<string, Buffer> = {
    "a header of 4 GiB": Buffer.from([0xff, 0xff, 0xff, 0xff]),
    "a header that is not JSON": withHeader("{"),
    "a header without a path": withHeader(JSON.stringify({ ...header, path: "", size: 1 })),
    "an unknown language": withHeader(JSON.stringify({ ...header, language: "cobol", size: 1 })),
    "a blob above 1 MiB": withHeader(JSON.stringify({ ...header, size: 1_048_577 })),
    "an unknown key": withHeader(JSON.stringify({ ...header, size: 1, more: 1 })),
  };
  for (const [what, bytes] of Object.entries(refused)) {
    it(`refuses ${what}`, () => expect(() => new FrameDecoder().push(bytes)).to.throw(ProtocolError));
  }
});

describe("parseAnswer", () => {
  const facts = plainFacts({
    functions: [plainFunction()],
    suppressions: [{ startLine: 1, endLine: 2, rules: [] }],
  });
  const answer = (changes: object) =>
    JSON.stringify({ id: 1, kind: "facts", facts: { ...facts, ...changes } });
  const withFunction = (changes: object) => answer({ functions: [{ ...plainFunction(), ...changes }] });

  it("P12 takes what the map step says", () => {
    expect(parseAnswer('{"ready":true,"version":"1.0.0"}')).to.deep.equal({
      kind: "ready",
      version: "1.0.0",
    });
    expect(parseAnswer(answer({}))).to.deep.equal({ kind: "file", id: 1, result: { kind: "facts", facts } });
    expect(parseAnswer('{"id":2,"kind":"skipped","reason":"minified"}')).to.deep.equal({
      kind: "file",
      id: 2,
      result: { kind: "skipped", reason: "minified" },
    });
  });

  const hostile: Record<string, string> = {
    "more functions than one file may have": answer({
      functions: Array.from({ length: 10_001 }, () => plainFunction()),
    }),
    "what is not JSON": "{",
    "a number": "1",
    "an unknown key": answer({ more: 1 }),
    "a key named __proto__": answer({}).replace('"lines"', '"__proto__":{},"lines"'),
    "an unknown language": answer({ language: "cobol" }),
    "a number as text": answer({ codeLines: "100" }),
    "a negative number": withFunction({ arity: -1 }),
    "a number that is not whole": withFunction({ cognitive: 1.5 }),
    "an enormous number": withFunction({ cognitive: 1e300 }),
    "null where the metric is defined": withFunction({ nesting: null }),
    "line counts that do not add up": answer({ lines: 1000 }),
    "more graded lines than code lines": answer({ gradedLines: 101 }),
    "a function beyond the end of the file": withFunction({ endLine: 121 }),
    "a function that ends before it starts": withFunction({ startLine: 5, endLine: 4 }),
    "a cyclomatic complexity below 1": withFunction({ cyclomatic: 0 }),
    "a name longer than any": withFunction({ name: "n".repeat(1025) }),
    "a reason that only paths can have": '{"id":2,"kind":"skipped","reason":"excluded"}',
    "a fractional id": '{"id":1.5,"kind":"skipped","reason":"binary"}',
    "a second kind in one line": '{"ready":true,"version":"1","id":1}',
  };
  for (const [what, line] of Object.entries(hostile)) {
    it(`P12 refuses ${what}`, () => expect(() => parseAnswer(line)).to.throw(ProtocolError));
  }

  it("P16 quotes nothing of what it refuses", () => {
    expect(() => parseAnswer("canary-7f3a {"))
      .to.throw(ProtocolError)
      .with.property("message")
      .that.does.not.include("canary");
  });
});

describe("AnswerDecoder", () => {
  it("gives every answer, however the stream is cut into chunks", () => {
    const lines = Buffer.from('{"ready":true,"version":"é"}\n{"id":1,"kind":"skipped","reason":"binary"}\n');
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 20 }), { maxLength: 20 }), (sizes) => {
        const decoder = new AnswerDecoder();
        const answers = cut(lines, sizes).flatMap((chunk) => decoder.push(chunk));
        decoder.end();
        expect(answers).to.deep.equal([
          { kind: "ready", version: "é" },
          { kind: "file", id: 1, result: { kind: "skipped", reason: "binary" } },
        ]);
      }),
      { numRuns: 50 },
    );
  });

  it("P12 refuses a line above the limit before it holds it", () => {
    const decoder = new AnswerDecoder();
    const chunk = Buffer.alloc(1_048_576, "x");
    for (let mebibytes = 0; mebibytes < 64; mebibytes++) decoder.push(chunk);
    expect(() => decoder.push(Buffer.from("x"))).to.throw(ProtocolError, "too long");
  });

  it("refuses a stream that ends inside a line", () => {
    const decoder = new AnswerDecoder();
    decoder.push(Buffer.from('{"ready"'));
    expect(() => decoder.end()).to.throw(ProtocolError);
  });
});
