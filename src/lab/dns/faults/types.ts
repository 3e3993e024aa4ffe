/** The words of faults in DNS data. */
import type { SecurityStatus } from '../../../core/dns/index.ts';
import type { Signer, Zone, ZoneSource } from '../types.ts';

/** A zone before it is made, with all a fault can spoil about it. */
export interface ZoneDesign {
  readonly source: ZoneSource;
  /** DS RDATA that the parent publishes; none: an insecure delegation. */
  readonly ds: readonly Uint8Array[];
  /** Around the zone's signer. */
  readonly around: (signer: Signer) => Signer;
  /** Around the finished zone, for servers that fail, forget or lie. */
  readonly serve: (zone: Zone) => Zone;
}

/** Which look-ups show the fault: `answers` are positive ones, and with them everything else. */
export type SeenIn = 'answers' | 'mx' | 'tlsa' | 'denials' | 'wildcards';

export interface ZoneFault {
  /** As `lab break DOMAIN FAULT` takes it. */
  readonly name: string;
  /** One line that begins with a small letter. */
  readonly about: string;
  readonly seenIn: SeenIn;
  /** What a validator of today makes of it; `failure` where no answer comes. */
  readonly status: SecurityStatus | 'failure';
  readonly refs: readonly string[];
  readonly spoil: (design: ZoneDesign) => ZoneDesign;
}
