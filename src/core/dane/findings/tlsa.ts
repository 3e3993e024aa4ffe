/** What is said of TLSA records, and of the chain beside them. */
import { row } from './define.ts';

export const match = row(
  'tlsa.match',
  'ok',
  'A TLSA record matches',
  'The certificate is the one that DNS promises; a DANE sender delivers.',
  ['RFC 7672 §3.1'],
);
export const noMatch = row(
  'tlsa.no-match',
  'error',
  'No TLSA record matches the certificate',
  'A DANE sender refuses this host: the mail waits, and bounces after days. The usual cause is a renewed key without a new record.',
  ['RFC 7672 §2.2', 'RFC 7671 §8'],
  'Publish a record for the present key, wait for the old one to leave the caches, and publish the next key’s record before changing keys again.',
);
export const none = row(
  'tlsa.none',
  'info',
  'The host has no TLSA records',
  'Senders use opportunistic TLS, which an attacker on the path can strip or intercept.',
  ['RFC 7672 §2.2'],
  'Publish a TLSA record; 3 1 1 is the one to begin with.',
);
export const insecure = row(
  'tlsa.insecure',
  'info',
  'TLSA records stand in an unsigned zone, where no sender looks at them',
  'An unsigned TLSA record could be anybody’s.',
  ['RFC 7672 §2.1.1'],
  'Sign the zone.',
);
export const bogus = row(
  'tlsa.bogus',
  'error',
  'The TLSA look-up is bogus: the signatures do not hold',
  'Never a reason to do without DANE, since an attacker could bring it about: the host is not used.',
  ['RFC 7672 §2.1.2'],
  'Repair the zone: mxray dnssec trace shows the step at which the chain breaks.',
);
export const lookupFailed = row(
  'tlsa.lookup-failed',
  'unknown',
  'The TLSA look-up failed',
  'Never a reason to do without DANE, since an attacker could bring it about: senders wait. Old name servers and load balancers that do not know the type are the usual cause.',
  ['RFC 7672 §2.1.2'],
  'Make every name server of the zone answer questions of any type.',
);
export const allUnusable = row(
  'tlsa.all-unusable',
  'warn',
  'There are TLSA records and none is usable: TLS is mandatory, and nobody is authenticated',
  'Usages 0 and 1 do not count for SMTP, and malformed records never do. Senders encrypt without knowing to whom; Exim waits instead.',
  ['RFC 7672 §2.2', 'RFC 7672 §3.1.3'],
  'Publish usage 3 (or 2) records.',
);
export const someUnusable = row(
  'tlsa.unusable',
  'info',
  'A TLSA record is not usable and does not count',
  'Other records of the host are.',
  ['RFC 7672 §3.1'],
  'Take it out of DNS.',
);
export const stale = row(
  'tlsa.stale-record',
  'info',
  'A TLSA record matches nothing that the host shows',
  'It is the next key’s record, waiting for its turn, or one that was forgotten.',
  ['RFC 7671 §8.1'],
  'Take it out of DNS if it belongs to a key of the past.',
);
export const noNextKey = row(
  'tlsa.no-next-key',
  'info',
  'There is no record for the next key',
  'At the next change of keys the new record must be in DNS, and the old ones out of the caches, before the new key is used.',
  ['RFC 7671 §8.1', 'RFC 7671 §8.4'],
  'Make the next key today and publish its record beside the present one: mxray tlsa rollover plans it.',
);
export const fragile = row(
  'tlsa.fragile',
  'info',
  'The record names the whole certificate and breaks at every renewal',
  'Selector 0 covers dates and serial number; with selector 1 a renewal with the same key changes nothing.',
  ['RFC 7671 §5.1', 'RFC 7671 §8'],
  'Publish 3 1 1 beside it, then take it out.',
);
export const intermediate = row(
  'tlsa.intermediate-anchor',
  'info',
  'The trust anchor is an intermediate authority',
  'Public authorities change the intermediates they issue with, without notice; the record then breaks at a renewal.',
  ['RFC 7671 §5.2'],
  'Prefer 3 1 1, or publish records for every intermediate that may be used.',
);
export const expiring = row(
  'chain.expiring',
  'warn',
  'The chain under DANE-TA ends soon',
  'For usage 2 the dates of the certificates count.',
  ['RFC 7672 §3.1.2'],
  'Renew the certificate.',
);
export const missingTa = row(
  'chain.missing-ta',
  'error',
  'The server does not send the trust anchor that the record names',
  'A digest in DNS can be compared only with a certificate that was sent: the chain must hold the authority, even the root.',
  ['RFC 7672 §3.1.2', 'RFC 7671 §5.2.1'],
  'Add the authority’s certificate to the file of the server’s chain.',
);

export const tlsaFindings = [
  match,
  noMatch,
  none,
  insecure,
  bogus,
  lookupFailed,
  allUnusable,
  someUnusable,
  stale,
  noNextKey,
  fragile,
  intermediate,
  expiring,
  missingTa,
];
