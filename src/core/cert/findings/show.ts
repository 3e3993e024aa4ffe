/** What is said of a single certificate. */
import { row } from './define.ts';

export const shown = row('show.read', 'ok', 'The certificate can be read', 'Its fields are laid out.', [
  'RFC 5280 §4.1',
]);
export const ended = row(
  'show.expired',
  'error',
  'The certificate has expired',
  'Its notAfter is past.',
  ['RFC 5280 §4.1.2.5'],
  'Renew it.',
);
export const notYet = row(
  'show.not-yet-valid',
  'error',
  'The certificate is not valid yet',
  'Its notBefore is in the future. Where that surprises, look at the clock.',
  ['RFC 5280 §4.1.2.5'],
);
export const endingSoon = row(
  'show.ends-soon',
  'warn',
  'The certificate ends within 14 days',
  'Renewal usually is due with a third of the time left.',
  ['RFC 5280 §4.1.2.5'],
  'Renew it.',
);
export const noNames = row(
  'show.no-names',
  'warn',
  'It has no subject alternative name',
  'Common names do not count any more: by today’s rule the certificate names nobody.',
  ['RFC 9525 §6.3', 'RFC 5280 §4.2.1.6'],
  'Issue it with a subject alternative name.',
);
export const longLived = row(
  'show.long-lived',
  'warn',
  'It is valid for more than 398 days',
  'Browsers refuse such certificates of public authorities. A private authority may issue them.',
  ['RFC 5280 §4.1.2.5'],
);
export const weak = row(
  'show.weak',
  'warn',
  'Its key or signature is weak, or of a kind that the public web forbids',
  'RSA below 2048 bits, SHA-1, MD5, DSA and unusual curves are refused by most verifiers.',
  ['RFC 6151 §2', 'RFC 9155 §1'],
  'Make a new key, and have it certified with SHA-256.',
);
export const mustStapleNoUrl = row(
  'show.must-staple-no-url',
  'error',
  'It must be stapled, and has no OCSP responder',
  'Clients that know the extension refuse the server without a proof, and there is nowhere to get one.',
  ['RFC 7633 §4.2.3.1'],
  'Have it issued without must-staple.',
);
export const mustStaple = row(
  'show.must-staple',
  'info',
  'It must be stapled',
  'Clients that know the extension refuse a server that shows no OCSP proof: keep one fresh with mxray ocsp fetch.',
  ['RFC 7633 §4.2.3.1'],
);
export const unknownCritical = row(
  'show.unknown-critical',
  'warn',
  'It has a critical extension that is not known',
  'Verifiers that do not know it either refuse the certificate.',
  ['RFC 5280 §4.2'],
);
export const malformed = row(
  'show.malformed',
  'error',
  'An extension cannot be read, or stands twice',
  'Verifiers refuse the certificate.',
  ['RFC 5280 §4.2'],
  'Have it issued again.',
);

export const showFindings = [
  shown,
  ended,
  notYet,
  endingSoon,
  noNames,
  longLived,
  weak,
  mustStapleNoUrl,
  mustStaple,
  unknownCritical,
  malformed,
];
