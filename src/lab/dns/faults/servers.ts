/** Name servers that do not answer for what they should (RFC 1034 §4.3.2, RFC 4697 §2.2). */
import { RCODE, RR } from '../../../core/dns/index.ts';
import { withServer } from './design.ts';
import type { ZoneFault } from './types.ts';

export const serverFaults: readonly ZoneFault[] = [
  {
    name: 'servfail-tlsa',
    about: 'the name servers answer SERVFAIL for TLSA',
    seenIn: 'tlsa',
    status: 'failure',
    refs: ['RFC 7672 §2.1.2'],
    spoil: (design) =>
      withServer(design, () => ({ failure: (type) => (type === RR.TLSA ? RCODE.SERVFAIL : undefined) })),
  },
  {
    name: 'servfail',
    about: 'the name servers answer SERVFAIL for the zone',
    seenIn: 'answers',
    status: 'failure',
    refs: ['RFC 2308 §7.1'],
    spoil: (design) => withServer(design, () => ({ failure: () => RCODE.SERVFAIL })),
  },
  {
    name: 'lame',
    about: 'the name servers know nothing of the zone delegated to them',
    seenIn: 'answers',
    status: 'failure',
    refs: ['RFC 4697 §2.2'],
    spoil: (design) => withServer(design, () => ({ failure: () => RCODE.REFUSED })),
  },
];
