import { readSource, type Source, textBetween } from "./syntax/source.js";
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

/** Why content is not measured, with the reason as a clause. */
export interface ContentReason {
  readonly reason: SkipReason;
  readonly because: string;
}

/** Why a file's content is not measured, or `null`; parsing it may still fail. */
export function skipReasonOfContent(bytes: Uint8Array, settings: MapSettings): ContentReason | null {
  const reason = skipReasonOfBytes(bytes);
  if (reason !== null) return reason;
  const source = readSource(bytes);
  return source === null ? NOT_UTF8 : skipReasonOfText(bytes, source, settings);
}

/** What is said of bytes that are no text. */
export const NOT_UTF8: ContentReason = { reason: "encoding", because: "it is not UTF-8" };

/** Why bytes cannot be measured before they are text, or `null`. */
export function skipReasonOfBytes(bytes: Uint8Array): ContentReason | null {
  const isPointer =
    bytes.length < LFS_POINTER_BYTES && LFS_POINTER.equals(bytes.subarray(0, LFS_POINTER.length));
  if (isPointer) return { reason: "lfs-pointer", because: "it is a pointer of Git LFS" };
  const [first, second] = bytes;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (isUtf16) return NOT_UTF8;
  return bytes.includes(0) ? { reason: "binary", because: "it holds a NUL byte" } : null;
}

/** Why a text is not worth measuring, or `null`. */
export function skipReasonOfText(
  bytes: Uint8Array,
  source: Source,
  settings: MapSettings,
): ContentReason | null {
  if (!settings.keepGenerated && mayBeGenerated(bytes)) {
    const row = generatedRow(source);
    if (row !== null) return { reason: "generated", because: `line ${row + 1} says that it is generated` };
  }
  const because = settings.keepMinified ? null : minifiedBecause(source);
  return because === null ? null : { reason: "minified", because };
}

/** A quick look at the bytes that spares nearly every file the regular expression. */
function mayBeGenerated(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, GENERATED_BYTES));
  return text.includes("@generated") || text.includes("Code generated");
}

/** The 0-based line with the mark, or `null`. */
function generatedRow(source: Source): number | null {
  const end = source.lineStarts[Math.min(GENERATED_LINES, source.lineCount)] ?? 0;
  const rows = textBetween(source, 0, Math.min(end, GENERATED_CHARACTERS)).split("\n");
  const row = rows.findIndex((text) => {
    const mark = GENERATED_MARK.exec(text);
    return mark !== null && mayBeInComment(text.slice(0, mark.index));
  });
  return row === -1 ? null : row;
}

/**
 * Whether what stands before a mark on its line lets it be in a comment: a sign that begins one and that no
 * quote goes before, a `*` at the front, or nothing but words. Code that looks for the mark has it in quotes.
 */
function mayBeInComment(before: string): boolean {
  return /^(?:[^"'`]*?(?:\/\/|\/\*|#|--)|\s*\*|\s*(?:"""|''')?[\w\s.,:()-]*$)/.test(before);
}

function minifiedBecause({ units, lineStarts, lineCount }: Source): string | null {
  let characters = 0;
  for (let row = 0; row < lineCount; row++) {
    const start = lineStarts[row] ?? 0;
    let end = lineStarts[row + 1] ?? 0;
    if (end > start && units[end - 1] === 10) end--;
    if (end > start && units[end - 1] === 13) end--;
    if (end - start > MAX_LINE_CHARACTERS) return `line ${row + 1} has ${end - start} characters`;
    characters += end - start;
  }
  const mean = characters / Math.max(1, lineCount);
  return mean > MAX_MEAN_CHARACTERS ? `its lines have ${Math.round(mean)} characters on average` : null;
}
