/** What is unwise in a record, or would break it, though it can be read; faults of the grammar are in syntax.ts. */
import { findingRows } from '../../../base/index.ts';

const row = findingRows('spf');

export const good = row(
  'lint.good',
  'ok',
  'Nothing is wrong with the record',
  'It can be read, stays within the limits, and says something of every sender.',
  ['RFC 7208 §4.6'],
);
export const passAll = row(
  'lint.pass-all',
  'warn',
  'Everybody may send for the domain',
  'With "+all" the record authorises every address there is: whoever forges the domain passes.',
  ['RFC 7208 §5.1'],
  'End the record in -all or ~all.',
);
export const neutralAll = row(
  'lint.neutral-all',
  'info',
  'The record says nothing of strangers',
  'With "?all" every sender that is not named gets neutral, as if there were no record; DMARC cannot pass by it either.',
  ['RFC 7208 §8.2'],
  'End the record in -all or ~all.',
);
export const noEnding = row(
  'lint.no-ending',
  'warn',
  'The record has neither all nor redirect',
  'Senders that match nothing get neutral, as with "?all", whether that was meant or not.',
  ['RFC 7208 §4.7', 'RFC 7208 §5.1'],
  'End the record in -all or ~all.',
);
export const afterAll = row(
  'lint.after-all',
  'warn',
  'Terms stand behind all',
  'all matches everybody, so that what stands behind it is never looked at.',
  ['RFC 7208 §5.1'],
  'Put all at the end, or take the terms out.',
);
export const redirectUnused = row(
  'lint.redirect-unused',
  'warn',
  'redirect stands beside all',
  'redirect is used when nothing matches, and all matches everybody: it is never used.',
  ['RFC 7208 §6.1'],
  'Keep one of the two.',
);
export const ptrUsed = row(
  'lint.ptr',
  'warn',
  'The record uses ptr',
  'ptr is slow, costs the receiver many queries, hangs on the client’s reverse zone, and should not be published. Some receivers pass over it.',
  ['RFC 7208 §5.5'],
  'Name the addresses or hosts instead.',
);
export const validatedNameUsed = row(
  'lint.p-macro',
  'warn',
  'The record uses %{p}',
  'It costs what ptr costs and should not be published.',
  ['RFC 7208 §7.2'],
  'Use %{i}, or name the addresses.',
);
export const unknownModifier = row(
  'lint.unknown-modifier',
  'info',
  'A modifier is not known',
  'Receivers pass over modifiers they do not know. A "=" in the place of a ":" makes a mechanism one.',
  ['RFC 7208 §6'],
  'Take it out, or mend its spelling.',
);
export const repeatedTerm = row(
  'lint.repeated-term',
  'info',
  'A term stands more than once',
  'The second never matches, and counts as a look-up again where it is one.',
  ['RFC 7208 §4.6.4'],
  'Take the second out.',
);
export const tooLong = row(
  'lint.too-long',
  'warn',
  'The record is longer than 450 octets',
  'With the name and other TXT records beside it the answer grows beyond 512 octets, which some resolvers and firewalls lose.',
  ['RFC 7208 §3.4'],
  'Split it with include, or take terms out.',
);
export const wideNetwork = row(
  'lint.wide-network',
  'warn',
  'A network is very wide',
  'More than a million addresses (IPv4), or more than a provider’s whole allocation (IPv6), may send for the domain.',
  ['RFC 7208 §5.6'],
  'Check the mask.',
);
export const hostBits = row(
  'lint.host-bits',
  'info',
  'An address has bits beyond its mask',
  'They are not compared, so that the term covers more, or something else, than it seems to.',
  ['RFC 7208 §5.6'],
  'Write the network’s own address.',
);
export const cycle = row(
  'lint.cycle',
  'error',
  'A record leads back to itself',
  'include or redirect comes back to a record that is being looked at: every check that gets there ends in permerror.',
  ['RFC 7208 §4.6.4'],
  'Take the include or redirect out.',
);
export const voidTerm = row(
  'lint.void',
  'warn',
  'A term leads to nothing',
  'Its name does not exist or has no record of the type. It can match nobody, and two such look-ups are allowed in a check.',
  ['RFC 7208 §4.6.4'],
  'Take it out, or mend its name.',
);
export const malformedTarget = row(
  'lint.malformed-target',
  'warn',
  'No DNS query can be made of a term’s name',
  'An empty label, or one of more than 63 octets: some receivers take it for a name that does not exist, others for a permerror.',
  ['RFC 7208 §4.8'],
  'Mend the name.',
);
export const notAsked = row(
  'lint.not-asked',
  'unknown',
  'A term could not be looked up',
  'DNS failed, so that it is not known what the term leads to.',
  ['RFC 7208 §5'],
  'Try again; look at the name servers of the domain.',
);
export const incomplete = row(
  'lint.incomplete',
  'unknown',
  'The record leads to more than was looked at',
  'A bound of ours was reached: so many records or queries are far beyond what any check may ask for.',
  [],
);

export const noVersion = row(
  'lint.no-version',
  'error',
  'It is no SPF record',
  'A record begins with v=spf1 and a space. Whatever begins otherwise is passed over, and the domain has no policy.',
  ['RFC 7208 §4.5'],
  'Begin it with "v=spf1 ".',
);

export const lintFindings = [
  good,
  passAll,
  neutralAll,
  noEnding,
  afterAll,
  redirectUnused,
  ptrUsed,
  validatedNameUsed,
  unknownModifier,
  repeatedTerm,
  tooLong,
  wideNetwork,
  hostBits,
  cycle,
  voidTerm,
  malformedTarget,
  notAsked,
  incomplete,
  noVersion,
];
