/** How much a check may ask of DNS (RFC 7208 §4.6.4): what keeps a record from making us its weapon. */
import type { Problem, SpfLimits } from './types.ts';

export const defaultLimits: SpfLimits = { lookups: 10, voids: 2, names: 10, elapsedMs: 20_000 };

/** Counts up; who asks for more than there is gets the problem. */
export class Budget {
  readonly limits: SpfLimits;
  lookups = 0;
  voids = 0;

  constructor(limits: Partial<SpfLimits> = {}) {
    this.limits = { ...defaultLimits, ...limits };
  }

  /** include, a, mx, ptr, exists, redirect, and the PTR query of `%{p}`; never the first record nor exp. */
  takeLookup(domain: string, term: string): Problem | undefined {
    this.lookups += 1;
    if (this.lookups <= this.limits.lookups) return undefined;
    const detail = `"${term}" of ${domain} is look-up ${this.lookups}, and ${this.limits.lookups} are allowed`;
    return { code: 'too-many-lookups', detail, domain, term };
  }

  /** A name that does not exist, or has no record of the type. */
  takeVoid(domain: string, term: string, name: string): Problem | undefined {
    this.voids += 1;
    if (this.voids <= this.limits.voids) return undefined;
    const detail = `${name} is void look-up ${this.voids}, and ${this.limits.voids} are allowed`;
    return { code: 'too-many-voids', detail, domain, term };
  }
}
