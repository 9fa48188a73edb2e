import { ERROR_SYMBOL, NO_NODE, NodeFlag, type TreeBuffer } from "./flatTree.js";
import type { HeapLanguage } from "./heapLanguage.js";

/**
 * Flattens a syntax tree by reading tree-sitter's own structures from WebAssembly memory, which saves
 * several calls across the border for each node. The layouts below are those of `subtree.h` in
 * web-tree-sitter 0.27.1, compiled for wasm32, and of nothing else: `grammars.ts` compares a sample with
 * the public cursor before this decoder is trusted.
 *
 * @param tree address of the `TSTree`, in bytes
 */
export function decodeHeap(
  memory: ArrayBufferLike,
  language: HeapLanguage,
  tree: number,
  out: TreeBuffer,
): void {
  out.clear();
  const walk = new HeapWalk(memory, language, out);
  walk.readSubtree(tree >>> 2, NO_FRAME);
  walk.readDescendants();
}

/** `Subtree` is one word: the lowest bit says whether the leaf is stored in place or the word is an address. */
const IS_INLINE = 1;
/** Bits of the first word of `SubtreeInlineData`; the symbol is its second byte. */
const Inline = { Visible: 2, Named: 4, Extra: 8, Missing: 32 } as const;
/** Members of `SubtreeHeapData`, in 32-bit words from its beginning. */
const Heap = { PaddingBytes: 1, PaddingRows: 2, Bytes: 4, Rows: 5, ChildCount: 9 } as const;
/** Members of `SubtreeHeapData`, in 16-bit halves from its beginning. */
const HeapHalf = { Symbol: 20, Flags: 22, Production: 33 } as const;
const HeapFlag = { Visible: 1, Named: 2, Extra: 4, Missing: 512 } as const;
/** Children lie directly before their parent, eight bytes each. */
const CHILD_WORDS = 2;
const SYMBOL_METADATA_BYTES = 3;
const NO_FRAME = -1;

/**
 * One open subtree while its children are read. Frames are kept and used again, so that a walk of a
 * million nodes allocates as many frames as the tree is deep.
 */
interface Frame {
  firstChild: number;
  nextChild: number;
  endChild: number;
  /** Children read so far that are no extras: what aliases and fields are numbered by. */
  position: number;
  /** Half-word index of the production's aliases, 0 for none. */
  aliases: number;
  /** Byte addresses of the production's field entries. */
  fields: number;
  fieldsEnd: number;
  /** Field that a hidden node hands down to its children. */
  inheritedField: number;
  /** The nearest visible node. */
  node: number;
  /** Whether `node` is this very subtree, not an ancestor of a hidden one. */
  visible: boolean;
}

class HeapWalk {
  private readonly words: Uint32Array;
  private readonly halves: Uint16Array;
  private readonly bytes: Uint8Array;
  private readonly language: HeapLanguage;
  private readonly out: TreeBuffer;
  private readonly frames: Frame[] = [];
  private top = NO_FRAME;
  /** Bytes of UTF-16 text and line breaks before the subtree being read. */
  private offset = 0;
  private row = 0;

  constructor(memory: ArrayBufferLike, language: HeapLanguage, out: TreeBuffer) {
    this.words = new Uint32Array(memory);
    this.halves = new Uint16Array(memory);
    this.bytes = new Uint8Array(memory);
    this.language = language;
    this.out = out;
  }

  readDescendants(): void {
    while (this.top >= 0) {
      const frame = this.frames[this.top];
      if (frame === undefined) return;
      if (frame.nextChild < frame.endChild) {
        const child = frame.nextChild;
        frame.nextChild = child + CHILD_WORDS;
        this.readSubtree(child, this.top);
      } else {
        this.top--;
        if (frame.visible) this.out.last[frame.node] = this.out.count - 1;
      }
    }
  }

  /** Reads the subtree whose `Subtree` word is at `slot` (a word index) and opens a frame for its children. */
  readSubtree(slot: number, frameIndex: number): void {
    const word = this.words[slot] ?? 0;
    const frame = this.frames[frameIndex];
    if (word & IS_INLINE) this.readInline(word, this.words[slot + 1] ?? 0, slot, frame);
    else this.readHeap(word, slot, frame);
  }

  /** Repeats what `readHeap` does with aliases and fields: one function for both decodes a quarter slower. */
  private readInline(word: number, extent: number, slot: number, frame: Frame | undefined): void {
    if (frame === undefined || slot !== frame.firstChild) {
      this.offset += (extent >>> 16) & 0xff;
      this.row += (extent >>> 8) & 0xf;
    }
    const bytes = extent >>> 24;
    let symbol = (word >>> 8) & 0xff;
    let visible = (word & Inline.Visible) !== 0;
    let named = (word & Inline.Named) !== 0;
    let field = 0;
    if (frame !== undefined && !(word & Inline.Extra)) {
      const alias = this.aliasOf(frame);
      if (alias !== 0) {
        symbol = alias;
        visible = true;
        named = this.isNamed(alias);
      }
      field = this.fieldOf(frame);
      frame.position++;
    }
    if (visible) {
      const flags = (named ? NodeFlag.Named : 0) | (word & Inline.Missing ? NodeFlag.Missing : 0);
      this.emit(symbol, field, bytes, flags, frame);
    }
    this.offset += bytes;
  }

  private readHeap(address: number, slot: number, frame: Frame | undefined): void {
    const base = address >>> 2;
    const half = address >>> 1;
    if (frame === undefined || slot !== frame.firstChild) {
      this.offset += this.words[base + Heap.PaddingBytes] ?? 0;
      this.row += this.words[base + Heap.PaddingRows] ?? 0;
    }
    const bits = this.halves[half + HeapHalf.Flags] ?? 0;
    let symbol = this.halves[half + HeapHalf.Symbol] ?? 0;
    let visible = (bits & HeapFlag.Visible) !== 0;
    let named = (bits & HeapFlag.Named) !== 0;
    let field = 0;
    if (frame !== undefined && !(bits & HeapFlag.Extra)) {
      const alias = this.aliasOf(frame);
      if (alias !== 0) {
        symbol = alias;
        visible = true;
        named = this.isNamed(alias);
      }
      field = this.fieldOf(frame);
      frame.position++;
    }
    const bytes = this.words[base + Heap.Bytes] ?? 0;
    let node = NO_NODE;
    if (visible) {
      const flags = (named ? NodeFlag.Named : 0) | (bits & HeapFlag.Missing ? NodeFlag.Missing : 0);
      node = this.emit(symbol, field, bytes, flags, frame);
    }
    const children = this.words[base + Heap.ChildCount] ?? 0;
    if (children > 0) {
      this.open({ base, half, children, node, field, outer: frame?.node ?? NO_NODE });
    } else {
      this.offset += bytes;
      this.row += this.words[base + Heap.Rows] ?? 0;
    }
  }

  private open(subtree: Opened): void {
    this.top++;
    const frame = this.frames[this.top] ?? emptyFrame();
    this.frames[this.top] = frame;
    const { language } = this;
    const production = this.halves[subtree.half + HeapHalf.Production] ?? 0;
    frame.firstChild = subtree.base - subtree.children * CHILD_WORDS;
    frame.nextChild = frame.firstChild;
    frame.endChild = subtree.base;
    frame.position = 0;
    frame.aliases =
      production !== 0 && language.maxAliases > 0
        ? (language.aliases >>> 1) + production * language.maxAliases
        : 0;
    const slice = (language.fieldSlices >>> 1) + production * 2;
    const length = language.fieldCount > 0 ? (this.halves[slice + 1] ?? 0) : 0;
    frame.fields = language.fieldEntries + (this.halves[slice] ?? 0) * 4;
    frame.fieldsEnd = frame.fields + length * 4;
    frame.visible = subtree.node !== NO_NODE;
    frame.node = frame.visible ? subtree.node : subtree.outer;
    frame.inheritedField = frame.visible ? 0 : subtree.field;
  }

  private emit(
    symbol: number,
    field: number,
    bytes: number,
    flags: number,
    frame: Frame | undefined,
  ): number {
    const { out } = this;
    if (out.count === out.symbol.length) out.grow();
    const node = out.count++;
    out.symbol[node] =
      symbol === ERROR_SYMBOL
        ? ERROR_SYMBOL
        : (this.halves[(this.language.publicSymbols >>> 1) + symbol] ?? 0);
    out.field[node] = field;
    out.start[node] = this.offset >>> 1;
    out.end[node] = (this.offset + bytes) >>> 1;
    out.row[node] = this.row;
    out.parent[node] = frame?.node ?? NO_NODE;
    out.last[node] = node;
    out.flags[node] = flags;
    return node;
  }

  private aliasOf(frame: Frame): number {
    return frame.aliases === 0 ? 0 : (this.halves[frame.aliases + frame.position] ?? 0);
  }

  /** `TSFieldMapEntry` is {u16 field, u8 child position, bool inherited}; inherited ones belong to hidden children. */
  private fieldOf(frame: Frame): number {
    for (let entry = frame.fields; entry < frame.fieldsEnd; entry += 4) {
      if (this.bytes[entry + 2] === frame.position && this.bytes[entry + 3] === 0) {
        return this.halves[entry >>> 1] ?? 0;
      }
    }
    return frame.inheritedField;
  }

  /** `TSSymbolMetadata` is {visible, named, supertype}, one byte each. */
  private isNamed(symbol: number): boolean {
    return this.bytes[this.language.symbolMetadata + symbol * SYMBOL_METADATA_BYTES + 1] === 1;
  }
}

interface Opened {
  readonly base: number;
  readonly half: number;
  readonly children: number;
  readonly node: number;
  readonly field: number;
  readonly outer: number;
}

function emptyFrame(): Frame {
  return {
    firstChild: 0,
    nextChild: 0,
    endChild: 0,
    position: 0,
    aliases: 0,
    fields: 0,
    fieldsEnd: 0,
    inheritedField: 0,
    node: NO_NODE,
    visible: false,
  };
}
