/** What servers staple (RFC 6066 §8, RFC 8446 §4.4.2.1), and what must-staple makes of it (RFC 7633). */
import { pass } from '../expect.ts';
import type { CertificateExpectation, DomainRow, HostRow } from '../types.ts';

const row = (name: string, shows: string, host: Partial<HostRow>, certificate: CertificateExpectation): DomainRow => ({
  name,
  shows,
  hosts: [{ name: 'mx', tlsa: ['3 1 1'], services: [{ port: 465, dialect: 'smtp', tlsOnConnect: true }], ...host }],
  expect: pass('dane'),
  certificate,
});

/** The server staples in that mood, and its responder answers well. */
const stapling = (mood: string, shows: string, staple: string): DomainRow =>
  row(`staple-${mood}.test`, shows, { staple: mood }, { staple, ocsp: 'good 0' });

export const staples: readonly DomainRow[] = [
  stapling('good', 'a proof as it should be', 'good 0'),
  row(
    'staple-both-keys.test',
    'RSA and ECDSA certificates, each with its own proof',
    {
      keys: ['p256', 'rsa'],
      tlsa: ['3 1 1 p256', '3 1 1 rsa'],
      staple: 'good',
    },
    { staple: 'good 0' },
  ),
  stapling('delegated', 'a proof signed by a delegate of the issuer', 'good 0'),
  stapling('sha256', 'a proof whose CertID is in SHA-256', 'good 0'),
  row(
    'staple-revoked.test',
    'revoked, and the server says so itself',
    { staple: 'revoked', ocsp: 'revoked' },
    { staple: 'revoked 1', ocsp: 'revoked 1' },
  ),
  stapling('unknown', 'a proof that knows nothing of the certificate', 'unknown 1'),
  stapling('expired', 'a proof that ended a week ago: the server fetches no more', 'expired 1'),
  stapling('not-yet-valid', 'a proof for tomorrow', 'not-yet-valid 1'),
  stapling('no-next-update', 'a proof without nextUpdate, which Exim ignores', 'good 0'),
  stapling('wrong-serial', 'the proof of another certificate', 'certid-serial 1'),
  stapling('wrong-issuer', 'the proof of a certificate of another issuer', 'certid-issuer-name 1'),
  stapling('bad-signature', 'a proof whose signature does not verify', 'bad-signature 1'),
  stapling('delegated-no-usage', 'a proof signed by a delegate that may not', 'signer-usage 1'),
  stapling('signer-expired', 'a proof whose signer’s certificate ended yesterday', 'signer-expired 1'),
  stapling('signer-expiring', 'a proof that outlives the certificate of its signer', 'good 0'),
  stapling('try-later', 'an error of the responder, stapled as it came', 'try-later 1'),
  stapling('garbage', 'no proof at all, but octets', 'malformed 1'),
  row(
    'must-staple.test',
    'the certificate demands a proof, and there is one',
    {
      staple: 'good',
      template: { mustStaple: true },
    },
    { staple: 'good 0', ocsp: 'good 0' },
  ),
  row(
    'must-staple-missing.test',
    'the certificate demands a proof, and the server staples none',
    {
      template: { mustStaple: true },
    },
    { staple: 'none 1', ocsp: 'good 0' },
  ),
];
