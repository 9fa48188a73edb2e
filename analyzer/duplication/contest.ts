import type { Claims } from "./claims.js";
import type { Layer } from "./layer.js";
import { NO_REPEAT } from "./repeats.js";

/** The repeats of a layer while classes are selected from them. */
export class Contest {
  readonly layer: Layer;
  private readonly claims: Claims;
  /** For each place in the order of the repeats, the next that may be free. */
  private readonly live: Uint32Array;
  /** By repeat, the most entries of a run that does not overlap itself. */
  private readonly longest: Uint32Array;

  constructor(layer: Layer, claims: Claims) {
    const { count, sorted } = layer.repeats;
    this.layer = layer;
    this.claims = claims;
    this.live = new Uint32Array(sorted.length + 1);
    for (let place = 0; place <= sorted.length; place++) this.live[place] = place;
    this.longest = new Uint32Array(count).fill(0xffff_ffff);
  }

  /** The entries from which a repeat goes and that are in no copy, in no order. */
  freeStarts(repeat: number): number[] {
    const { first, last, sorted } = this.layer.repeats;
    const end = last[repeat] ?? 0;
    const starts: number[] = [];
    let place = this.nextLive(first[repeat] ?? 0);
    while (place <= end) {
      const entry = sorted[place] ?? 0;
      if (this.claims.isFree(entry)) starts.push(entry);
      else this.live[place] = place + 1;
      place = this.nextLive(place + 1);
    }
    return starts;
  }

  /** Whether a run of so many entries is known to overlap itself. */
  isCut(repeat: number, length: number): boolean {
    return length > (this.longest[repeat] ?? 0);
  }

  /**
   * Notes that a run overlaps itself, moved by some entries. All runs of more entries from the same places do, so
   * those of the shorter repeats need not be looked at again.
   */
  cut(repeat: number, distance: number): void {
    const { shorter } = this.layer.repeats;
    for (let at = repeat; at !== NO_REPEAT && !this.isCut(at, distance + 1); at = shorter[at] ?? NO_REPEAT)
      this.longest[at] = distance;
  }

  /** First place from `place` on that may be free; shortens the way for the next who asks. */
  private nextLive(place: number): number {
    const { live } = this;
    let at = place;
    for (let next = live[at] ?? at; next !== at; next = live[at] ?? at) {
      live[at] = live[next] ?? next;
      at = live[at] ?? at;
    }
    return at;
  }
}
