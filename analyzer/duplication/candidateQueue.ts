/** Numbered things by weight, the heaviest first, equal ones in the order in which they came: a binary heap. */
export class CandidateQueue {
  readonly #weights: number[] = [];
  readonly #heap: number[] = [];

  /** Adds one and gives its number: 0 for the first, 1 for the second and so on. */
  push(weight: number): number {
    const added = this.#weights.push(weight) - 1;
    let at = this.#heap.push(added) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!this.#isBefore(added, this.#at(above))) break;
      this.#heap[at] = this.#at(above);
      at = above;
    }
    this.#heap[at] = added;
    return added;
  }

  /** Takes the heaviest; `undefined` when none is left. */
  pop(): number | undefined {
    const first = this.#heap[0];
    const moved = this.#heap.pop();
    if (moved === undefined || this.#heap.length === 0) return first;
    let at = 0;
    for (let below = 1; below < this.#heap.length; below = 2 * at + 1) {
      const other = below + 1;
      if (other < this.#heap.length && this.#isBefore(this.#at(other), this.#at(below))) below = other;
      if (!this.#isBefore(this.#at(below), moved)) break;
      this.#heap[at] = this.#at(below);
      at = below;
    }
    this.#heap[at] = moved;
    return first;
  }

  #at(index: number): number {
    return this.#heap[index] ?? 0;
  }

  #isBefore(a: number, b: number): boolean {
    const difference = (this.#weights[a] ?? 0) - (this.#weights[b] ?? 0);
    return difference > 0 || (difference === 0 && a < b);
  }
}
