/** Memory shared with the grammars and their runtime, whose allocator this is. */
export declare function realloc(address: usize, bytes: usize): usize;

/** Room that is kept from one text to the next, in bytes: a mebibyte of code seldom needs more in one place. */
const KEPT_BYTES: u32 = 16 << 20;

/**
 * Gives back what one huge text needed, which tree-sitter's own parser and later texts may need as much.
 * @returns where the {@link keptOf} bytes are now
 */
export function shrink(address: usize, room: u32): usize {
  return room > KEPT_BYTES ? realloc(address, KEPT_BYTES) : address;
}

export function keptOf(room: u32): u32 {
  return min(room, KEPT_BYTES);
}

/** Bytes of room for `needed`: doubled from `room` as often as that takes. */
export function roomFor(needed: u32, room: u32): u32 {
  let bytes = max<u32>(room, 4096);
  while (bytes < needed) bytes *= 2;
  return bytes;
}
