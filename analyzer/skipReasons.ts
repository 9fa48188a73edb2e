import { type Source, textBetween } from "./syntax/source.js";
import type { MapSettings, SkipReason } from "./types.js";

const LFS_POINTER = Buffer.from("version https://git-lfs.github.com/spec/");
/** Git LFS promises pointers below this size, in bytes. */
const LFS_POINTER_BYTES = 1024;
/** METRICS.md: "generated: … mark in the first 40 lines", "minified: a line over 5,000 or a mean over 500". */
const GENERATED_LINES = 40;
const MAX_LINE_CHARACTERS = 5_000;
const MAX_MEAN_CHARACTERS = 500;
/** Marks beyond this are not looked for: 40 lines of source are far shorter. */
const GENERATED_CHARACTERS = 20_000;
/** UTF-8 needs at most three bytes for a UTF-16 unit, and three for the byte order mark. */
const GENERATED_BYTES = 3 * GENERATED_CHARACTERS + 3;
const GENERATED_MARK = /Code generated .*DO NOT EDIT|(?<![\w.@])@generated\b/;

/** Why bytes cannot be measured before they are text, or `null`. */
export function skipReasonOfBytes(bytes: Uint8Array): SkipReason | null {
  const isPointer =
    bytes.length < LFS_POINTER_BYTES && LFS_POINTER.equals(bytes.subarray(0, LFS_POINTER.length));
  if (isPointer) return "lfs-pointer";
  const [first, second] = bytes;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (isUtf16) return "encoding";
  return bytes.includes(0) ? "binary" : null;
}

/** Why a text is not worth measuring, or `null`. */
export function skipReasonOfText(
  bytes: Uint8Array,
  source: Source,
  settings: MapSettings,
): SkipReason | null {
  if (!settings.keepGenerated && mayBeGenerated(bytes) && isGenerated(source)) return "generated";
  if (!settings.keepMinified && isMinified(source)) return "minified";
  return null;
}

/** A quick look at the bytes that spares nearly every file the regular expression. */
function mayBeGenerated(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, GENERATED_BYTES));
  return text.includes("@generated") || text.includes("Code generated");
}

function isGenerated(source: Source): boolean {
  const end = source.lineStarts[Math.min(GENERATED_LINES, source.lineCount)] ?? 0;
  return GENERATED_MARK.test(textBetween(source, 0, Math.min(end, GENERATED_CHARACTERS)));
}

function isMinified({ units, lineStarts, lineCount }: Source): boolean {
  let characters = 0;
  for (let row = 0; row < lineCount; row++) {
    const start = lineStarts[row] ?? 0;
    let end = lineStarts[row + 1] ?? 0;
    if (end > start && units[end - 1] === 10) end--;
    if (end > start && units[end - 1] === 13) end--;
    if (end - start > MAX_LINE_CHARACTERS) return true;
    characters += end - start;
  }
  return lineCount > 0 && characters / lineCount > MAX_MEAN_CHARACTERS;
}
