import { newPile } from "../memory";

/** A set of pairs of a hash and an owner, in open addressing. */

/** A hash, and 1 + its owner: 0 is an empty place. */
const PLACE_BYTES: u32 = 8;
const START_PLACES: u32 = 1024;

/** All places, and room for half of them again. */
const table = newPile();
let places: u32 = 0;
let count: u32 = 0;

export function clearTokens(): void {
  places = START_PLACES;
  count = 0;
  table.clear();
  reserve();
  memory.fill(table.base, 0, places * PLACE_BYTES);
}

/** Adds a pair; answers whether it is new. */
export function addToken(hash: i32, owner: u32): bool {
  if (count * 2 > places) grow();
  return place(hash, owner + 1);
}

function place(hash: i32, owner: u32): bool {
  const mask = places - 1;
  let at = (<u32>hash ^ (owner * 0x9e3779b1)) & mask;
  while (true) {
    const address = table.base + at * PLACE_BYTES;
    const known = load<u32>(address, 4);
    if (known === 0) {
      store<i32>(address, hash);
      store<u32>(address, owner, 4);
      count++;
      return true;
    }
    if (known === owner && load<i32>(address) === hash) return false;
    at = (at + 1) & mask;
  }
}

/** Twice as many places. The old ones are read from behind the new ones, which lie where they were. */
function grow(): void {
  const before = places;
  places *= 2;
  count = 0;
  reserve();
  const base = table.base;
  const old = base + places * PLACE_BYTES;
  memory.copy(old, base, before * PLACE_BYTES);
  memory.fill(base, 0, places * PLACE_BYTES);
  for (let at: u32 = 0; at < before; at++) {
    const owner = load<u32>(old + at * PLACE_BYTES, 4);
    if (owner !== 0) place(load<i32>(old + at * PLACE_BYTES), owner);
  }
}

function reserve(): void {
  table.add(places * PLACE_BYTES + (places >>> 1) * PLACE_BYTES - table.used);
}
