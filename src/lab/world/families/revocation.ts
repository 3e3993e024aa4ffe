/** What responder and lists say of a certificate, and where it sends those who ask (RFC 6960, RFC 5280 §5). */
import { pass } from '../expect.ts';
import type { DomainRow, HostRow } from '../types.ts';

const row = (name: string, shows: string, host: Partial<HostRow>): DomainRow => ({
  name,
  shows,
  hosts: [{ name: 'mx', tlsa: ['3 1 1'], ...host }],
  expect: pass('dane'),
});

/** The responder answers about this one in that mood. */
const answered = (mood: string, shows: string): DomainRow => row(`ocsp-${mood}.test`, shows, { ocsp: mood });

/** No responder; the list is in that mood. */
const listed = (mood: string, shows: string): DomainRow => row(`crl-${mood}.test`, shows, { status: { crl: mood } });

export const revocation: readonly DomainRow[] = [
  row('revoked.test', 'revoked, the key compromised: on the lists, and the responder says so', {
    ocsp: 'revoked',
    status: { ocsp: true, crl: 'good' },
  }),
  answered('on-hold', 'revoked for now'),
  answered('unknown', 'the responder does not know the certificate'),
  answered('unauthorized', 'the responder will not speak of the certificate'),
  answered('try-later', 'the responder is busy'),
  answered('expired', 'the responder hands out what it signed long ago'),
  answered('signer-expiring', 'the responder’s certificate ends before the proof does'),
  answered('garbage', 'the responder answers with octets that are no DER'),
  answered('html', 'a captive portal in front of the responder'),
  answered('server-error', 'the responder is out of order'),
  answered('redirect', 'the responder has moved'),
  answered('redirect-loop', 'the responder has moved to where it is'),
  answered('slow', 'the responder takes its time'),
  row('crl-only.test', 'no responder: the CA publishes lists only, as most will', { status: { crl: 'good' } }),
  row('crl-revoked.test', 'no responder, and on the list', { ocsp: 'revoked', status: { crl: 'good' } }),
  listed('expired', 'the list ended a week ago'),
  listed('base', 'revoked since the list: the delta says so'),
  listed('indirect', 'on a list that another authority signs'),
  listed('other-point', 'the list is for other certificates'),
  listed('bad-signature', 'the list is not signed by the issuer'),
  listed('huge', 'a list of twelve thousand'),
  listed('not-found', 'the list is gone'),
  row('no-status.test', 'neither responder nor list: nobody can tell', { status: 'none' }),
  row('must-staple-no-url.test', 'the certificate demands a proof, and there is no responder to have it from', {
    status: 'none',
    template: { mustStaple: true },
  }),
];
