/** Where a grammar's tables lie in WebAssembly memory; addresses in bytes. */
export interface HeapLanguage {
  readonly abiVersion: number;
  readonly symbolCount: number;
  readonly fieldCount: number;
  /** Entries of one production in the alias table. */
  readonly maxAliases: number;
  readonly fieldSlices: number;
  readonly fieldEntries: number;
  readonly symbolMetadata: number;
  /** Maps each symbol to the one that stands for all symbols of its name. */
  readonly publicSymbols: number;
  readonly aliases: number;
}

/** Reads the `TSLanguage` structure (`parser.h` of web-tree-sitter 0.27.1, wasm32) at `address`, in bytes. */
export function readHeapLanguage(memory: ArrayBufferLike, address: number): HeapLanguage {
  const view = new DataView(memory);
  const word = (index: number) => view.getUint32(address + index * 4, true);
  return {
    abiVersion: word(0),
    symbolCount: word(1),
    fieldCount: word(8),
    maxAliases: view.getUint16(address + 36, true),
    fieldSlices: word(16),
    fieldEntries: word(17),
    symbolMetadata: word(18),
    publicSymbols: word(19),
    aliases: word(21),
  };
}
