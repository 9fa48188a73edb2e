/** A whole number with commas between thousands. */
export function grouped(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** A count with its noun, `1 file` or `1,200 files`. */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** Minutes as hours and whole minutes: `45 min`, `3 h 05 min`. */
export function duration(minutes: number): string {
  const whole = Math.round(minutes);
  const hours = Math.floor(whole / 60);
  return hours === 0 ? `${whole} min` : `${grouped(hours)} h ${String(whole % 60).padStart(2, "0")} min`;
}

/** A ratio as percent with two decimals. */
export function percent(ratio: number): string {
  return `${(ratio * 100).toFixed(2)} %`;
}

/**
 * Text from a repository made safe for a terminal: control characters could move its cursor or change its
 * title, and characters that turn the direction of writing could make a path look like another.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, "\u{FFFD}");
}

/** Cuts from the left, so that the name at the end of a path stays; `…` stands for what is gone. */
export function keepEnd(text: string, width: number): string {
  const characters = [...text];
  if (characters.length <= width) return text;
  return `…${characters.slice(characters.length - Math.max(0, width - 1)).join("")}`;
}

/** Cuts from the right; `…` stands for what is gone. */
export function keepStart(text: string, width: number): string {
  const characters = [...text];
  if (characters.length <= width) return text;
  return `${characters.slice(0, Math.max(0, width - 1)).join("")}…`;
}
