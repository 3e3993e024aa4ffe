/** One user of this host must not have all that there is of sessions: a worker serves so many of each. */

/** Sessions of `-bs` of one user. */
const MOST_OF_ONE = 100;

export class LocalSessions {
  private readonly counts = new Map<number, number>();

  /** Root, and the user we run as, would harm nobody but themselves. */
  isFull(uid: number): boolean {
    return uid !== 0 && uid !== process.getuid?.() && (this.counts.get(uid) ?? 0) >= MOST_OF_ONE;
  }

  /** @returns to be called when it is over */
  begin(uid: number): () => void {
    this.counts.set(uid, (this.counts.get(uid) ?? 0) + 1);
    return () => {
      const left = (this.counts.get(uid) ?? 1) - 1;
      if (left > 0) this.counts.set(uid, left);
      else this.counts.delete(uid);
    };
  }
}
