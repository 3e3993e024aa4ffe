/** What a proven response says, and what follows for stapling. */
import { row } from './define.ts';

export const statusGood = row(
  'good',
  'ok',
  'The certificate is not revoked',
  'An authorized responder says so, and its word is in date.',
  ['RFC 6960 §2.2'],
);
export const statusRevoked = row(
  'revoked',
  'error',
  'The certificate is revoked',
  'The authority has withdrawn it. Stapling the proof makes clients that look refuse the connection.',
  ['RFC 6960 §2.2'],
  'Find out why, and get another certificate with another key.',
);
export const statusUnknown = row(
  'unknown',
  'error',
  'The responder does not know the certificate',
  'It is not one that it answers for: the wrong issuer, the wrong responder, or a certificate just issued.',
  ['RFC 6960 §2.2'],
  'Check the issuer and the URL of the responder; ask again later for a new certificate.',
);
export const eximStaples = row(
  'exim.staples',
  'ok',
  'Exim would staple it',
  'At loading Exim wants a response that parses, is successful, verifies up to the issuer, says good in its first single response, and has a thisUpdate and a nextUpdate that are right within 300 seconds.',
  ['RFC 6066 §8'],
);
export const eximIgnores = row(
  'exim.ignores',
  'warn',
  'Exim would not staple it',
  'At loading Exim wants a response that parses, is successful, verifies up to the issuer, says good in its first single response, and has a thisUpdate and a nextUpdate that are right within 300 seconds. What fails is ignored: the handshake goes on without a staple.',
  ['RFC 6066 §8'],
);

export const eximNoTls = row(
  'exim.no-tls',
  'warn',
  'Debian’s Exim would offer no TLS with it',
  'An Exim with GnuTLS, as Debian builds it, leaves the look at the file to that library. Where it cannot use the file (revoked, run out by a second, about another certificate, not an OCSP response), STARTTLS is answered with 454 and mail goes unencrypted or not at all, although the documentation has a bad proof ignored.',
  ['RFC 6066 §8'],
  'Take the file out of tls_ocsp_file, or replace it by a good one, before it is used.',
);

export const eventFindings = [statusGood, statusRevoked, statusUnknown, eximStaples, eximIgnores, eximNoTls];
