/** Certificates and chains that do not fit the records, and those that only look as if (RFC 7671 §5, RFC 7672 §3). */
import { fail, pass, warn } from '../expect.ts';
import type { DomainRow } from '../types.ts';

export const mismatch: readonly DomainRow[] = [
  {
    name: 'stale.test',
    shows: 'the key was changed and the record was not',
    hosts: [{ name: 'mx', tlsa: ['3 1 1 old'] }],
    expect: fail('dane', 'dane.tlsa.no-match'),
  },
  {
    name: 'split-keys.test',
    shows: 'RSA and ECDSA certificates, a record for ECDSA alone',
    hosts: [{ name: 'mx', keys: ['p256', 'rsa'], tlsa: ['3 1 1 p256'] }],
    expect: fail('dane', 'dane.tlsa.no-match', 'dane.host.one-key-type-fails'),
  },
  {
    name: 'wrong-name.test',
    shows: 'DANE-TA, and the certificate names another host',
    hosts: [{ name: 'mx', certificateNames: ['elsewhere.test'], tlsa: ['2 1 1'] }],
    expect: fail('dane', 'dane.tlsa.no-match'),
  },
  {
    name: 'wrong-name-ee.test',
    shows: 'DANE-EE, where the name in the certificate does not matter (RFC 7671 §5.1)',
    hosts: [{ name: 'mx', certificateNames: ['elsewhere.test'], tlsa: ['3 1 1'] }],
    expect: pass('dane'),
  },
  {
    name: 'domain-name.test',
    shows: 'DANE-TA, and the certificate names the mail domain instead of the host (RFC 7672 §3.2.2)',
    hosts: [{ name: 'mx', certificateNames: ['domain-name.test'], tlsa: ['2 1 1'] }],
    expect: pass('dane'),
  },
  {
    name: 'expired-ta.test',
    shows: 'DANE-TA, and the certificate ended yesterday',
    hosts: [{ name: 'mx', expired: true, tlsa: ['2 1 1'] }],
    expect: fail('dane', 'dane.tlsa.no-match'),
  },
  {
    name: 'expired-ee.test',
    shows: 'DANE-EE, where the dates in the certificate do not matter (RFC 7671 §5.1)',
    hosts: [{ name: 'mx', expired: true, tlsa: ['3 1 1'] }],
    expect: pass('dane'),
  },
  {
    name: 'expiring-ta.test',
    shows: 'DANE-TA, and the certificate ends in three days',
    hosts: [{ name: 'mx', days: 3, tlsa: ['2 1 1'] }],
    expect: warn('dane', 'dane.chain.expiring'),
  },
  {
    name: 'missing-ta.test',
    shows: 'DANE-TA, and the server does not send the CA certificate the record is made from',
    hosts: [{ name: 'mx', chain: 'leaf-only', tlsa: ['2 0 1'] }],
    expect: fail('dane', 'dane.chain.missing-ta'),
  },
  {
    name: 'unordered.test',
    shows: 'DANE-TA over the root, the chain sent out of order',
    hosts: [{ name: 'mx', chain: 'unordered', tlsa: ['2 1 1 root'] }],
    expect: pass('dane'),
  },
  {
    name: 'unrelated.test',
    shows: 'DANE-TA, a certificate in the chain that belongs to nobody',
    hosts: [{ name: 'mx', chain: 'unrelated', tlsa: ['2 1 1'] }],
    expect: pass('dane'),
  },
  {
    name: 'duplicate.test',
    shows: 'DANE-TA, the issuing CA sent twice',
    hosts: [{ name: 'mx', chain: 'duplicate', tlsa: ['2 1 1'] }],
    expect: pass('dane'),
  },
];
