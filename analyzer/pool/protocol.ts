import { z } from "zod";
import { decodeResult } from "../facts/codec.js";
import { MalformedFacts } from "../facts/words.js";
import { MAX_BLOB_BYTES } from "../limits.js";
import { LANGUAGE_IDS } from "../settings/languageIds.js";
import type { LanguageId, MapResult, MapSettings } from "../types.js";

/** Longest header of a frame; a path of 1,024 bytes can need six times as many in JSON. */
const MAX_HEADER_BYTES = 16_384;

/** Longest answer; the largest files that people write need a tenth of a megabyte. */
const MAX_ANSWER_BYTES = 64 * 1_048_576;

const HEADER_LENGTH_BYTES = 4;

/** What was received is not what the protocol allows. Its message never holds received content. */
export class ProtocolError extends Error {
  override readonly name = "ProtocolError";
}

/** What stands before a blob on the analyzer process' standard input. */
export interface FrameHeader {
  readonly id: number;
  readonly path: string;
  readonly language: LanguageId;
  readonly settings: MapSettings;
  /** Length of the blob in bytes. */
  readonly size: number;
}

/** One file on its way to the analyzer process. */
export interface Frame {
  readonly header: FrameHeader;
  readonly blob: Uint8Array;
}

const language = z.enum(LANGUAGE_IDS);

const frameHeader = z.strictObject({
  id: z.int().min(0).max(0xffff_ffff),
  path: z.string().min(1),
  language,
  settings: z.strictObject({
    keepGenerated: z.boolean(),
    keepMinified: z.boolean(),
    onlyScripts: z.literal(true).exactOptional(),
  }),
  size: z.int().min(0).max(MAX_BLOB_BYTES),
});

/** One frame as bytes: u32be length of the header, the header as JSON, the blob. */
export function encodeFrame(header: Omit<FrameHeader, "size">, blob: Uint8Array): Buffer {
  const text = Buffer.from(JSON.stringify({ ...header, size: blob.byteLength }));
  const length = Buffer.alloc(HEADER_LENGTH_BYTES);
  length.writeUInt32BE(text.byteLength);
  return Buffer.concat([length, text, blob]);
}

/** Cuts a byte stream into frames, however its chunks fall. Holds at most one frame and one chunk. */
export class FrameDecoder {
  #pending: Buffer = Buffer.alloc(0);
  #header: FrameHeader | null = null;

  /**
   * Takes the next chunk and gives the frames that are complete with it.
   * @throws ProtocolError when a header is too long, is not JSON or is not a header.
   */
  push(chunk: Uint8Array): Frame[] {
    this.#pending = this.#pending.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.#pending, chunk]);
    const frames: Frame[] = [];
    for (let frame = this.#next(); frame !== null; frame = this.#next()) frames.push(frame);
    return frames;
  }

  /** @throws ProtocolError when the stream ended inside a frame. */
  end(): void {
    if (this.#pending.length > 0 || this.#header !== null)
      throw new ProtocolError("the input ends inside a frame");
  }

  #next(): Frame | null {
    this.#header ??= this.#takeHeader();
    const header = this.#header;
    if (header === null || this.#pending.length < header.size) return null;
    const blob = this.#pending.subarray(0, header.size);
    this.#pending = this.#pending.subarray(header.size);
    this.#header = null;
    return { header, blob };
  }

  #takeHeader(): FrameHeader | null {
    if (this.#pending.length < HEADER_LENGTH_BYTES) return null;
    const length = this.#pending.readUInt32BE(0);
    if (length > MAX_HEADER_BYTES) throw new ProtocolError("the header of a frame is too long");
    const end = HEADER_LENGTH_BYTES + length;
    if (this.#pending.length < end) return null;
    const header = frameHeader.safeParse(
      parseJson(this.#pending.subarray(HEADER_LENGTH_BYTES, end).toString()),
    );
    if (!header.success) throw new ProtocolError("the header of a frame is malformed");
    this.#pending = this.#pending.subarray(end);
    return header.data;
  }
}

/** What the analyzer process says on its standard output. */
export type Answer =
  | { readonly kind: "ready"; readonly version: string }
  | { readonly kind: "file"; readonly id: number; readonly result: MapResult };

/** First byte of an answer. */
const AnswerKind = { Ready: 0, File: 1 } as const;
const ANSWER_HEAD_BYTES = 5;
const MAX_VERSION_BYTES = 64;

/** The answer that says that the process is ready for files: u32be length, kind, the analyzer's version. */
export function encodeReady(version: string): Buffer {
  return encodeAnswer(AnswerKind.Ready, Buffer.from(version));
}

/** One file's answer: u32be length, kind, u32be id, the encoded result. */
export function encodeFileAnswer(id: number, result: Uint8Array): Buffer {
  const body = Buffer.alloc(ID_BYTES + result.length);
  body.writeUInt32BE(id);
  body.set(result, ID_BYTES);
  return encodeAnswer(AnswerKind.File, body);
}

function encodeAnswer(kind: number, body: Uint8Array): Buffer {
  const answer = Buffer.alloc(ANSWER_HEAD_BYTES + body.length);
  answer.writeUInt32BE(body.length);
  answer[HEADER_LENGTH_BYTES] = kind;
  answer.set(body, ANSWER_HEAD_BYTES);
  return answer;
}

const ID_BYTES = 4;

/**
 * Cuts the analyzer process' output into answers, however its chunks fall. The process has read hostile files and is not
 * trusted: what {@link encodeResult} cannot have written is refused, and answers above the limit before they are held.
 */
export class AnswerDecoder {
  #parts: Uint8Array[] = [];
  #size = 0;

  /**
   * Takes the next chunk and gives the answers that are complete with it.
   * @throws ProtocolError when an answer is too long or malformed.
   */
  push(chunk: Uint8Array): Answer[] {
    this.#parts.push(chunk);
    this.#size += chunk.length;
    const answers: Answer[] = [];
    for (let answer = this.#next(); answer !== null; answer = this.#next()) answers.push(answer);
    return answers;
  }

  /** @throws ProtocolError when the stream ended inside an answer. */
  end(): void {
    if (this.#size > 0) throw new ProtocolError("the output of the analyzer process ends inside an answer");
  }

  #next(): Answer | null {
    if (this.#size < ANSWER_HEAD_BYTES) return null;
    const head = this.#peek(ANSWER_HEAD_BYTES);
    const length = head.readUInt32BE();
    if (length > MAX_ANSWER_BYTES) throw new ProtocolError("an answer of the analyzer process is too long");
    if (this.#size < ANSWER_HEAD_BYTES + length) return null;
    const all = this.#peek(this.#size);
    const end = ANSWER_HEAD_BYTES + length;
    const rest = all.subarray(end);
    this.#parts = rest.length === 0 ? [] : [rest];
    this.#size = rest.length;
    return parseAnswer(head[HEADER_LENGTH_BYTES] ?? -1, all.subarray(ANSWER_HEAD_BYTES, end));
  }

  /** The first bytes held, in one piece. */
  #peek(size: number): Buffer {
    const [first] = this.#parts;
    if (first === undefined || first.length < size) this.#parts = [Buffer.concat(this.#parts)];
    const whole = this.#parts[0] ?? new Uint8Array();
    return Buffer.from(whole.buffer, whole.byteOffset, size);
  }
}

function parseAnswer(kind: number, body: Buffer): Answer {
  if (kind === AnswerKind.Ready && body.length <= MAX_VERSION_BYTES)
    return { kind: "ready", version: body.toString("utf8") };
  if (kind !== AnswerKind.File || body.length < ID_BYTES)
    throw new ProtocolError("an answer of the analyzer process is malformed");
  try {
    return { kind: "file", id: body.readUInt32BE(), result: decodeResult(body.subarray(ID_BYTES)) };
  } catch (error) {
    if (!(error instanceof MalformedFacts)) throw error;
    throw new ProtocolError("an answer of the analyzer process is malformed", { cause: error });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Without the cause: its message would quote what was received.
    throw new ProtocolError("JSON was expected");
  }
}
