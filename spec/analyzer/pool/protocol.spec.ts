import { expect } from "chai";
import fc from "fast-check";
import { encodeResult } from "../../../analyzer/facts/codec.js";
import {
  AnswerDecoder,
  encodeFileAnswer,
  encodeFrame,
  encodeReady,
  FrameDecoder,
  ProtocolError,
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

  it("gives back that a file is a component", () => {
    const settings = { ...header.settings, onlyScripts: true } as const;
    const [frame] = new FrameDecoder().push(encodeFrame({ ...header, settings }, Buffer.from("<script>")));
    expect(frame?.header.settings).to.deep.equal(settings);
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

describe("AnswerDecoder", () => {
  const facts = plainFacts({ functions: [plainFunction()] });
  const ready = encodeReady("é");
  const file = encodeFileAnswer(4_000_000_000, encodeResult({ kind: "facts", facts }));
  const skipped = encodeFileAnswer(1, encodeResult({ kind: "skipped", reason: "binary" }));

  it("gives every answer, however the stream is cut into chunks", () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 20 }), { maxLength: 40 }), (sizes) => {
        const decoder = new AnswerDecoder();
        const answers = cut(Buffer.concat([ready, file, skipped]), sizes).flatMap((chunk) =>
          decoder.push(chunk),
        );
        decoder.end();
        expect(answers).to.deep.equal([
          { kind: "ready", version: "é" },
          { kind: "file", id: 4_000_000_000, result: { kind: "facts", facts } },
          { kind: "file", id: 1, result: { kind: "skipped", reason: "binary" } },
        ]);
      }),
      { numRuns: 50 },
    );
  });

  it("P12 refuses an answer above the limit before it holds it", () => {
    const decoder = new AnswerDecoder();
    expect(() => decoder.push(Buffer.from([0x04, 0, 0, 1, 1]))).to.throw(ProtocolError, "too long");
  });

  const withKind = (kind: number, answer: Buffer) => {
    const changed = Buffer.from(answer);
    changed[4] = kind;
    return changed;
  };
  const hostile: Record<string, Buffer> = {
    "an unknown kind": withKind(2, file),
    "a version that is a whole file": withKind(0, encodeFileAnswer(1, new Uint8Array(100))),
    "an answer without an id": Buffer.from([0, 0, 0, 3, 1, 0, 0, 0]),
    "facts that are none": encodeFileAnswer(1, Buffer.from("canary-7f3a")),
  };
  for (const [what, answer] of Object.entries(hostile)) {
    it(`P12 refuses ${what}, and P16 quotes nothing of it`, () => {
      expect(() => new AnswerDecoder().push(answer))
        .to.throw(ProtocolError, "malformed")
        .with.property("message")
        .that.does.not.include("canary");
    });
  }

  it("refuses a stream that ends inside an answer", () => {
    const decoder = new AnswerDecoder();
    decoder.push(file.subarray(0, file.length - 1));
    expect(() => decoder.end()).to.throw(ProtocolError);
  });
});
