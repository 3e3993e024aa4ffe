/** What is said of a certificate, and of how its CRLs were had. */
import { row } from './define.ts';

export const good = row(
  'good',
  'ok',
  'The certificate is not revoked',
  'CRLs of its authority that are in time and verify, for every reason there is, do not list it.',
  ['RFC 5280 §6.3.3'],
);
export const revoked = row(
  'revoked',
  'error',
  'The certificate is revoked',
  'Its authority has taken it back. Whoever checks revocation refuses it; the date of an entry does not matter, nor that it lies in the future.',
  ['RFC 5280 §5.3.1'],
  'Get a new certificate, with a new key where the reason is keyCompromise.',
);
export const onHold = row(
  'on-hold',
  'error',
  'The certificate is on hold',
  'certificateHold is the one reason that can be taken back: a later CRL may leave the certificate out again. Until then it is revoked.',
  ['RFC 5280 §5.3.1'],
  'Ask the authority to release it, or get a new certificate.',
);
export const noCrl = row(
  'no-crl',
  'unknown',
  'The authority publishes no CRL for it',
  'The certificate has no CRL distribution point, so CRLs cannot say anything of it. Many authorities answer by OCSP alone; others, for certificates that live a few days, in no way.',
  ['RFC 5280 §4.2.1.13'],
  'Ask its OCSP responder with ocsp fetch, or give a CRL with --crl.',
);
export const noRevAvail = row(
  'no-rev-avail',
  'info',
  'The certificate is never listed',
  'It says so itself, in the extension noRevAvail: authorities put it into certificates that live for a few days. Nobody is to look for its status, and its end comes soon.',
  ['RFC 9608 §4'],
);
export const noIssuer = row(
  'no-issuer',
  'unknown',
  'The issuer’s certificate was not found',
  'A CRL is verified with the key of the certificate’s issuer, which was neither given nor to be fetched.',
  ['RFC 5280 §4.2.2.1', 'RFC 5280 §6.3.3'],
  'Give it with --issuer.',
);
export const unreachable = row(
  'unreachable',
  'unknown',
  'The CRL could not be fetched',
  'No address of the distribution point gave one: no connection, no answer in time, or another HTTP status than 200.',
  ['RFC 5280 §4.2.1.13'],
  'Look at the address by hand, raise --timeout, or give the CRL with --crl.',
);
export const notFetchable = row(
  'not-fetchable',
  'unknown',
  'The CRL is at an address of a kind that is not fetched',
  'http and https addresses are fetched; ldap ones, which some authorities of companies use, are not.',
  ['RFC 5280 §4.2.1.13'],
  'Fetch it by other means, and give it with --crl.',
);
export const mirror = row(
  'mirror',
  'warn',
  'One of the addresses of the CRL does not work',
  'Another one had it. Programs that try only the first may see no CRL at all.',
  ['RFC 5280 §4.2.1.13'],
  'Tell the authority.',
);
export const passedOver = row(
  'address-passed-over',
  'info',
  'An address of the CRL is of a kind that is not fetched',
  'http and https addresses are fetched; ldap ones are not. Another address had the CRL.',
  ['RFC 5280 §4.2.1.13'],
);
export const serverBehind = row(
  'server-behind',
  'warn',
  'The server gave an older CRL than it did before',
  'One that was fetched earlier and is still in time is newer, and is used. A cache on the way, or a mirror, is behind.',
  ['RFC 5280 §5.1.2.4'],
);

export const verdictFindings = [
  good,
  revoked,
  onHold,
  noCrl,
  noRevAvail,
  noIssuer,
  unreachable,
  notFetchable,
  mirror,
  passedOver,
  serverBehind,
];
