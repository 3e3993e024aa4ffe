/** Every combination of usage, selector and matching type that works (RFC 6698 §2.1, RFC 7671 §5). */
import { pass } from '../expect.ts';
import type { DomainRow } from '../types.ts';

export const usages: readonly DomainRow[] = [
  {
    name: 'good.test',
    shows: 'the record everyone should publish: DANE-EE, public key, SHA-256',
    hosts: [{ name: 'mx', tlsa: ['3 1 1'] }],
    expect: pass('dane', 'dane.tlsa.no-next-key'),
  },
  {
    name: 'ee301.test',
    shows: 'DANE-EE over the whole certificate: works, and breaks at every renewal',
    hosts: [{ name: 'mx', tlsa: ['3 0 1'] }],
    expect: pass('dane', 'dane.tlsa.fragile'),
  },
  {
    name: 'ee312.test',
    shows: 'DANE-EE, public key, SHA-512',
    hosts: [{ name: 'mx', tlsa: ['3 1 2'] }],
    expect: pass('dane'),
  },
  {
    name: 'ee300.test',
    shows: 'DANE-EE with the certificate itself in DNS',
    hosts: [{ name: 'mx', tlsa: ['3 0 0'] }],
    expect: pass('dane', 'dane.tlsa.fragile'),
  },
  {
    name: 'ta201.test',
    shows: 'DANE-TA over the issuing CA certificate',
    hosts: [{ name: 'mx', tlsa: ['2 0 1'] }],
    expect: pass('dane', 'dane.tlsa.intermediate-anchor'),
  },
  {
    name: 'ta211.test',
    shows: 'DANE-TA over the issuing CA public key',
    hosts: [{ name: 'mx', tlsa: ['2 1 1'] }],
    expect: pass('dane', 'dane.tlsa.intermediate-anchor'),
  },
  {
    name: 'ta210.test',
    shows: 'DANE-TA with a bare public key in DNS, its certificate not sent (RFC 7671 §5.2.2)',
    hosts: [{ name: 'mx', chain: 'leaf-only', tlsa: ['2 1 0'] }],
    expect: pass('dane'),
  },
  {
    name: 'ta200.test',
    shows: 'DANE-TA with the CA certificate in DNS, not sent by the server (RFC 7671 §5.2.1)',
    hosts: [{ name: 'mx', chain: 'leaf-only', tlsa: ['2 0 0'] }],
    expect: pass('dane'),
  },
  {
    name: 'ta-root.test',
    shows: 'DANE-TA over the root, which the server sends too',
    hosts: [{ name: 'mx', chain: 'with-root', tlsa: ['2 0 1 root'] }],
    expect: pass('dane'),
  },
  {
    name: 'both-keys.test',
    shows: 'RSA and ECDSA certificates, a record for each',
    hosts: [{ name: 'mx', keys: ['p256', 'rsa'], tlsa: ['3 1 1 p256', '3 1 1 rsa'] }],
    expect: pass('dane'),
  },
  {
    name: 'rollover.test',
    shows: 'ready for the next key: its record stands beside that of the present one',
    hosts: [{ name: 'mx', tlsa: ['3 1 1', '3 1 1 next'] }],
    expect: pass('dane', 'dane.tlsa.stale-record'),
  },
  {
    name: 'two-mx.test',
    shows: 'two mail hosts, both covered',
    hosts: [
      { name: 'mx1', tlsa: ['3 1 1'] },
      { name: 'mx2', tlsa: ['2 1 1'] },
    ],
    expect: pass('dane'),
  },
];
