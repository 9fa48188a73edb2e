/** What entries must share to be taken for equal: 64 bits in two columns. */
export interface Keys {
  readonly high: Uint32Array;
  readonly low: Uint32Array;
}

/** Odd, so that no power of them is 0 modulo 2³². */
const BASE = 0x9e3779b1;
const BASE2 = 0x85ebca6b;

/** Hashes any run of entries in constant time: polynomials over the keys, by prefixes (Karp and Rabin 1987). */
export class RunHashes {
  readonly #high: Polynomial;
  readonly #low: Polynomial;

  /** @param longest entries of the longest run that will be asked for */
  constructor({ high, low }: Keys, longest: number) {
    this.#high = new Polynomial(high, BASE, longest);
    this.#low = new Polynomial(low, BASE2, longest);
  }

  /** Half of the hash of the entries from `start` to before `end`. */
  high(start: number, end: number): number {
    return this.#high.of(start, end);
  }

  /** The other half. */
  low(start: number, end: number): number {
    return this.#low.of(start, end);
  }

  /** Whether the runs of `length` entries at `a` and at `b` are equal. */
  isEqual(a: number, b: number, length: number): boolean {
    return (
      this.high(a, a + length) === this.high(b, b + length) &&
      this.low(a, a + length) === this.low(b, b + length)
    );
  }
}

class Polynomial {
  private readonly prefixes: Int32Array;
  private readonly powers: Int32Array;

  constructor(keys: Uint32Array, base: number, longest: number) {
    this.prefixes = new Int32Array(keys.length + 1);
    for (let i = 0; i < keys.length; i++)
      this.prefixes[i + 1] = Math.imul(this.prefixes[i] ?? 0, base) + (keys[i] ?? 0);
    this.powers = new Int32Array(longest + 1);
    this.powers[0] = 1;
    for (let i = 1; i <= longest; i++) this.powers[i] = Math.imul(this.powers[i - 1] ?? 0, base);
  }

  of(start: number, end: number): number {
    const before = Math.imul(this.prefixes[start] ?? 0, this.powers[end - start] ?? 0);
    return ((this.prefixes[end] ?? 0) - before) | 0;
  }
}
