/**
 * Who may come in: how many at once, in all and from one address, and how many of them are kept for some
 * (Exim spec ch. "SMTP processing"; its options `smtp_accept_max` and the like).
 *
 * It counts and decides; who owns the connections asks before each and tells when one has ended.
 */

import type { RefusedWhy } from '../log/index.ts';

export interface AdmissionLimits {
  /** `smtp_accept_max`; 0: no limit. */
  readonly max: number;
  /** `smtp_accept_reserve`. */
  readonly reserve: number;
  /** `smtp_load_reserve`, as the system counts load; absent: no limit. */
  readonly loadReserve?: number;
  /** `smtp_reserve_hosts` is set. */
  readonly hasReserved: boolean;
  readonly hostname: string;
}

export interface Arrival {
  readonly address: string;
  /** `smtp_accept_max_per_host` for it; 0: no limit. */
  readonly maxPerHost: number;
  /** Is it in `smtp_reserve_hosts`? Asked where it matters. */
  readonly isReserved: () => boolean;
}

export type Admission = { readonly kind: 'in'; readonly count: number } | ({ readonly kind: 'out' } & Refusal);

export interface Refusal {
  /** For the client, without its line end. */
  readonly reply: string;
  /** For the log. */
  readonly why: RefusedWhy;
}

export class Door {
  private readonly perHost = new Map<string, number>();
  private count = 0;

  get open(): number {
    return this.count;
  }

  /** Counts it where it may come in. */
  enter(limits: AdmissionLimits, arrival: Arrival, load: () => number): Admission {
    const refusal = this.refusal(limits, arrival, load);
    if (refusal !== undefined) return { kind: 'out', ...refusal };
    this.add(arrival.address);
    return { kind: 'in', count: this.count };
  }

  /** One that is in already. */
  add(address: string): void {
    this.count += 1;
    this.perHost.set(address, this.from(address) + 1);
  }

  leave(address: string): void {
    this.count -= 1;
    const left = this.from(address) - 1;
    if (left > 0) this.perHost.set(address, left);
    else this.perHost.delete(address);
  }

  private from(address: string): number {
    return this.perHost.get(address) ?? 0;
  }

  /** In Exim's order. */
  private refusal(
    limits: AdmissionLimits,
    { address, maxPerHost, isReserved }: Arrival,
    load: () => number,
  ): Refusal | undefined {
    const { max, reserve, loadReserve, hasReserved, hostname } = limits;
    if (max > 0 && this.count >= max) return { reply: MANY, why: { kind: 'too-many' } };
    const loaded = loadReserve === undefined ? undefined : load();
    const isLoaded = loaded !== undefined && loaded > loadReserve!;
    if (isLoaded && !hasReserved)
      return { reply: '421 Too much load; please try again later.', why: { kind: 'load', load: loaded } };
    if (maxPerHost > 0 && this.from(address) >= maxPerHost)
      return { reply: MANY_FROM_THERE, why: { kind: 'too-many-from-host' } };
    const takesReserved = max > 0 && this.count + 1 > max - reserve;
    if ((!takesReserved && !isLoaded) || isReserved()) return undefined;
    if (takesReserved)
      return {
        reply: `421 ${hostname}: Too many concurrent SMTP connections; please try again later`,
        why: { kind: 'reserve', connected: this.count, max, reserve },
      };
    return {
      reply: `421 ${hostname}: Too much load; please try again later`,
      why: { kind: 'reserve-load', load: loaded! },
    };
  }
}

const MANY = '421 Too many concurrent SMTP connections; please try again later.';
const MANY_FROM_THERE = '421 Too many concurrent SMTP connections from this IP address; please try again later.';
