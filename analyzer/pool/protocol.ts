import { z } from "zod";
import { MAX_BLOB_BYTES, MAX_FUNCTIONS_PER_FILE, MAX_KEY_LENGTH, MAX_NAME_LENGTH } from "../limits.js";
import { LANGUAGE_IDS } from "../settings/languageIds.js";
import type { FileFacts, LanguageId, MapResult, MapSettings } from "../types.js";

/** Longest header of a frame; a path of 1,024 bytes can need six times as many in JSON. */
const MAX_HEADER_BYTES = 16_384;

/** Longest answer line. A blob of 1 MiB can hold some 170,000 functions of about 200 bytes of JSON each. */
export const MAX_ANSWER_BYTES = 64 * 1_048_576;

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

const count = z.int().min(0).max(0x7fff_ffff);
const line = z
  .int()
  .min(1)
  .max(MAX_BLOB_BYTES + 1);
const language = z.enum(LANGUAGE_IDS);

const frameHeader = z.strictObject({
  id: z.int().min(0),
  path: z.string().min(1),
  language,
  settings: z.strictObject({ keepGenerated: z.boolean(), keepMinified: z.boolean() }),
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

/** Two decimals of what counts can make. */
const magnitude = z.number().min(0).max(0x7fff_ffff);

const typeFacts = z.strictObject({
  name: z.string().max(MAX_NAME_LENGTH),
  key: z.string().max(MAX_KEY_LENGTH).nullable(),
  startLine: line,
  startColumn: count,
  endLine: line,
  isDeclared: z.boolean(),
  functions: count,
  fields: z.array(z.string().max(MAX_NAME_LENGTH)),
  complexity: magnitude,
  codeLines: count,
});

const functionFacts = z.strictObject({
  name: z.string().max(MAX_NAME_LENGTH),
  startLine: line,
  startColumn: count,
  endLine: line,
  codeLines: count,
  arity: count,
  cyclomatic: count,
  cognitive: count,
  nesting: count,
  abc: z.strictObject({ assignments: count, branches: count, conditions: count, magnitude }),
  returns: count.nullable(),
  returnValues: count.nullable(),
  halstead: z.strictObject({
    distinctOperators: count,
    distinctOperands: count,
    operators: count,
    operands: count,
  }),
  ownCognitive: count,
  ownCodeLines: count,
  booleanLogic: z.strictObject({ operators: count, line }).nullable(),
});

const fileFacts = z
  .strictObject({
    language,
    lines: count,
    codeLines: count,
    commentLines: count,
    blankLines: count,
    gradedLines: count,
    parseErrorLines: count,
    functions: z.array(functionFacts).max(MAX_FUNCTIONS_PER_FILE),
    types: z.array(typeFacts).max(MAX_FUNCTIONS_PER_FILE),
    suppressions: z
      .array(z.strictObject({ startLine: line, endLine: line, rules: z.array(z.string().max(100)).max(100) }))
      .max(MAX_FUNCTIONS_PER_FILE),
  })
  .refine(isConsistent);

const factsResult = z.strictObject({ kind: z.literal("facts"), facts: fileFacts });
const skippedResult = z.strictObject({
  kind: z.literal("skipped"),
  reason: z.enum(["generated", "minified", "binary", "too-large", "lfs-pointer", "encoding", "failed"]),
});
const mapResult = z.discriminatedUnion("kind", [factsResult, skippedResult]);

const id = z.int().min(0);
const fileAnswer = z.discriminatedUnion("kind", [factsResult.extend({ id }), skippedResult.extend({ id })]);
const readyAnswer = z.strictObject({ ready: z.literal(true), version: z.string().max(64) });

/** What one line of the analyzer process' standard output says. */
export type Answer =
  | { readonly kind: "ready"; readonly version: string }
  | { readonly kind: "file"; readonly id: number; readonly result: MapResult };

/**
 * Parses one answer line. The process that wrote it has read hostile files and is not trusted: unknown keys,
 * numbers that do not add up and reasons that the map step cannot have are refused.
 *
 * @throws ProtocolError for anything but a well-formed answer.
 */
export function parseAnswer(text: string): Answer {
  const json = parseJson(text);
  const ready = readyAnswer.safeParse(json);
  if (ready.success) return { kind: "ready", version: ready.data.version };
  const answer = fileAnswer.safeParse(json);
  if (!answer.success) throw new ProtocolError("an answer of the analyzer process is malformed");
  const { id, ...result } = answer.data;
  return { kind: "file", id, result };
}

/** Whether a result may leave the analyzer process, which would otherwise be taken for a hostile one. */
export function isAnswerable(result: MapResult): boolean {
  return mapResult.safeParse(result).success;
}

/** The lines of a byte stream; refuses lines above `MAX_ANSWER_BYTES` before it holds them. */
export class AnswerDecoder {
  #parts: Buffer[] = [];
  #size = 0;

  /**
   * Takes the next chunk and gives the answers whose lines are complete with it.
   * @throws ProtocolError when a line is too long or is no answer.
   */
  push(chunk: Uint8Array): Answer[] {
    const answers: Answer[] = [];
    let rest = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    for (let end = rest.indexOf(0x0a); end !== -1; end = rest.indexOf(0x0a)) {
      this.#take(rest.subarray(0, end));
      answers.push(parseAnswer(Buffer.concat(this.#parts).toString()));
      this.#parts = [];
      this.#size = 0;
      rest = rest.subarray(end + 1);
    }
    if (rest.length > 0) this.#take(Buffer.from(rest));
    return answers;
  }

  /** @throws ProtocolError when the stream ended inside a line. */
  end(): void {
    if (this.#size > 0) throw new ProtocolError("the output of the analyzer process ends inside a line");
  }

  #take(part: Buffer): void {
    this.#size += part.length;
    if (this.#size > MAX_ANSWER_BYTES)
      throw new ProtocolError("an answer of the analyzer process is too long");
    this.#parts.push(part);
  }
}

function isConsistent(facts: FileFacts): boolean {
  return (
    facts.lines === facts.codeLines + facts.commentLines + facts.blankLines &&
    facts.gradedLines <= facts.codeLines &&
    facts.parseErrorLines <= facts.lines &&
    facts.functions.every((fn) => isInside(fn, facts) && fn.cyclomatic >= 1) &&
    facts.types.every((type) => isInside(type, facts))
  );
}

function isInside(
  { startLine, endLine }: { readonly startLine: number; readonly endLine: number },
  { lines }: FileFacts,
): boolean {
  return startLine <= endLine && endLine <= lines;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Without the cause: its message would quote what was received.
    throw new ProtocolError("JSON was expected");
  }
}
