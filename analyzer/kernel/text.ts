/** The text that is measured: UTF-16 units and the lines they make. */

const CARRIAGE_RETURN: u32 = 13;
const FNV_OFFSET: i32 = 0x811c9dc5;
const FNV_PRIME: i32 = 0x01000193;

let units: usize = 0;
let starts: usize = 0;
export let lineCount: u32 = 0;

/**
 * @param unitsAt address of the units
 * @param startsAt address of each line's first unit's offset, with one more entry than lines
 */
export function openSource(unitsAt: usize, startsAt: usize, lines: u32): void {
  units = unitsAt;
  starts = startsAt;
  lineCount = lines;
}

export function unitAt(offset: u32): u32 {
  return load<u16>(units + (offset << 1));
}

/** Offset of a line's first unit; of the line after the last, the end of the text. */
export function lineStart(row: u32): u32 {
  return load<u32>(starts + (row << 2));
}

/** 0-based line that holds an offset. */
export function rowAt(offset: u32): u32 {
  let low: u32 = 0;
  let high: u32 = max<u32>(lineCount, 1) - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (lineStart(middle) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Whether a unit is white space; the set is that of JavaScript's `\s`, without rare scripts' spaces. */
export function isSpace(unit: u32): bool {
  return unit <= 32 || unit === 0xa0 || unit === 0xfeff || (unit >= 0x2000 && isWideSpace(unit));
}

function isWideSpace(unit: u32): bool {
  return unit <= 0x200a || unit === 0x2028 || unit === 0x2029 || unit === 0x202f || unit === 0x3000;
}

/** First offset of a piece of text that is no white space, its end where there is none. */
export function afterSpace(start: u32, end: u32): u32 {
  let at = start;
  while (at < end && isSpace(unitAt(at))) at++;
  return at;
}

/** End of a piece of text without the white space that ends it. */
export function beforeSpace(start: u32, end: u32): u32 {
  let at = end;
  while (at > start && isSpace(unitAt(at - 1))) at--;
  return at;
}

/**
 * Hash of the text between two offsets: equal texts have equal hashes; in one file unequal ones hardly ever do (FNV-1a
 * over UTF-16 units, then mixed). Carriage returns do not count, so that a file has the same facts with either kind
 * of line ends. Never 0.
 */
export function hashOfText(start: u32, end: u32): i32 {
  let hash = FNV_OFFSET;
  for (let at = start; at < end; at++) {
    const unit = unitAt(at);
    if (unit !== CARRIAGE_RETURN) hash = (hash ^ unit) * FNV_PRIME;
  }
  hash = (hash ^ (hash >>> 15)) * <i32>0x85ebca6b;
  hash ^= hash >>> 13;
  return hash === 0 ? 1 : hash;
}

/** Whether the text between two offsets is the one at an address: its length in units, then the units. */
export function isText(start: u32, end: u32, text: usize): bool {
  const length = load<u32>(text);
  if (end - start !== length) return false;
  return memory.compare(units + (start << 1), text + 4, length << 1) === 0;
}
