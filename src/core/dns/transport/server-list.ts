/**
 * Which server to ask next: the one that answers quickest, with the others tried now and then.
 *
 * Smoothed round-trip times as in RFC 6298 §2 (an eighth of the new measure). A failure doubles the time, at least to a
 * second; each choice lets the times of those not chosen fade, so that a server that was slow once is tried again.
 */
import type { Random } from '../../../base/index.ts';

const SMOOTHING = 1 / 8;
const FADING = 0.98;
const FAILURE_MS = 1_000;
/** Keeps the doubling finite. */
const WORST_MS = 60_000;
/** Round trips closer than this count as equal, and chance decides. */
const JITTER_MS = 5;

export class ServerList<T> {
  readonly #servers: { readonly server: T; roundTripMs: number | undefined }[];
  readonly #random: Random;

  constructor(servers: readonly T[], random: Random) {
    this.#servers = servers.map((server) => ({ server, roundTripMs: undefined }));
    this.#random = random;
  }

  get size(): number {
    return this.#servers.length;
  }

  /** The best of those not in `tried`; undefined when all are. Unmeasured servers come first, in their given order. */
  choose(tried: ReadonlySet<T>): T | undefined {
    const open = this.#servers.filter(({ server }) => !tried.has(server));
    const first = open[0];
    if (open.length < 2) return first?.server;
    const best = open.find(({ roundTripMs }) => roundTripMs === undefined) ?? this.#quickest(open);
    for (const entry of open) if (entry !== best && entry.roundTripMs !== undefined) entry.roundTripMs *= FADING;
    return best?.server;
  }

  succeeded(server: T, roundTripMs: number): void {
    const entry = this.#entry(server);
    const known = entry.roundTripMs;
    entry.roundTripMs = known === undefined ? roundTripMs : known + (roundTripMs - known) * SMOOTHING;
  }

  failed(server: T): void {
    const entry = this.#entry(server);
    entry.roundTripMs = Math.min(Math.max((entry.roundTripMs ?? 0) * 2, FAILURE_MS), WORST_MS);
  }

  #quickest<E extends { readonly roundTripMs: number | undefined }>(open: readonly E[]): E | undefined {
    let best: E | undefined;
    let bestMs = Number.POSITIVE_INFINITY;
    for (const entry of open) {
      const ms = (entry.roundTripMs ?? 0) + this.#random.below(JITTER_MS);
      if (ms < bestMs) [best, bestMs] = [entry, ms];
    }
    return best;
  }

  #entry(server: T): { roundTripMs: number | undefined } {
    return this.#servers.find((entry) => entry.server === server)!;
  }
}
