/** Memory shared with the grammars and their runtime, whose allocator this is. */
export declare function realloc(address: usize, bytes: usize): usize;

/** Room that is kept from one text to the next, in bytes: few need more in one place. */
const KEPT_BYTES: u32 = 4 << 20;

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

/** Records one after another, in memory that grows and is used again for every file. Adding one may move all of them. */
@unmanaged
export class Pile {
  /** Address of the first. */
  base: usize = 0;
  /** Bytes of all records. */
  used: u32 = 0;
  private room: u32 = 0;

  clear(): void {
    this.used = 0;
    this.base = shrink(this.base, this.room);
    this.room = keptOf(this.room);
  }

  /** Address of a new record, whose contents are garbage. */
  add(bytes: u32): usize {
    const at = this.used;
    const used = at + bytes;
    if (used > this.room) {
      const room = roomFor(used, this.room * 2);
      this.base = realloc(this.base, room);
      this.room = room;
    }
    this.used = used;
    return this.base + at;
  }
}

export function newPile(): Pile {
  const address = realloc(0, offsetof<Pile>());
  memory.fill(address, 0, offsetof<Pile>());
  return changetype<Pile>(address);
}
