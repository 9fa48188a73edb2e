import type { Pieces } from "./fixtures.js";

/** Random numbers from 0 up to, not including, 1, always the same for a seed (Mulberry32 by Tommy Ettinger). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Characters that lexers treat in ways of their own. */
const ODD = [
  "\0",
  "\u2028",
  "\ufeff",
  "\u202e",
  "\r",
  "\t",
  "\\",
  "\ud800",
  "😀",
  "`",
  '"',
  "'",
  "#",
  "/*",
  "*/",
];

/** A text with a few things wrong: pieces lost, doubled, moved, or put in that do not belong there. */
export function mutated(text: string, pieces: Pieces, random: () => number): string {
  let result = text;
  const times = 1 + Math.floor(random() * 4);
  for (let time = 0; time < times; time++) result = mutatedOnce(result, pieces, random);
  return result;
}

function mutatedOnce(text: string, pieces: Pieces, random: () => number): string {
  const at = Math.floor(random() * (text.length + 1));
  const end = Math.min(text.length, at + Math.floor(random() ** 3 * 400));
  const piece = text.slice(at, end);
  const elsewhere = Math.floor(random() * (text.length + 1));
  const [open = "", close = ""] = chosen(pieces.nestings, random) ?? [];
  const choices = [
    () => text.slice(0, at) + text.slice(end),
    () => text.slice(0, end) + piece + text.slice(end),
    () => text.slice(0, elsewhere) + piece + text.slice(elsewhere),
    () => text.slice(0, at) + (chosen(ODD, random) ?? "") + text.slice(at),
    () => text.slice(0, at) + (chosen(pieces.unterminated, random) ?? "") + text.slice(at),
    () => text.slice(0, at) + open.repeat(1 + Math.floor(random() * 40)) + text.slice(at),
    () => text.slice(0, at) + open + piece + close + text.slice(end),
    () => text.slice(0, at),
  ];
  return (chosen(choices, random) ?? (() => text))();
}

function chosen<Item>(items: readonly Item[], random: () => number): Item | undefined {
  return items[Math.floor(random() * items.length)];
}
