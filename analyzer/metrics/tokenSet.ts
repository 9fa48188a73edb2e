/** A set of pairs of a 32-bit hash and an owner, in open addressing: much faster than a `Set` of strings. */
export class TokenSet {
  private hashes = new Int32Array(START_SIZE);
  /** Owner + 1, so that 0 means empty. */
  private owners = new Int32Array(START_SIZE);
  private count = 0;

  /** Adds a pair; answers whether it is new. @param owner 0 or more */
  add(hash: number, owner: number): boolean {
    if (this.count * 2 > this.owners.length) this.grow();
    return this.place(hash | 0, owner + 1);
  }

  private place(hash: number, owner: number): boolean {
    const mask = this.owners.length - 1;
    let at = (hash ^ Math.imul(owner, 0x9e3779b1)) & mask;
    while (this.owners[at] !== 0) {
      if (this.owners[at] === owner && this.hashes[at] === hash) return false;
      at = (at + 1) & mask;
    }
    this.owners[at] = owner;
    this.hashes[at] = hash;
    this.count++;
    return true;
  }

  private grow(): void {
    const { hashes, owners } = this;
    this.hashes = new Int32Array(hashes.length * 2);
    this.owners = new Int32Array(owners.length * 2);
    this.count = 0;
    for (let at = 0; at < owners.length; at++) {
      const owner = owners[at] ?? 0;
      if (owner !== 0) this.place(hashes[at] ?? 0, owner);
    }
  }
}

const START_SIZE = 1024;
