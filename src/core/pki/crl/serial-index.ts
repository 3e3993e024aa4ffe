/**
 * From serial number to entry: an open-addressing table of offsets, four octets a slot, so that a million entries take 8 MiB.
 *
 * A slot holds the entry's offset plus one; zero is free. What equal hashes stand for is compared in the octets themselves.
 */
export class SerialIndex {
  private slots: Uint32Array;
  private used = 0;
  private readonly hashAt: (offset: number) => number;
  private readonly isSame: (a: number, b: number) => boolean;

  /**
   * @param expected  how many there may be; more are welcome
   * @param hashAt    hash of the entry at an offset, seeded, so that nobody writes a list that falls on one slot
   * @param isSame    have the entries at these offsets the same serial and issuer?
   */
  constructor(expected: number, hashAt: (offset: number) => number, isSame: (a: number, b: number) => boolean) {
    this.slots = new Uint32Array(2 ** Math.ceil(Math.log2(Math.max(expected, 8) * 2)));
    this.hashAt = hashAt;
    this.isSame = isSame;
  }

  /** False where an equal one is there already. */
  add(offset: number): boolean {
    if (this.used * 2 >= this.slots.length) this.grow();
    const slot = this.search(this.hashAt(offset), (other) => this.isSame(other, offset));
    if (this.slots[slot] !== 0) return false;
    this.slots[slot] = offset + 1;
    this.used += 1;
    return true;
  }

  /** The offset of the entry that `fits`, among those of this hash. */
  find(hash: number, fits: (offset: number) => boolean): number | undefined {
    const found = this.slots[this.search(hash, fits)]!;
    return found === 0 ? undefined : found - 1;
  }

  /** The slot of the one that fits, or the free one where it would go. */
  private search(hash: number, fits: (offset: number) => boolean): number {
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    while (this.slots[slot] !== 0 && !fits(this.slots[slot]! - 1)) slot = (slot + 1) & mask;
    return slot;
  }

  private grow(): void {
    const old = this.slots;
    this.slots = new Uint32Array(old.length * 2);
    for (const filled of old) {
      if (filled !== 0) this.slots[this.search(this.hashAt(filled - 1), () => false)] = filled;
    }
  }
}
