/** All findings of this module, for `mxray explain`. */
import { type FindingDef, findingRows } from '../../../base/index.ts';

const row = findingRows('doctor');

export const resolverGood = row(
  'resolver.good',
  'ok',
  'The resolver passes DNSSEC records on',
  'Validation here has what it needs: the root’s keys came with their signatures, and these hold.',
  ['RFC 4035 §3.2'],
);
export const resolverStrips = row(
  'resolver.strips',
  'error',
  'The resolver strips DNSSEC data',
  'Signatures do not come through, so that nothing can be validated on this host: no DANE, and no proof of anything in DNS. Home ' +
    'routers and some providers’ resolvers do so.',
  ['RFC 4035 §3.2.1', 'RFC 7672 §2.1.1'],
  'Run a resolver that validates on this host (unbound, BIND, Knot), and name it in /etc/resolv.conf; or use --resolver.',
);
export const resolverBogus = row(
  'resolver.bogus',
  'error',
  'What the resolver says of the root does not validate',
  'Either the answers are tampered with, or this host’s clock or its trust anchor is wrong.',
  ['RFC 4035 §5', 'RFC 9718 §2'],
  'Look at the reason; compare the clock, and ask another resolver (--resolver).',
);
export const resolverValidates = row(
  'resolver.validates',
  'ok',
  'The resolver says that it validates',
  'Programs that do not validate themselves (Exim, Postfix) go by this word, where they believe the way to the resolver.',
  ['RFC 4035 §3.2.3', 'RFC 6840 §5.8'],
);
export const resolverTrusting = row(
  'resolver.not-validating',
  'info',
  'The resolver does not validate',
  'mxray validates by itself and does without. Exim and Postfix do not: with this resolver they use no DANE.',
  ['RFC 4035 §3.2.3', 'RFC 7672 §2.1.1'],
  'Where this host sends mail, run a resolver that validates on it.',
);
export const resolverSilent = row(
  'resolver.silent',
  'unknown',
  'A resolver does not answer',
  'Every look-up waits for it first, or fails.',
  ['RFC 1123 §6.1.3.3'],
  'Start it, open the way to it, or take it out of /etc/resolv.conf.',
);
export const resolverSlow = row(
  'resolver.slow',
  'warn',
  'A resolver is slow',
  'Even names that every resolver has at hand take this long. A message costs a server dozens of look-ups.',
  ['RFC 1123 §6.1.3.3'],
  'Use a resolver that is near, best on this host.',
);
export const resolverNoEdns = row(
  'resolver.no-edns',
  'warn',
  'A resolver does not know EDNS',
  'Answers above 512 octets go over TCP, and DNSSEC is out of reach.',
  ['RFC 6891 §7'],
  'Use another; every resolver of the last twenty years knows it.',
);
export const resolvConf = row(
  'resolver.configuration',
  'warn',
  'A line of resolv.conf is of no use',
  'It is passed over.',
  [],
  'Mend the line.',
);
export const noAddress = row(
  'addresses.none',
  'unknown',
  'This host has no address beyond its own loopback',
  'Nothing leads out, as in some containers, or the interfaces may not be seen.',
  ['RFC 1122 §3.3.4.1'],
);
export const privateAddress = row(
  'addresses.private',
  'info',
  'The addresses of this host are private: others see another one',
  'A translator stands between. What others see has the reverse name that counts.',
  ['RFC 1918 §3'],
  'Name the address that others see: --address IP.',
);
export const oneFamily = row(
  'addresses.no-ipv6',
  'info',
  'This host has no public IPv6 address',
  'Mail hosts with IPv6 alone cannot be reached. They are few.',
  ['RFC 3974 §2'],
);
export const ehloGood = row('ehlo.good', 'ok', 'The name for EHLO is in order', 'It is a full name with an address.', [
  'RFC 5321 §4.1.1.1',
]);
export const ehloUnfit = row(
  'ehlo.unfit',
  'warn',
  'The name for EHLO is no full domain name',
  'Servers that look at it refuse the connection or take the mail for spam.',
  ['RFC 5321 §2.3.5', 'RFC 5321 §4.1.1.1'],
  'Give this host its full name, or say --ehlo NAME.',
);
export const ehloNoAddress = row(
  'ehlo.no-address',
  'warn',
  'The name for EHLO has no address',
  'A name in EHLO is to resolve to an address of the host that says it.',
  ['RFC 5321 §4.1.1.1'],
  'Publish an address record for it, or say another name with --ehlo.',
);
export const ehloOther = row(
  'ehlo.other-address',
  'info',
  'The name for EHLO leads to another address',
  'Some receivers compare; where a translator stands between, the addresses of this host say nothing.',
  ['RFC 5321 §4.1.4'],
  'Let it lead to the address that others see.',
);
export const ehloUnknown = row(
  'ehlo.lookup-failed',
  'unknown',
  'The name for EHLO could not be looked up',
  'DNS did not answer, or answered what DNSSEC proves wrong.',
  ['RFC 5321 §4.1.1.1'],
);
export const notTried = row(
  'outward.not-tried',
  'info',
  'Whether port 25 leads out was not tried',
  'Nobody is connected to unasked. Many networks let only their own mail servers out.',
  ['RFC 5068 §3'],
  'Name a mail server to try: --target HOST.',
);
export const outwardGood = row(
  'outward.good',
  'ok',
  'The way out is open: the server greeted',
  'Mail can be delivered from here, as far as the network is concerned.',
  ['RFC 5321 §3.1'],
);
export const outwardClosed = row(
  'outward.closed',
  'unknown',
  'The server was not reached',
  'The way out is closed, or nobody is there. Try a second server before you blame the network.',
  ['RFC 5068 §3'],
  'Ask the provider to open port 25, or hand mail to a relay on port 587 or 465.',
);
export const outwardRefused = row(
  'outward.refused',
  'warn',
  'The server turned us away',
  'The way is open, and this address is not welcome: block lists, a missing reverse name, or a limit.',
  ['RFC 5321 §3.1'],
  'Read the reply; give the address a reverse name, and look it up in the lists that the reply names.',
);
export const rootsGood = row(
  'certificates.good',
  'ok',
  'Trust roots are at hand',
  'Certificates of servers can be verified.',
  ['RFC 5280 §6.1.1'],
);
export const rootsBundled = row(
  'certificates.bundled',
  'warn',
  'This system has no trust roots; those that come with Node stand in',
  'Other programs on this host verify nothing.',
  ['RFC 5280 §6.1.1'],
  'Install the package ca-certificates.',
);
export const rootsMissing = row(
  'certificates.none',
  'error',
  'There are no trust roots',
  'No certificate verifies.',
  ['RFC 5280 §6.1.1'],
  'Install the package ca-certificates, or name roots with --ca-file.',
);
export const clockGood = row(
  'clock.good',
  'ok',
  'The clock is synchronized',
  'Dates of signatures and certificates are judged by it.',
  ['RFC 5905 §3'],
);
export const clockFree = row(
  'clock.free-running',
  'warn',
  'Nothing keeps the clock right',
  'Validation fails when it is some days off, and greylisting, DKIM and logs earlier.',
  ['RFC 5905 §3', 'RFC 4035 §5.3.1'],
  'Run chrony, ntpd or systemd-timesyncd.',
);
export const clockUnknown = row(
  'clock.not-told',
  'info',
  'Whether the clock is synchronized could not be found out',
  'The system does not say, as in containers, where the host keeps the clock.',
  ['RFC 5905 §3'],
);
export const clockWrong = row(
  'clock.wrong',
  'error',
  'By this clock the signatures of the root zone are not in date',
  'They are renewed every day and hold for about two weeks. Somebody is wrong, and it is seldom the root.',
  ['RFC 4035 §5.3.1'],
  'Set the clock.',
);
export const runtimeGood = row(
  'runtime.good',
  'ok',
  'The runtime is in order',
  'Version and limits are as they should be.',
  [],
);
export const nodeOld = row(
  'runtime.node',
  'error',
  'This version of Node is too old',
  'Parts of the program need a later one.',
  [],
  'Install Node 20.19 or later.',
);
export const fewFiles = row(
  'runtime.open-files',
  'warn',
  'Few files may be open at once',
  'Each connection is one. Batches with many jobs, and any mail server, need more.',
  [],
  'Raise the limit: ulimit -n 4096, or LimitNOFILE= in the unit.',
);
export const littleEntropy = row(
  'runtime.entropy',
  'warn',
  'The kernel has little entropy',
  'Keys and query ids may wait for it on old kernels.',
  ['RFC 4086 §2'],
  'Give a virtual machine virtio-rng, or run rngd.',
);
export const settings = row(
  'configuration.environment',
  'info',
  'Settings come from the environment',
  'Each variable is a long flag of every command, which people forget.',
  [],
);

export const doctorFindings: readonly FindingDef[] = [
  resolverGood,
  resolverStrips,
  resolverBogus,
  resolverValidates,
  resolverTrusting,
  resolverSilent,
  resolverSlow,
  resolverNoEdns,
  resolvConf,
  noAddress,
  privateAddress,
  oneFamily,
  ehloGood,
  ehloUnfit,
  ehloNoAddress,
  ehloOther,
  ehloUnknown,
  notTried,
  outwardGood,
  outwardClosed,
  outwardRefused,
  rootsGood,
  rootsBundled,
  rootsMissing,
  clockGood,
  clockFree,
  clockUnknown,
  clockWrong,
  runtimeGood,
  nodeOld,
  fewFiles,
  littleEntropy,
  settings,
];
