import { isAscii, isUtf8 } from "node:buffer";
import { resized } from "./flatTree.js";

/** Decoded text of one file, in UTF-16 units because that is what the parser reads and reports. */
export interface Source {
  /** The text without byte order mark. */
  readonly units: Uint16Array;
  /** Offset of each line's first unit; one more entry than lines, the last being the end of the text. */
  readonly lineStarts: Uint32Array;
  /** Lines of the text; a final line break begins no further line. */
  readonly lineCount: number;
}

const LINE_FEED = 10;

/**
 * Decodes UTF-8 (with or without byte order mark).
 * @returns `null` for UTF-16 and for bytes that are not UTF-8.
 */
export function readSource(bytes: Uint8Array): Source | null {
  if (startsWith(bytes, [0xff, 0xfe]) || startsWith(bytes, [0xfe, 0xff])) return null;
  const text = startsWith(bytes, [0xef, 0xbb, 0xbf]) ? bytes.subarray(3) : bytes;
  if (!isUtf8(text)) return null;
  const units = isAscii(text) ? new Uint16Array(text) : unitsOf(text);
  const lineStarts = findLineStarts(units);
  return { units, lineStarts, lineCount: lineStarts.length - 1 };
}

/** 0-based line that holds `offset`. */
export function rowAt(source: Source, offset: number): number {
  const { lineStarts } = source;
  let low = 0;
  let high = source.lineCount - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (at(lineStarts, middle) <= offset) low = middle;
    else high = middle - 1;
  }
  return Math.max(low, 0);
}

/** The text between two offsets; meant for names and comments, not for whole files. */
export function textBetween(source: Source, start: number, end: number): string {
  let text = "";
  // Function.apply takes its arguments on the stack, so long pieces are converted in slices.
  for (let from = start; from < end; from += 4096) {
    text += String.fromCharCode(...source.units.subarray(from, Math.min(end, from + 4096)));
  }
  return text;
}

/** Whether the text between two offsets is `text`. */
export function isText(source: Source, start: number, end: number, text: string): boolean {
  if (end - start !== text.length) return false;
  for (let i = 0; i < text.length; i++) if (source.units[start + i] !== text.charCodeAt(i)) return false;
  return true;
}

/**
 * Element of an array whose index is known to be inside.
 * @throws RangeError when it is not, so that a broken offset can never become a silent `undefined`.
 */
export function at(array: ArrayLike<number>, index: number): number {
  const value = array[index];
  if (value === undefined) throw new RangeError(`offset ${index} is outside of ${array.length} entries`);
  return value;
}

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, index) => bytes[index] === byte);
}

function unitsOf(utf8: Uint8Array): Uint16Array {
  return unitsOfText(Buffer.from(utf8.buffer, utf8.byteOffset, utf8.byteLength).toString("utf8"));
}

/** A string's UTF-16 units. */
export function unitsOfText(text: string): Uint16Array {
  const copy = Buffer.alloc(text.length * 2);
  copy.write(text, "utf16le");
  return new Uint16Array(copy.buffer, copy.byteOffset, text.length);
}

function findLineStarts(units: Uint16Array): Uint32Array {
  let starts = new Uint32Array(1024);
  let lines = 0;
  for (let i = 0; i < units.length; i++) {
    if (units[i] !== LINE_FEED) continue;
    if (++lines + 1 >= starts.length) starts = resized(starts, new Uint32Array(starts.length * 2));
    starts[lines] = i + 1;
  }
  const isUnfinished = units.length > 0 && units[units.length - 1] !== LINE_FEED;
  if (isUnfinished) starts[++lines] = units.length;
  return starts.subarray(0, lines + 1);
}
