/** What is said of the domain and its zones. */
import { row } from './define.ts';

export const mxSecure = row(
  'mx.secure',
  'ok',
  'The MX records are secure',
  'The names of the mail hosts are proven by DNSSEC, so nobody on the path can lead mail to a host of their own.',
  ['RFC 7672 §2.2.1'],
);
export const mxInsecure = row(
  'mx.insecure',
  'info',
  'The domain is not signed, so DANE does not protect it',
  'Without DNSSEC an attacker can answer the MX look-up and name a host of their own; TLSA records of the right hosts then ' +
    'prove nothing. A sender that follows the RFC delivers with opportunistic TLS.',
  ['RFC 7672 §2.2.1'],
  'Sign the zone and publish its DS at the parent.',
);
export const mxBogus = row(
  'mx.bogus',
  'error',
  'The MX look-up is bogus: the signatures do not hold',
  'Validation failed, so the answer may be forged. Every validating sender keeps the mail in its queue, whether it uses DANE or not.',
  ['RFC 7672 §2.1.1', 'RFC 4035 §5'],
  'Repair the zone: mxray dnssec trace shows the step at which the chain breaks.',
);
export const mxFailed = row(
  'mx.lookup-failed',
  'unknown',
  'The MX look-up failed',
  'No answer means no decision: the mail waits. It says nothing about the domain when the resolver is at fault.',
  ['RFC 7672 §2.1.2'],
  'Ask again, or through another resolver (--resolver).',
);
export const mxUndecided = row(
  'mx.undecided',
  'unknown',
  'Nobody can say whether the MX records are secure',
  'The resolver did not deliver what validation needs. This is never taken as "insecure".',
  ['RFC 4035 §4.3'],
  'Ask a resolver that passes DNSSEC records on (--resolver).',
);
export const mxNull = row(
  'mx.null',
  'info',
  'The domain takes no mail',
  'A null MX says that there is no mail service; senders return messages at once.',
  ['RFC 7505 §3'],
);
export const mxImplicit = row(
  'mx.implicit',
  'info',
  'There is no MX record: the domain itself is the mail host',
  'Without MX the address records of the domain serve.',
  ['RFC 5321 §5.1'],
);
export const mxNullAmong = row(
  'mx.null-among-others',
  'warn',
  'A null MX stands beside other MX records',
  'A null MX says that there is no mail service, and may not be published with others; senders differ in what they make of it.',
  ['RFC 7505 §3'],
  'Take the record with the host "." out of DNS.',
);
export const mxMany = row(
  'mx.many',
  'info',
  'There are more MX hosts than are looked at',
  'Those of the best preference were checked.',
  ['RFC 5321 §5.1'],
);
export const mxMissing = row(
  'mx.none',
  'error',
  'The domain does not exist',
  'The name is not in DNS, so no mail can be delivered to it.',
  ['RFC 5321 §5.1'],
  'Check the spelling.',
);
export const partial = row(
  'mx.partial',
  'warn',
  'Some mail hosts have TLSA records and this one has none',
  'An attacker who can block the covered hosts makes senders use the one that is not covered.',
  ['RFC 7672 §2.2.1'],
  'Publish TLSA records for every MX host.',
);
export const required = row(
  'required',
  'error',
  'DANE was required and does not apply',
  'With --require-dane everything short of authentication by TLSA is an error.',
  ['RFC 7672 §2'],
  'Sign the zones of the domain and of its mail hosts, and publish TLSA records for every host.',
);
export const sha1Zone = row(
  'zone.sha1',
  'info',
  'A zone is signed with SHA-1 and counts as unsigned',
  'RFC 9905 tells validators to treat algorithms 5 and 7 as unsupported, which makes the zone insecure; older validators still take them (--allow-sha1).',
  ['RFC 9905 §2'],
  'Sign the zone with algorithm 13.',
);
export const iterations = row(
  'zone.nsec3-iterations',
  'warn',
  'A zone uses extra NSEC3 iterations',
  'They protect nothing and cost every validator. Above a bound of each validator’s own choice its denials count as insecure, so "no such TLSA" is no longer proven.',
  ['RFC 9276 §3.1', 'RFC 9276 §3.2'],
  'Set the iterations to 0 and leave out the salt.',
);
export const serversDisagree = row(
  'zone.servers-disagree',
  'warn',
  'The name servers of a zone give different answers',
  'Some senders see the new records and others the old ones, so delivery fails by chance.',
  ['RFC 1034 §4.3.5', 'RFC 7671 §8.1'],
  'Find out why the server with the old serial does not transfer the zone.',
);
export const serverSilent = row(
  'zone.server-silent',
  'info',
  'A name server of a zone gives no answer that counts',
  'It is silent, refuses, or does not serve the zone. The others answer for it, more slowly.',
  ['RFC 2182 §3', 'RFC 1912 §2.8'],
  'Repair the server, or take it out of the NS records here and at the parent.',
);

export const domainFindings = [
  mxSecure,
  mxInsecure,
  mxBogus,
  mxFailed,
  mxUndecided,
  mxNull,
  mxImplicit,
  mxNullAmong,
  mxMany,
  mxMissing,
  partial,
  required,
  sha1Zone,
  iterations,
  serversDisagree,
  serverSilent,
];
