/**
 * Hosts that mail streams to. A connection is kept for the next message where there is one, or may well be: Exim goes on over
 * a connection only with messages that wait for its host, and whoever sends a single message sees it ended as he expects.
 */

/** So many within a second or so are a stream. */
const STREAM = 5;
const SECOND_MS = 1000;
/** Hosts, by far more than anybody streams to. */
const MOST_KNOWN = 1000;

interface Window {
  startedMs: number;
  count: number;
  /** In the second before this one. */
  before: number;
}

export class Demand {
  private readonly windows = new Map<string, Window>();

  /**
   * A message has gone to the host of that key.
   *
   * @param nowMs  never goes back
   * @returns whether it is one of a stream
   */
  note(key: string, nowMs: number): boolean {
    const known = this.windows.get(key);
    if (known === undefined) {
      if (this.windows.size >= MOST_KNOWN) this.windows.clear();
      this.windows.set(key, { startedMs: nowMs, count: 1, before: 0 });
      return false;
    }
    const passedMs = nowMs - known.startedMs;
    if (passedMs >= SECOND_MS) {
      known.before = passedMs < 2 * SECOND_MS ? known.count : 0;
      known.count = 0;
      known.startedMs = nowMs;
    }
    known.count += 1;
    return known.count > STREAM || known.before > STREAM;
  }
}
