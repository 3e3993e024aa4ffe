/** Certificates as shown, and what is stapled to them. A certificate without a responder loses nothing here. */
import { row } from './define.ts';

export const certificate = row('certificate', 'ok', 'A certificate is shown', 'One for each type of key.', [
  'RFC 8446 §4.4.2',
]);
export const unreadable = row(
  'certificate.unreadable',
  'error',
  'The certificate cannot be read',
  'No client can make anything of it.',
  ['RFC 5280 §4.1'],
  'Send a certificate that tools can read: openssl x509 -text.',
);
export const expired = row(
  'certificate.expired',
  'error',
  'The certificate is out of its dates',
  'Clients that verify refuse it; senders that do not may still deliver.',
  ['RFC 5280 §4.1.2.5'],
  'Renew it; where it was renewed, make the server read it again.',
);
export const expiresSoon = row(
  'certificate.expires-soon',
  'warn',
  'The certificate ends soon',
  'Within seven days.',
  ['RFC 5280 §4.1.2.5'],
  'Renew it.',
);
export const weakKey = row(
  'certificate.weak-key',
  'warn',
  'The RSA key is short',
  'Keys below 2,048 bits are within reach of those with means, and current libraries refuse them.',
  ['RFC 9325 §4.5'],
  'Have a certificate issued for a key of 2,048 bits or more, or for ECDSA.',
);
export const otherName = row(
  'certificate.name',
  'warn',
  'The certificate does not name the host',
  'Clients that verify refuse it: for MTA-STS and submission an error, for opportunistic SMTP nobody looks. "mxray certname test" tells what each rule makes of it.',
  ['RFC 9525 §6', 'RFC 8461 §4.1'],
  'Have one issued for the name of the host.',
);
export const untrusted = row(
  'certificate.untrusted',
  'warn',
  'The chain as it is sent leads to no trusted root',
  'Clients that verify by the public authorities refuse it; with DANE they need not. "mxray cert chain" tells more.',
  ['RFC 5280 §6.1', 'RFC 8461 §4.1'],
  'Send the intermediates, or trust the root with --ca-file.',
);
export const stapled = row(
  'staple.good',
  'ok',
  'The stapled proof is good',
  'It verifies, is in date, and says that the certificate is not revoked.',
  ['RFC 6066 §8', 'RFC 6960 §2.2'],
);
export const stapleEnds = row(
  'staple.ends-soon',
  'warn',
  'The stapled proof ends soon',
  'Less than an eighth of its time is left, and a new one should be there by now: what renews it may have stopped. A proof ends with its signer’s certificate, too.',
  ['RFC 6960 §2.4', 'RFC 5019 §6'],
  'Fetch a new one: mxray ocsp fetch; mxray ocsp watch keeps it fresh.',
);
export const badStaple = row(
  'staple.bad',
  'error',
  'The stapled proof proves nothing',
  'Clients that look at it refuse the connection or ask elsewhere; one that is past its date is the usual reason.',
  ['RFC 6066 §8', 'RFC 6960 §3.2'],
  'Fetch a new one: mxray ocsp fetch.',
);
export const revoked = row(
  'staple.revoked',
  'error',
  'The stapled proof says that the certificate is revoked',
  'Clients that look at it refuse the connection.',
  ['RFC 6960 §2.2'],
  'Have a new certificate issued.',
);
export const mustStaple = row(
  'staple.missing',
  'error',
  'The certificate demands a staple, and there is none',
  'It has the extension "must-staple": clients that know it refuse a handshake without a proof.',
  ['RFC 7633 §4.2.3'],
  'Fetch a proof (mxray ocsp fetch) and staple it (Exim: tls_ocsp_file), or have a certificate issued without the extension.',
);

export const certificateFindings = [
  certificate,
  unreadable,
  expired,
  expiresSoon,
  weakKey,
  otherName,
  untrusted,
  stapled,
  stapleEnds,
  badStaple,
  revoked,
  mustStaple,
];
