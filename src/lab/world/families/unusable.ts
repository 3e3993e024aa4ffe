/** Records that a sender cannot use, and what is left then (RFC 7672 §2.2, §3.1.3; RFC 7671 §9). */
import { fail, pass, warn } from '../expect.ts';
import type { DomainRow } from '../types.ts';

export const unusable: readonly DomainRow[] = [
  {
    name: 'pkix.test',
    shows: 'usages 0 and 1 alone: unusable for SMTP, so TLS is mandatory and unauthenticated',
    hosts: [{ name: 'mx', tlsa: ['1 1 1', '0 0 1'] }],
    expect: warn('mandatory-tls', 'dane.tlsa.all-unusable'),
  },
  {
    name: 'partly-unusable.test',
    shows: 'a usage 1 record beside a good one: only the good one counts',
    hosts: [{ name: 'mx', tlsa: ['3 1 1', '1 1 1'] }],
    expect: pass('dane', 'dane.tlsa.unusable'),
  },
  {
    name: 'malformed.test',
    shows: 'a digest of the wrong length, and a usage nobody knows',
    hosts: [{ name: 'mx' }],
    records: ['_25._tcp.mx TLSA 3 1 1 abcdef', '_25._tcp.mx TLSA 9 1 1 00112233'],
    expect: warn('mandatory-tls', 'dane.tlsa.all-unusable'),
  },
  {
    name: 'agility.test',
    shows: 'SHA-512 of an old key outweighs SHA-256 of the present one (digest agility, RFC 7671 §9)',
    hosts: [{ name: 'mx', tlsa: ['3 1 2 old', '3 1 1'] }],
    expect: fail('dane', 'dane.tlsa.no-match'),
  },
];
