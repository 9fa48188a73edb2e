/** The sections of a WebAssembly module, as far as `splitSwitches.mjs` reads and writes them. */

export const SectionId = { Type: 1, Import: 2, Function: 3, Code: 10 };
const FUNCTION_IMPORT = 0;
/** Bytes of the magic number and the version. */
const HEADER_LENGTH = 8;

/** Reads numbers and names one after the other. */
export class WasmReader {
  constructor(bytes, at = 0, end = bytes.length) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  byte() {
    if (this.at >= this.end) throw new RangeError("the module ends too early");
    return this.bytes[this.at++];
  }

  unsigned() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }

  /** A number whose value does not matter, of any length and sign. */
  skipNumber() {
    while (this.byte() >= 0x80);
  }

  /** The next `length` bytes. */
  take(length) {
    const from = this.at;
    this.at += length;
    if (this.at > this.end) throw new RangeError("the module ends too early");
    return this.bytes.subarray(from, this.at);
  }

  rest() {
    return this.take(this.end - this.at);
  }
}

/** LEB128 of a number that is not negative. */
export function unsigned(value) {
  const bytes = [];
  for (let rest = value; ; ) {
    const low = rest % 0x80;
    rest = Math.floor(rest / 0x80);
    if (rest === 0) return [...bytes, low];
    bytes.push(low | 0x80);
  }
}

/** LEB128 of a signed number of 32 bits. */
export function signed(value) {
  const bytes = [];
  for (let rest = value; ; rest >>= 7) {
    const low = rest & 0x7f;
    if (rest >> 6 === 0 || rest >> 6 === -1) return [...bytes, low];
    bytes.push(low | 0x80);
  }
}

/** Bytes with their length in front. */
export const sized = (bytes) => Buffer.concat([Buffer.from(unsigned(bytes.length)), bytes]);

/** The sections of a module in their order, each as `{ id, bytes }`. */
export function readSections(wasm) {
  const reader = new WasmReader(wasm, HEADER_LENGTH);
  const sections = [];
  while (reader.at < reader.end) {
    const id = reader.byte();
    sections.push({ id, bytes: reader.take(reader.unsigned()) });
  }
  return sections;
}

/** The module that consists of these sections. */
export function writeSections(wasm, sections) {
  const written = sections.flatMap(({ id, bytes }) => [Buffer.from([id]), sized(bytes)]);
  return Buffer.concat([wasm.subarray(0, HEADER_LENGTH), ...written]);
}

/** How many functions the import section brings; they are numbered before the module's own. */
export function countImportedFunctions(section) {
  const reader = new WasmReader(section);
  let functions = 0;
  for (let left = reader.unsigned(); left > 0; left--) {
    reader.take(reader.unsigned());
    reader.take(reader.unsigned());
    const kind = reader.byte();
    if (kind === FUNCTION_IMPORT) functions++;
    skipImportType(reader, kind);
  }
  return functions;
}

/** Function: its type; table: element type and limits; memory: limits; global: type and whether it changes. */
function skipImportType(reader, kind) {
  if (kind === FUNCTION_IMPORT) return reader.skipNumber();
  if (kind === 3) return reader.take(2);
  if (kind === 1) reader.byte();
  const hasMaximum = (reader.byte() & 1) === 1;
  reader.skipNumber();
  if (hasMaximum) reader.skipNumber();
}

/** The entries of a section that lists byte strings with their lengths, such as code. */
export function readEntries(section) {
  const reader = new WasmReader(section);
  return Array.from({ length: reader.unsigned() }, () => reader.take(reader.unsigned()));
}

/** A section that lists `entries`, and after the entries it has already when `section` is given. */
export function appended(section, entries) {
  const reader = new WasmReader(section);
  const count = reader.unsigned() + entries.length;
  return Buffer.concat([Buffer.from(unsigned(count)), reader.rest(), ...entries]);
}
