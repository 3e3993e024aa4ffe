/** What is said of the MX hosts under the policy, and of DANE beside it. */
import { row } from './define.ts';

const EXPECTED = ['RFC 8461 §4.1', 'RFC 8461 §5'];

export const mxGood = row(
  'mx.good',
  'ok',
  'The host is covered and its certificate is valid',
  'The policy names it, it offers STARTTLS, and the certificate names it, leads to a trusted root and is in date.',
  EXPECTED,
);
export const mxNotCovered = row(
  'mx.not-covered',
  'error',
  'The policy does not cover an MX host',
  'Senders that enforce the policy never deliver there, whatever its certificate. A wildcard stands for exactly one label.',
  EXPECTED,
  'Add an mx line for it and change the id of the record, or take the MX record away.',
);
export const mxNoStartTls = row(
  'mx.no-starttls',
  'error',
  'A host offers no STARTTLS, and the policy asks for TLS',
  'Senders that enforce the policy do not deliver in clear.',
  [...EXPECTED, 'RFC 3207 §4'],
);
export const mxTlsFailed = row(
  'mx.tls-failed',
  'error',
  'TLS fails at a host, and the policy asks for it',
  'Senders that enforce the policy try the next host, or keep the mail.',
  EXPECTED,
);
export const mxUntrusted = row(
  'mx.untrusted',
  'error',
  'The certificate of a host leads to no trusted root',
  'MTA-STS asks for certificates of public authorities; one that is signed by itself, or sent without its intermediate, is not valid ' +
    'here, though it may be for DANE.',
  EXPECTED,
  'Have a certificate issued by a public authority, and send its intermediates.',
);
export const mxExpired = row(
  'mx.expired',
  'error',
  'The certificate of a host is not in date',
  'It has ended, or begins later.',
  EXPECTED,
  'Renew it.',
);
export const mxOtherName = row(
  'mx.other-name',
  'error',
  'The certificate of a host does not name it',
  'The name of the MX record must be among the DNS names of the certificate; common names do not count.',
  [...EXPECTED, 'RFC 9525 §6'],
  'Have the name added to the certificate.',
);
export const mxCertificateEnds = row(
  'mx.certificate-ends',
  'warn',
  'The certificate of a host ends soon',
  'Senders that enforce the policy do not deliver once it has ended.',
  EXPECTED,
  'Renew it.',
);
export const mxUnreachable = row(
  'mx.unreachable',
  'unknown',
  'A host could not be asked',
  'Nobody answered as a mail server does, so nothing can be said of its certificate.',
  EXPECTED,
);
export const mxNoAddress = row('mx.no-address', 'warn', 'An MX host has no address', 'Senders pass over it.', [
  'RFC 5321 §5.1',
]);
export const mxFailed = row(
  'mx.lookup-failed',
  'unknown',
  'The MX hosts could not be looked up',
  'Without them nobody can say whether the policy covers them.',
  ['RFC 8461 §4.1'],
);
export const mxNone = row(
  'mx.none',
  'info',
  'The domain takes no mail',
  'A null MX says so, or there is no such domain: a policy has nothing to protect.',
  ['RFC 7505 §3'],
);
export const mxImplicit = row(
  'mx.implicit',
  'info',
  'The domain has no MX record and is its own host',
  'The policy has to cover the domain itself.',
  ['RFC 5321 §5.1'],
);
export const mxMany = row(
  'mx.many',
  'info',
  'Not all MX hosts were looked at',
  'The number of hosts, and of addresses of a host, is bounded.',
  ['RFC 5321 §5.1'],
);

export const daneFails = row(
  'dane.fails',
  'error',
  'DANE fails at a host, and MTA-STS does not mend it',
  'A sender that does DANE must not let MTA-STS override a DANE failure: it does not deliver to the host, however valid its certificate is.',
  ['RFC 8461 §2', 'RFC 7672 §2.2'],
  'Publish TLSA records that match; mxray dane check shows which.',
);
export const daneUnknown = row(
  'dane.undecided',
  'unknown',
  'Whether DANE applies to a host could not be found out',
  'Senders that do DANE keep the mail while the TLSA records cannot be looked up.',
  ['RFC 8461 §2', 'RFC 7672 §2.1.2'],
);
export const daneToo = row(
  'dane.applies',
  'info',
  'DANE protects the domain as well',
  'Senders that do DANE go by it, the others by MTA-STS. Both have to be kept: a new certificate must fit the TLSA records, too.',
  ['RFC 8461 §2'],
);
export const daneModeNone = row(
  'dane.mode-none',
  'info',
  'The policy takes MTA-STS back, and DANE stays',
  'Senders that do DANE are bound by the TLSA records whatever the policy says.',
  ['RFC 8461 §2'],
);

export const hostFindings = [
  mxGood,
  mxNotCovered,
  mxNoStartTls,
  mxTlsFailed,
  mxUntrusted,
  mxExpired,
  mxOtherName,
  mxCertificateEnds,
  mxUnreachable,
  mxNoAddress,
  mxFailed,
  mxNone,
  mxImplicit,
  mxMany,
  daneFails,
  daneUnknown,
  daneToo,
  daneModeNone,
];
