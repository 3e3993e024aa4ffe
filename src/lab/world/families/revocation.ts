/** What responder and lists say of a certificate, and where it sends those who ask (RFC 6960, RFC 5280 §5). */
import { pass } from '../expect.ts';
import type { CertificateExpectation, DomainRow, HostRow } from '../types.ts';

const row = (name: string, shows: string, host: Partial<HostRow>, certificate: CertificateExpectation): DomainRow => ({
  name,
  shows,
  hosts: [{ name: 'mx', tlsa: ['3 1 1'], ...host }],
  expect: pass('dane'),
  certificate,
});

/** Nobody to ask is no fault: the authority publishes lists alone. */
const NO_RESPONDER = 'no-responder 0';

/** The responder answers about this one in that mood. */
const answered = (mood: string, shows: string, ocsp: string): DomainRow =>
  row(`ocsp-${mood}.test`, shows, { ocsp: mood }, { ocsp });

/** No responder; the list is in that mood. */
const listed = (mood: string, shows: string, crl: string): DomainRow =>
  row(`crl-${mood}.test`, shows, { status: { crl: mood } }, { crl, ocsp: NO_RESPONDER });

export const revocation: readonly DomainRow[] = [
  row(
    'revoked.test',
    'revoked, the key compromised: on the lists, and the responder says so',
    {
      ocsp: 'revoked',
      status: { ocsp: true, crl: 'good' },
    },
    { ocsp: 'revoked 1', crl: 'revoked 1' },
  ),
  answered('on-hold', 'revoked for now', 'revoked 1'),
  answered('unknown', 'the responder does not know the certificate', 'unknown 1'),
  answered('unauthorized', 'the responder will not speak of the certificate', 'unauthorized 1'),
  answered('try-later', 'the responder is busy', 'try-later 3'),
  answered('expired', 'the responder hands out what it signed long ago', 'expired 1'),
  answered('signer-expiring', 'the responder’s certificate ends before the proof does', 'good 0'),
  answered('garbage', 'the responder answers with octets that are no DER', 'malformed 1'),
  answered('html', 'a captive portal in front of the responder', 'malformed 1'),
  answered('server-error', 'the responder is out of order', 'http-status 3'),
  answered('redirect', 'the responder has moved', 'good 0'),
  answered('redirect-loop', 'the responder has moved to where it is', 'net/http 3'),
  answered('slow', 'the responder takes its time', 'good 0'),
  row(
    'crl-only.test',
    'no responder: the CA publishes lists only, as most will',
    { status: { crl: 'good' } },
    { ocsp: NO_RESPONDER, crl: 'good 0' },
  ),
  row(
    'crl-revoked.test',
    'no responder, and on the list',
    { ocsp: 'revoked', status: { crl: 'good' } },
    { ocsp: NO_RESPONDER, crl: 'revoked 1' },
  ),
  listed('expired', 'the list ended a week ago', 'expired 1'),
  listed('base', 'revoked since the list: the delta says so', 'revoked 1'),
  listed('indirect', 'on a list that another authority signs', 'no-signer 3'),
  listed('other-point', 'the list is for other certificates', 'distribution-point 3'),
  listed('bad-signature', 'the list is not signed by the issuer', 'bad-signature 1'),
  listed('huge', 'a list of twelve thousand', 'good 0'),
  listed('not-found', 'the list is gone', 'unreachable 3'),
  row(
    'no-status.test',
    'neither responder nor list: nobody can tell',
    { status: 'none' },
    { ocsp: NO_RESPONDER, crl: 'no-crl 3' },
  ),
  row(
    'must-staple-no-url.test',
    'the certificate demands a proof, and there is no responder to have it from',
    {
      status: 'none',
      template: { mustStaple: true },
    },
    { ocsp: 'no-responder 1' },
  ),
];
