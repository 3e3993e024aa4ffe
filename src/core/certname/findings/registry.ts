/** What a test of a name can say, for `mxray explain`. To add one: a row, and the place that makes it. */
import { type FindingDef, findingRows } from '../../../base/index.ts';

const row = findingRows('certname');

export const match = row(
  'match',
  'ok',
  'The certificate names it',
  'By the rule that decides, one of the identifiers in the certificate is the name, or a wildcard that covers it.',
  ['RFC 9525 §6'],
);
export const noMatch = row(
  'no-match',
  'error',
  'The certificate does not name it',
  'By the rule that decides, no identifier in the certificate is the name. Who verifies by this rule ends the connection, or ' +
    'takes the server for an unauthenticated one.',
  ['RFC 9525 §6.6'],
  'Have the certificate issued again with the name among its dNSNames (or iPAddresses).',
);
export const rulesDiffer = row(
  'rules-differ',
  'info',
  'Not every verifier decides alike',
  'Rules differ on common names, on wildcards that are a part of a label or stand above a single one, and on odd spellings. ' +
    'A name that only some rules find is found by some peers only.',
  ['RFC 9525 §6', 'RFC 6125 §6.4'],
  'Have the whole name, in A-labels and without a wildcard, among the dNSNames: every rule finds that.',
);
export const commonNameOnly = row(
  'common-name-only',
  'info',
  'There is no dNSName, only a common name',
  'RFC 9525 and browsers never look at the common name, and libraries are giving it up.',
  ['RFC 9525 §2', 'RFC 6125 §6.4.4'],
  'Have the name issued as dNSName.',
);
export const nulOctet = row(
  'nul-octet',
  'info',
  'A NUL octet stands in a name',
  'A program that takes names for C strings reads only what is before it: the way to have a certificate for a domain of one’s ' +
    'own taken for another’s (CVE-2009-2408). No rule here matches it; no authority should have issued it.',
  ['RFC 5280 §4.2.1.6'],
  'Do not trust the certificate, and tell its issuer.',
);
export const flawed = row(
  'identifier-flawed',
  'info',
  'A dNSName is no proper domain name',
  'A dNSName has A-labels in preferred syntax: letters, digits and hyphens, no final dot, no blanks, at most 63 octets a ' +
    'label. Verifiers pass over what is written otherwise.',
  ['RFC 5280 §4.2.1.6', 'RFC 5280 §7.2'],
  'Have the name issued properly: A-labels (xn--…) for names beyond ASCII.',
);
export const addressAsName = row(
  'address-as-name',
  'info',
  'An address stands where a name belongs',
  'An IP address counts as iPAddress alone. As dNSName or common name it matches nothing, for nearly every verifier.',
  ['RFC 9525 §6.4', 'RFC 5280 §4.2.1.6'],
  'Have the address issued as iPAddress.',
);
export const wideWildcard = row(
  'wide-wildcard',
  'info',
  'A wildcard stands above a single label',
  'By the letter of RFC 9525 *.org covers example.org, public suffixes being no matter of it; OpenSSL, GnuTLS, Node and Exim ' +
    'let it cover nothing.',
  ['RFC 9525 §7.1'],
  'Have the names themselves issued.',
);
export const notCompared = row(
  'not-compared',
  'info',
  'Names of services are not compared',
  'SRV-IDs and URI-IDs name a service at a host. A test of a host alone does not look at them; they keep a common name from ' +
    'counting under RFC 6125.',
  ['RFC 9525 §6.5', 'RFC 6125 §6.4.4'],
);
export const unreadable = row(
  'alternative-name-unreadable',
  'info',
  'The subject alternative name cannot be read, or stands twice',
  'By the RFCs such a certificate names nobody. OpenSSL and Node go on as if there were none, and look at the common name.',
  ['RFC 5280 §4.2'],
  'Have the certificate issued again.',
);
export const notSeen = row(
  'not-seen',
  'unknown',
  'No certificate could be seen at an address',
  'The address did not answer, or did not come as far as TLS. What it would show there is not known.',
  [],
  'Try again, or give -4 or -6 when the other family is not reachable from here.',
);

export const certNameFindings: readonly FindingDef[] = [
  match,
  noMatch,
  rulesDiffer,
  commonNameOnly,
  nulOctet,
  flawed,
  addressAsName,
  wideWildcard,
  notCompared,
  unreadable,
  notSeen,
];
