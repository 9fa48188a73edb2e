/** Numbers in segments: from each position on, a suffix reaches up to its `stop`. */
export interface Segments {
  /** Numbers from 0, every one up to the largest. */
  readonly ids: Uint32Array;
  /** Position after the last of the segment, by position. */
  readonly stop: Uint32Array;
}

/**
 * Positions in the order of their suffixes, the shorter first, equal ones by position. Doubles the length by which
 * it sorts in each round (Manber and Myers 1993): as many rounds as the longest repeat has binary digits.
 */
export function suffixOrder({ ids, stop }: Segments): Uint32Array {
  const count = ids.length;
  let rank = ids;
  let ranks = ids.reduce((most, id) => Math.max(most, id + 1), 0);
  let order = sortedByRank(
    ids.map((_, position) => position),
    rank,
    ranks,
  );
  for (let step = 1; ; step *= 2) {
    order = sortedByRank(shifted(order, stop, step), rank, ranks);
    const refined = new Uint32Array(count);
    let found = 0;
    for (let i = 0; i < count; i++) {
      const position = order[i] ?? 0;
      if (i === 0 || !isTied(order[i - 1] ?? 0, position, { rank, stop, step })) found++;
      refined[position] = found - 1;
    }
    if (found === ranks) return order;
    rank = refined;
    ranks = found;
  }
}

/** Positions in the order of what stands `step` after them, those with nothing there first. */
function shifted(order: Uint32Array, stop: Uint32Array, step: number): Uint32Array {
  const result = new Uint32Array(order.length);
  let to = 0;
  for (let position = 0; position < order.length; position++)
    if (position + step >= (stop[position] ?? 0)) result[to++] = position;
  for (const position of order)
    if (position >= step && position < (stop[position - step] ?? 0)) result[to++] = position - step;
  return result;
}

interface Ranking {
  readonly rank: Uint32Array;
  readonly stop: Uint32Array;
  readonly step: number;
}

function isTied(a: number, b: number, { rank, stop, step }: Ranking): boolean {
  if (rank[a] !== rank[b]) return false;
  const aGoesOn = a + step < (stop[a] ?? 0);
  const bGoesOn = b + step < (stop[b] ?? 0);
  return aGoesOn === bGoesOn && (!aGoesOn || rank[a + step] === rank[b + step]);
}

/** Stable counting sort. */
function sortedByRank(positions: Uint32Array, rank: Uint32Array, ranks: number): Uint32Array {
  const starts = new Uint32Array(ranks + 1);
  for (const position of positions) {
    const after = (rank[position] ?? 0) + 1;
    starts[after] = (starts[after] ?? 0) + 1;
  }
  for (let i = 1; i <= ranks; i++) starts[i] = (starts[i] ?? 0) + (starts[i - 1] ?? 0);
  const sorted = new Uint32Array(positions.length);
  for (const position of positions) {
    const own = rank[position] ?? 0;
    const at = starts[own] ?? 0;
    sorted[at] = position;
    starts[own] = at + 1;
  }
  return sorted;
}

/** By place in the order, how many numbers a suffix shares with the one before it (Kasai et al. 2001). */
export function commonPrefixes({ ids, stop }: Segments, order: Uint32Array): Uint32Array {
  const place = new Uint32Array(ids.length);
  for (let i = 0; i < order.length; i++) place[order[i] ?? 0] = i;
  const prefixes = new Uint32Array(ids.length);
  let shared = 0;
  for (let position = 0; position < ids.length; position++) {
    const i = place[position] ?? 0;
    if (i === 0) {
      shared = 0;
      continue;
    }
    const other = order[i - 1] ?? 0;
    const most = Math.min((stop[position] ?? 0) - position, (stop[other] ?? 0) - other);
    while (shared < most && ids[position + shared] === ids[other + shared]) shared++;
    prefixes[i] = shared;
    if (shared > 0) shared--;
  }
  return prefixes;
}
