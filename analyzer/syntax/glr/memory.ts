/** Memory shared with the grammars and their runtime, whose allocator this is. */
export declare function realloc(address: usize, bytes: usize): usize;

/** Bytes of room for `needed`: doubled from `room` as often as that takes. */
export function roomFor(needed: u32, room: u32): u32 {
  let bytes = max<u32>(room, 4096);
  while (bytes < needed) bytes *= 2;
  return bytes;
}
