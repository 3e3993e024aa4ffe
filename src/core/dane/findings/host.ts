/** What is said of a mail host: its addresses, and how it answers. */
import { row } from './define.ts';

export const hostInsecure = row(
  'host.insecure',
  'info',
  'The addresses of the host are not signed, so its TLSA records are not looked for',
  'DANE needs the host’s address records to be secure as well.',
  ['RFC 7672 §2.2.2'],
  'Sign the zone of the host.',
);
export const addressBogus = row(
  'host.address-bogus',
  'error',
  'The address look-up is bogus: the signatures do not hold',
  'A validating sender does not use this host.',
  ['RFC 7672 §2.1.1'],
  'Repair the zone: mxray dnssec trace shows the step at which the chain breaks.',
);
export const addressFailed = row(
  'host.address-failed',
  'unknown',
  'The address look-up failed',
  'No answer for one of the address types or for both; senders use the addresses they got, try the next host or wait.',
  ['RFC 7672 §2.1.2'],
  'Ask again, or through another resolver (--resolver); look at the name servers of the zone.',
);
export const addressUndecided = row(
  'host.address-undecided',
  'unknown',
  'Nobody can say whether the addresses of the host are secure',
  'The resolver did not deliver what validation needs, or was not asked to (--trust none). This is never taken as "insecure".',
  ['RFC 4035 §4.3', 'RFC 7672 §2.1.3'],
  'Ask a resolver that passes DNSSEC records on (--resolver).',
);
export const noAddress = row(
  'host.no-address',
  'error',
  'The host has no address',
  'An MX record names a host that does not exist or has neither A nor AAAA records.',
  ['RFC 5321 §5.1'],
  'Correct the MX record or publish an address.',
);
export const unreachable = row(
  'host.unreachable',
  'unknown',
  'The host cannot be reached at this address',
  'No connection came about, so its certificate was not seen.',
  ['RFC 5321 §5.1'],
  'Start the server, open the port, or take the address out of DNS.',
);
export const timeout = row(
  'host.timeout',
  'unknown',
  'The host did not answer in time',
  'The connection stands and nothing, or not enough, came through it.',
  ['RFC 5321 §4.5.3.2'],
  'Look at the server’s load, or give it more time with --timeout.',
);
export const refused = row(
  'host.refused',
  'unknown',
  'The host turned the connection away with its greeting',
  'It may do so for us alone (address lists, rate limits) or for everybody.',
  ['RFC 5321 §3.1'],
  'Try from another address, or read the server’s log.',
);
export const protocol = row(
  'host.protocol',
  'unknown',
  'What the host says is not the protocol spoken here',
  'Limits on lines and replies are generous; whoever exceeds them, or says something else, is left.',
  ['RFC 5321 §4.2'],
  'Check the port and --starttls.',
);
export const noStartTls = row(
  'host.no-starttls',
  'error',
  'TLSA records promise TLS, and the host does not offer STARTTLS',
  'A DANE sender must not deliver without TLS: the mail waits and finally bounces. It is also what a downgrade attack looks like.',
  ['RFC 7672 §2.2', 'RFC 3207 §4'],
  'Enable STARTTLS, or take the TLSA records out of DNS.',
);
export const startTlsRefused = row(
  'host.starttls-refused',
  'error',
  'The host offers STARTTLS and then refuses it',
  'A DANE sender must not deliver without TLS.',
  ['RFC 3207 §4.1', 'RFC 7672 §2.2'],
  'Look for a missing or unreadable certificate in the server’s log.',
);
export const tlsFailed = row(
  'host.tls-failed',
  'error',
  'The TLS handshake fails',
  'A DANE sender must not deliver without TLS.',
  ['RFC 7672 §2.2', 'RFC 8996 §5'],
  'Offer TLS 1.2 and 1.3 with a certificate of ordinary size; the server’s log has the other half of the story.',
);
export const oneFamily = row(
  'host.one-family-fails',
  'info',
  'Only one address family fails',
  'Senders that prefer it fail first and then try the other, or do not.',
  ['RFC 5321 §5.1'],
  'Repair the service on that family, or take its addresses out of DNS.',
);
export const oneKeyType = row(
  'host.one-key-type-fails',
  'info',
  'Only one key type fails: the server has several certificates, and not all are covered',
  'Which certificate a sender sees depends on what it offers, so some deliver and others do not.',
  ['RFC 7671 §5.1', 'RFC 8446 §4.4.2.2'],
  'Publish a record for each key.',
);

export const hostFindings = [
  hostInsecure,
  addressBogus,
  addressFailed,
  addressUndecided,
  noAddress,
  unreachable,
  timeout,
  refused,
  protocol,
  noStartTls,
  startTlsRefused,
  tlsFailed,
  oneFamily,
  oneKeyType,
];
