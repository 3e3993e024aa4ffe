/**
 * Who may come in: how many at once, in all and from one address, and how many of them are kept for some
 * (Exim spec ch. "SMTP processing"; its options `smtp_accept_max` and the like).
 *
 * It counts and decides; who owns the connections asks before each and tells when one has ended.
 */

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

export type Admission =
  | { readonly kind: 'in'; readonly count: number }
  /** `reply` for the client, `log` for the log, both without line ends. */
  | { readonly kind: 'out'; readonly reply: string; readonly log: string };

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
  ): Omit<Extract<Admission, { kind: 'out' }>, 'kind'> | undefined {
    const { max, reserve, loadReserve, hasReserved, hostname } = limits;
    if (max > 0 && this.count >= max)
      return { reply: MANY, log: `Connection from [${address}] refused: too many connections` };
    const loaded = loadReserve === undefined ? undefined : load();
    const isLoaded = loaded !== undefined && loaded > loadReserve!;
    if (isLoaded && !hasReserved)
      return {
        reply: '421 Too much load; please try again later.',
        log: `Connection from [${address}] refused: load average = ${loaded.toFixed(2)}`,
      };
    if (maxPerHost > 0 && this.from(address) >= maxPerHost)
      return {
        reply: MANY_FROM_THERE,
        log: `Connection from [${address}] refused: too many connections from that IP address`,
      };
    const takesReserved = max > 0 && this.count + 1 > max - reserve;
    if ((!takesReserved && !isLoaded) || isReserved()) return undefined;
    const refused = `temporarily refused connection from [${address}]: not in reserve list`;
    if (takesReserved)
      return {
        reply: `421 ${hostname}: Too many concurrent SMTP connections; please try again later`,
        log: `${refused}: connected=${this.count} max=${max} reserve=${reserve}`,
      };
    return {
      reply: `421 ${hostname}: Too much load; please try again later`,
      log: `${refused} and load average = ${loaded!.toFixed(2)}`,
    };
  }
}

const MANY = '421 Too many concurrent SMTP connections; please try again later.';
const MANY_FROM_THERE = '421 Too many concurrent SMTP connections from this IP address; please try again later.';
