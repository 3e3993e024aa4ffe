/** Servers in known configurations, and what a survey must find of each. */
import type { AddressSurvey, VersionReport } from '../../../../src/core/survey/index.ts';

export type Version = VersionReport['version'];

export interface Row {
  readonly name: string;
  /** Of `openssl s_server`, beside its certificates. */
  readonly args: readonly string[];
  /** Which certificates; both when absent. */
  readonly keys?: readonly ('rsa' | 'ecdsa')[];
  readonly versions: readonly Version[];
  /** The cipher string of `args`, to ask `openssl ciphers` what it comes to; TLS 1.2. */
  readonly cipherString?: string;
  /** Exactly these, in any order. */
  readonly groups13?: readonly string[];
  readonly schemes13?: readonly string[];
  readonly suites13?: readonly string[];
  /** Findings that must be there, and that must not. */
  readonly says?: readonly string[];
  readonly saysNot?: readonly string[];
  readonly check?: (survey: AddressSurvey) => string | undefined;
}

const BOTH: readonly Version[] = ['TLSv1.3', 'TLSv1.2'];
const ALL: readonly Version[] = ['TLSv1.3', 'TLSv1.2', 'TLSv1.1', 'TLSv1.0'];
const OLD = ['-cipher', 'ALL:@SECLEVEL=0'];

const resumption = (expected: Readonly<Record<string, string>>) => (survey: AddressSurvey) => {
  const found = Object.fromEntries(survey.resumption.map(({ version, by, resumed }) => [`${version} ${by}`, resumed]));
  const wrong = Object.entries(expected).find(([way, answer]) => found[way] !== answer);
  return wrong && `resumption ${wrong[0]} is ${found[wrong[0]]}, and should be ${wrong[1]}`;
};

const order = (expected: string) => (survey: AddressSurvey) => {
  const found = survey.suites.find(({ version }) => version === 'TLSv1.2')?.order;
  return found === expected ? undefined : `the order of suites is the ${found}'s, and should be the ${expected}'s`;
};

const alpn = (selected: string | undefined, stranger: string) => (survey: AddressSurvey) =>
  survey.alpn?.selected === selected && survey.alpn?.stranger === stranger
    ? undefined
    : `alpn is ${JSON.stringify(survey.alpn)}`;

const strings = (name: string, string: string, more: Partial<Row> = {}): Row => ({
  name,
  args: ['-tls1_2', '-cipher', `${string}:@SECLEVEL=0`],
  versions: ['TLSv1.2'],
  cipherString: `${string}:@SECLEVEL=0`,
  ...more,
});

const groups13 = (groups: string, names: readonly string[], more: Partial<Row> = {}): Row => ({
  name: `groups ${groups}`,
  args: ['-groups', groups],
  versions: BOTH,
  groups13: names,
  ...more,
});

const schemes = (sigalgs: string, names: readonly string[], more: Partial<Row> = {}): Row => ({
  name: `signature algorithms ${sigalgs}`,
  args: ['-sigalgs', sigalgs],
  versions: BOTH,
  schemes13: names,
  ...more,
});

/** Each is tried in every run; more are made of them under --full. */
export const ROWS: readonly Row[] = [
  { name: 'as it comes', args: [], versions: BOTH, says: ['tls.versions', 'tls.group.no-post-quantum'] },
  { name: 'TLS 1.3 alone', args: ['-tls1_3'], versions: ['TLSv1.3'], saysNot: ['tls.version.no-13'] },
  { name: 'TLS 1.2 alone', args: ['-tls1_2'], versions: ['TLSv1.2'], says: ['tls.version.no-13'] },
  { name: 'TLS 1.1 alone', args: ['-tls1_1', ...OLD], versions: ['TLSv1.1'], says: ['tls.version.none-current'] },
  { name: 'TLS 1.0 alone', args: ['-tls1', ...OLD], versions: ['TLSv1.0'], says: ['tls.version.none-current'] },
  { name: 'TLS 1.0 to 1.3', args: OLD, versions: ALL, says: ['tls.version.old', 'tls.suite.anonymous'] },
  { name: 'no TLS 1.2', args: ['-no_tls1_2', ...OLD], versions: ['TLSv1.3', 'TLSv1.1', 'TLSv1.0'] },
  { name: 'no TLS 1.3', args: ['-no_tls1_3', ...OLD], versions: ['TLSv1.2', 'TLSv1.1', 'TLSv1.0'] },
  strings('high suites', 'HIGH'),
  strings('everything', 'ALL:COMPLEMENTOFALL', { says: ['tls.suite.null', 'tls.suite.static-rsa'] }),
  strings('no encryption', 'eNULL', { says: ['tls.suite.null'] }),
  strings('nobody authenticated', 'aNULL', { says: ['tls.suite.anonymous'] }),
  strings('RSA key exchange alone', 'kRSA', { keys: ['rsa'], says: ['tls.suite.no-forward-secrecy'] }),
  strings('DHE alone', 'DHE', { keys: ['rsa'] }),
  strings('ECDHE alone', 'ECDHE', { saysNot: ['tls.suite.static-rsa', 'tls.suite.no-forward-secrecy'] }),
  strings('ChaCha20', 'CHACHA20'),
  strings('AES-GCM', 'AESGCM'),
  strings('Camellia', 'CAMELLIA'),
  strings('ARIA', 'ARIA'),
  strings('CCM', 'AESCCM'),
  strings('one suite', 'ECDHE-RSA-AES128-GCM-SHA256', { keys: ['rsa'] }),
  strings('suites for RSA on a server with both', 'aRSA'),
  strings('suites for ECDSA on a server with both', 'aECDSA'),
  strings('all of them, RSA alone', 'ALL', { keys: ['rsa'] }),
  strings('all of them, ECDSA alone', 'ALL', { keys: ['ecdsa'] }),
  {
    name: 'an order of its own',
    args: ['-tls1_2', '-cipher', 'AES256-GCM-SHA384:ECDHE-RSA-AES128-SHA', '-serverpref'],
    keys: ['rsa'],
    versions: ['TLSv1.2'],
    check: order('server'),
    saysNot: ['tls.suite.client-order'],
  },
  {
    name: 'the client’s order',
    args: ['-tls1_2', '-cipher', 'AES256-GCM-SHA384:ECDHE-RSA-AES128-SHA'],
    keys: ['rsa'],
    versions: ['TLSv1.2'],
    check: order('client'),
  },
  {
    name: 'one suite of TLS 1.3',
    args: ['-ciphersuites', 'TLS_CHACHA20_POLY1305_SHA256', '-tls1_3'],
    versions: ['TLSv1.3'],
    suites13: ['TLS_CHACHA20_POLY1305_SHA256'],
  },
  {
    name: 'CCM in TLS 1.3',
    args: ['-ciphersuites', 'TLS_AES_128_CCM_SHA256:TLS_AES_128_CCM_8_SHA256', '-tls1_3'],
    versions: ['TLSv1.3'],
    suites13: ['TLS_AES_128_CCM_8_SHA256', 'TLS_AES_128_CCM_SHA256'],
  },
  groups13('X25519', ['x25519']),
  groups13('P-256', ['secp256r1']),
  groups13('P-384:P-521', ['secp384r1', 'secp521r1'], { keys: ['rsa'] }),
  groups13('X448:ffdhe2048', ['ffdhe2048', 'x448'], { keys: ['rsa'] }),
  groups13('ffdhe3072:ffdhe4096', ['ffdhe3072', 'ffdhe4096'], { keys: ['rsa'] }),
  schemes('RSA-PSS+SHA256', ['rsa_pss_rsae_sha256'], { keys: ['rsa'] }),
  schemes('RSA-PSS+SHA384:RSA-PSS+SHA512', ['rsa_pss_rsae_sha384', 'rsa_pss_rsae_sha512'], { keys: ['rsa'] }),
  schemes('ECDSA+SHA256', ['ecdsa_secp256r1_sha256'], { keys: ['ecdsa'] }),
  schemes('ECDSA+SHA256:RSA-PSS+SHA256', ['ecdsa_secp256r1_sha256', 'rsa_pss_rsae_sha256']),
  {
    name: 'tickets and sessions',
    args: [],
    versions: BOTH,
    check: resumption({ 'TLSv1.3 ticket': 'yes', 'TLSv1.2 ticket': 'yes', 'TLSv1.2 session-id': 'yes' }),
  },
  {
    name: 'neither tickets nor sessions',
    args: ['-no_ticket', '-no_cache', '-num_tickets', '0'],
    versions: BOTH,
    check: resumption({ 'TLSv1.3 ticket': 'no', 'TLSv1.2 ticket': 'no', 'TLSv1.2 session-id': 'no' }),
    says: ['tls.resumption.none'],
  },
  { name: 'ALPN of its own', args: ['-alpn', 'http/1.1'], versions: BOTH, check: alpn('http/1.1', 'refused') },
  { name: 'no ALPN', args: [], versions: BOTH, check: alpn(undefined, 'ignored') },
  {
    name: 'DHE with 1536 bits',
    args: ['-tls1_2', '-cipher', 'DHE:@SECLEVEL=0', '-dhparam', '@dh1536'],
    keys: ['rsa'],
    versions: ['TLSv1.2'],
    says: ['tls.dh.small'],
    check: ({ primeBits }) => (primeBits === 1536 ? undefined : `the prime has ${primeBits} bits`),
  },
  {
    name: 'RSA alone',
    args: [],
    keys: ['rsa'],
    versions: BOTH,
    check: ({ certificates }) =>
      certificates.map((one) => one.keyType).join() === 'rsa' ? undefined : 'not RSA alone',
  },
  {
    name: 'a staple',
    args: ['-status_file', '@proof'],
    keys: ['rsa'],
    versions: BOTH,
    says: ['tls.staple.good'],
  },
  {
    name: 'a staple past its end',
    args: ['-status_file', '@old-proof'],
    keys: ['rsa'],
    versions: BOTH,
    says: ['tls.staple.bad'],
  },
];
