/**
 * What was found, kept for its time: positive, negative and failed look-ups, with whatever security status they carry.
 *
 * - Equal keys asked at once share one flight (RFC 5452 §5: no birthday attacks by many equal questions in flight).
 * - Values leave when their TTL is over (RFC 2181 §8, RFC 2308 §5), failures after seconds that double with each
 *   failure in a row (RFC 9520 §3.2).
 * - The whole is bounded in octets. Whom to drop: the oldest not used since it was last looked over ("second chance"),
 *   which keeps a hit to one map look-up and one flag.
 *
 * Time comes from the clock's monotonic side, so a wall clock that jumps keeps nothing alive.
 */
import type { Clock, Result } from '../../base/index.ts';
import type { Answer, DnsError, ResourceRecord } from './types.ts';

/** Whoever says longer is believed for a day (RFC 8767 §4 names a week as the outer bound). */
const MAX_TTL_SECONDS = 86_400;
/** RFC 9520 §3.2: at least a second, not beyond five minutes. */
const FIRST_FAILURE_SECONDS = 1;
const MAX_FAILURE_SECONDS = 300;
/** Map slot, entry, promise and result of one key, roughly. */
const ENTRY_OVERHEAD_OCTETS = 400;

export interface Lasting {
  /** Seconds the value may be kept; 0 shares the flight and keeps nothing. */
  readonly ttlSeconds: number;
}

export interface CacheOptions<T, E> {
  readonly clock: Clock;
  /** Bound on keys and values together. */
  readonly maxOctets: number;
  readonly sizeOctets: (value: T) => number;
  /** Failures that concern one asker only, as its own abort: neither kept nor shared. */
  readonly isPrivate?: (error: E) => boolean;
}

export interface Cache<T extends Lasting, E> {
  /** The kept outcome, the one under way, or a new one by `make`. */
  get(key: string, make: () => Promise<Result<T, E>>): Promise<Result<T, E>>;
  /** A kept value alone: no flight, no failure. */
  peek(key: string): T | undefined;
  readonly sizeOctets: number;
  readonly entries: number;
}

interface Entry<T, E> {
  readonly flight: Promise<Result<T, E>>;
  value?: T;
  /** Monotonic; infinite while under way. */
  expiresMs: number;
  sizeOctets: number;
  used: boolean;
  /** Failures in a row up to this one. */
  failures: number;
}

export function createCache<T extends Lasting, E>(options: CacheOptions<T, E>): Cache<T, E> {
  return new SecondChanceCache(options);
}

/** Octets an answer keeps in memory: messages its RDATA looks into count whole, once each. */
export function answerOctets(answer: Answer): number {
  let octets = ENTRY_OVERHEAD_OCTETS + answer.reasons.length * 200 + answer.aliases.length * 200;
  let counted: ArrayBufferLike | undefined;
  for (const { name, rdata } of answer.records) {
    octets += 150 + name.length;
    if (rdata.buffer !== counted) octets += rdata.buffer.byteLength;
    counted = rdata.buffer;
  }
  return octets;
}

/** Seconds that "there is none" may be kept, from the SOA beside it: the less of its TTL and its minimum (RFC 2308 §5). */
export function negativeTtlSeconds(soa: ResourceRecord): number {
  const { rdata } = soa;
  const at = rdata.length - 4;
  if (at < 0) return 0;
  const minimum = ((rdata[at]! << 24) | (rdata[at + 1]! << 16) | (rdata[at + 2]! << 8) | rdata[at + 3]!) >>> 0;
  return Math.min(soa.ttlSeconds, minimum, MAX_NEGATIVE_SECONDS);
}

/** "Values of one to three hours have been found to work well" (RFC 2308 §5). */
const MAX_NEGATIVE_SECONDS = 10_800;

/** An asker that went away says nothing about the name. */
export function isPrivateFailure(error: DnsError): boolean {
  return error.code === 'dns/aborted';
}

class SecondChanceCache<T extends Lasting, E> implements Cache<T, E> {
  readonly #options: CacheOptions<T, E>;
  /** In order of insertion, which eviction reads as age. */
  readonly #entries = new Map<string, Entry<T, E>>();
  /** Where eviction looks next: what is put back, or comes later, is behind it. */
  #queue = this.#entries.entries();
  #sizeOctets = 0;

  constructor(options: CacheOptions<T, E>) {
    this.#options = options;
  }

  get sizeOctets(): number {
    return this.#sizeOctets;
  }

  get entries(): number {
    return this.#entries.size;
  }

  get(key: string, make: () => Promise<Result<T, E>>): Promise<Result<T, E>> {
    const known = this.#entries.get(key);
    if (known === undefined || known.expiresMs <= this.#options.clock.monotonicMs())
      return this.#start(key, make, known);
    known.used = true;
    return known.expiresMs === Number.POSITIVE_INFINITY ? this.#join(key, known.flight, make) : known.flight;
  }

  peek(key: string): T | undefined {
    const known = this.#entries.get(key);
    if (known === undefined || known.expiresMs <= this.#options.clock.monotonicMs()) return undefined;
    known.used = true;
    return known.value;
  }

  #start(key: string, make: () => Promise<Result<T, E>>, last: Entry<T, E> | undefined): Promise<Result<T, E>> {
    this.#drop(key);
    const flight = make();
    const entry: Entry<T, E> = {
      flight,
      expiresMs: Number.POSITIVE_INFINITY,
      sizeOctets: ENTRY_OVERHEAD_OCTETS + 2 * key.length,
      used: true,
      failures: last?.failures ?? 0,
    };
    this.#entries.set(key, entry);
    this.#sizeOctets += entry.sizeOctets;
    void flight.then(
      (result) => this.#land(key, entry, result),
      () => this.#entries.get(key) === entry && this.#drop(key),
    );
    return flight;
  }

  /** Whoever waits for another's flight is not to share that other's abort. */
  async #join(key: string, flight: Promise<Result<T, E>>, make: () => Promise<Result<T, E>>): Promise<Result<T, E>> {
    const result = await flight;
    return !result.ok && this.#options.isPrivate?.(result.error) === true ? this.get(key, make) : result;
  }

  #land(key: string, entry: Entry<T, E>, result: Result<T, E>): void {
    if (this.#entries.get(key) !== entry) return;
    const seconds = result.ok
      ? Math.min(result.value.ttlSeconds, MAX_TTL_SECONDS)
      : this.#failureSeconds(entry, result.error);
    if (seconds <= 0) {
      this.#drop(key);
      return;
    }
    entry.expiresMs = this.#options.clock.monotonicMs() + seconds * 1000;
    if (result.ok) {
      entry.value = result.value;
      entry.failures = 0;
      const size = this.#options.sizeOctets(result.value);
      entry.sizeOctets += size;
      this.#sizeOctets += size;
    }
    this.#evict();
  }

  #failureSeconds(entry: Entry<T, E>, error: E): number {
    if (this.#options.isPrivate?.(error) === true) return 0;
    const seconds = Math.min(FIRST_FAILURE_SECONDS * 2 ** entry.failures, MAX_FAILURE_SECONDS);
    entry.failures += 1;
    return seconds;
  }

  /** Used entries go back to the end of the queue once; flights under way always do. */
  #evict(): void {
    let patience = 2 * this.#entries.size;
    while (this.#sizeOctets > this.#options.maxOctets && patience > 0) {
      patience -= 1;
      const [key, entry] = this.#oldest();
      const underWay = entry.expiresMs === Number.POSITIVE_INFINITY;
      if (!entry.used && !underWay) {
        this.#drop(key);
        continue;
      }
      entry.used = false;
      this.#entries.delete(key);
      this.#entries.set(key, entry);
    }
  }

  /** One walk goes on over all evictions: a new one would begin with a step over everything that was dropped before. */
  #oldest(): [string, Entry<T, E>] {
    let next = this.#queue.next();
    if (next.done === true) {
      this.#queue = this.#entries.entries();
      next = this.#queue.next();
    }
    return next.value!;
  }

  #drop(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    this.#sizeOctets -= entry.sizeOctets;
  }
}
