/** All findings of this module, for `mxray explain`. */
import type { FindingDef } from '../../../base/index.ts';
import { row } from './define.ts';

export const mxAlias = row(
  'mx.alias',
  'warn',
  'An MX record names an alias',
  'The name in an MX record is to have address records of its own. Most senders follow the alias, some refuse, and the name in ' +
    'the certificate and the place of the TLSA records become a matter of taste.',
  ['RFC 2181 §10.3', 'RFC 5321 §5.1'],
  'Name the host that the alias leads to.',
);
export const mxAddress = row(
  'mx.address',
  'error',
  'An MX record names an address',
  'The record wants a host name; an address there is a name that does not exist, and senders find nobody.',
  ['RFC 1035 §3.3.9', 'RFC 5321 §5.1'],
  'Give the host a name with an address record, and put that name into the MX record.',
);
export const mxPrivate = row(
  'mx.private-address',
  'error',
  'A mail host has an address that nobody can reach from outside',
  'Addresses of private networks, of loopback and the like lead every sender to itself or nowhere.',
  ['RFC 1918 §3', 'RFC 6890 §2.2'],
  'Publish the public address, or take the host out of the MX records.',
);
export const mxFound = row('mx.found', 'ok', 'The mail hosts are found', 'Each has an address, and answers there.', [
  'RFC 5321 §5.1',
]);
export const mxUnknown = row(
  'mx.unknown',
  'unknown',
  'Where the mail goes is not known',
  'The MX look-up came to nothing that may be used, so no mail host was looked at.',
  ['RFC 5321 §5.1', 'RFC 7672 §2.1'],
  'Mend what the other subjects say of DNS, or ask another resolver (--resolver).',
);
export const noSelector = row(
  'dkim.no-selector',
  'info',
  'No DKIM key was found under the usual selectors',
  'DNS does not list what is below a name, so that keys can be found only by their selectors. That none of those often used has one ' +
    'does not mean that there is none: the header field DKIM-Signature of a message from the domain names it in s=.',
  ['RFC 6376 §3.1', 'RFC 6376 §3.6.2.1'],
  'Name the selectors: --selector NAME,NAME.',
);
export const noKeys = row(
  'dkim.no-keys',
  'warn',
  'The domain has no DKIM key at all',
  'Nothing exists below _domainkey, so that nobody signs for the domain. Large receivers want signatures, and DMARC survives ' +
    'forwarding by them alone.',
  ['RFC 6376 §3.6.2.1', 'RFC 8020 §2'],
  'Make a key with mxray dkim keygen, publish its record, and have the mail server sign.',
);
export const checkFindings: readonly FindingDef[] = [
  mxAlias,
  mxAddress,
  mxPrivate,
  mxFound,
  mxUnknown,
  noSelector,
  noKeys,
];
