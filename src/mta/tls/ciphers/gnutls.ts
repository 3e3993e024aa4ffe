/**
 * Priority strings of GnuTLS, for OpenSSL (GnuTLS manual, "Priority Strings").
 *
 * The first word names a set to begin with; each further one adds (`+`), takes away (`-`) or bans (`!`) a version, cipher,
 * key exchange, MAC or group, or is a `%` switch. What has no counterpart in OpenSSL and changes nothing about who can
 * connect is read and left aside; any other word is an error.
 */
import { constants } from 'node:crypto';
import { err, nearest, ok, type Result } from '../../../base/index.ts';
import { SUITES, TLS13_SUITES } from './suites.ts';
import type { CipherChoice, CipherFault, CipherReading } from './types.ts';

type Kind = 'versions' | 'ciphers' | 'kx' | 'macs' | 'groups';
type Sets = Readonly<Record<Kind, Set<string>>>;
type Preset = Readonly<Record<Kind, readonly string[]>>;

const VERSIONS = ['TLS1.3', 'TLS1.2', 'TLS1.1', 'TLS1.0'];
const STRONG = ['AES-256-GCM', 'CHACHA20-POLY1305', 'AES-256-CCM', 'AES-256-CBC'];
const CIPHERS = [...STRONG, 'AES-128-GCM', 'AES-128-CCM', 'AES-128-CBC'];
const KX = ['ECDHE-ECDSA', 'ECDHE-RSA', 'RSA', 'DHE-RSA'];
const MACS = ['AEAD', 'SHA384', 'SHA256', 'SHA1'];
const GROUPS = ['X25519', 'SECP256R1', 'X448', 'SECP384R1', 'SECP521R1'];

const NORMAL: Preset = { versions: VERSIONS, ciphers: CIPHERS, kx: KX, macs: MACS, groups: GROUPS };
const SUITE_B = { versions: ['TLS1.2'], kx: ['ECDHE-ECDSA'], macs: ['AEAD'] };
const NOTHING: Preset = { versions: [], ciphers: [], kx: [], macs: [], groups: [] };
const SECURE192: Preset = { ...NORMAL, ciphers: STRONG, groups: ['X448', 'SECP384R1', 'SECP521R1'] };

const PRESETS: Readonly<Record<string, Preset>> = {
  NORMAL,
  LEGACY: NORMAL,
  PERFORMANCE: { ...NORMAL, ciphers: [...CIPHERS.slice(4), ...STRONG] },
  SECURE: NORMAL,
  SECURE128: NORMAL,
  SECURE192,
  SECURE256: SECURE192,
  PFS: { ...NORMAL, kx: KX.filter((kx) => kx !== 'RSA') },
  SUITEB128: { ...SUITE_B, ciphers: ['AES-128-GCM', 'AES-256-GCM'], groups: ['SECP256R1', 'SECP384R1'] },
  SUITEB192: { ...SUITE_B, ciphers: ['AES-256-GCM'], groups: ['SECP384R1'] },
  SYSTEM: NORMAL,
  '@SYSTEM': NORMAL,
  NONE: NOTHING,
};

/** Words of more than one name, and names of GnuTLS that OpenSSL no longer has or that no mail server uses. */
const EXTRA: Readonly<Record<Kind, readonly string[]>> = {
  versions: ['SSL3.0', 'DTLS1.0', 'DTLS1.2'],
  ciphers: [
    ...['CAMELLIA-256-CBC', 'CAMELLIA-128-CBC', 'CAMELLIA-256-GCM', 'CAMELLIA-128-GCM', 'CAMELLIA-192-CBC'],
    ...['AES-256-CCM-8', 'AES-128-CCM-8', '3DES-CBC', 'DES-CBC', 'ARCFOUR-128', 'ARCFOUR-40', 'RC2-40', 'NULL'],
  ],
  kx: ['DHE-DSS', 'ANON-DH', 'ANON-ECDH', 'PSK', 'DHE-PSK', 'ECDHE-PSK', 'RSA-PSK', 'SRP', 'SRP-RSA', 'SRP-DSS'],
  macs: ['MD5', 'SHA512'],
  groups: ['FFDHE2048', 'FFDHE3072', 'FFDHE4096', 'FFDHE6144', 'FFDHE8192', 'SECP192R1', 'SECP224R1'],
};

const isKnown = (kind: Kind, name: string): boolean => NORMAL[kind].includes(name) || EXTRA[kind].includes(name);

/** `%` switches: bits for OpenSSL, or a security level; the others are about what OpenSSL does in any case. */
const SWITCHES: Readonly<Record<string, { readonly bits?: number; readonly level?: number }>> = {
  SERVER_PRECEDENCE: { bits: constants.SSL_OP_CIPHER_SERVER_PREFERENCE },
  NO_TICKETS: { bits: constants.SSL_OP_NO_TICKET },
  UNSAFE_RENEGOTIATION: { bits: constants.SSL_OP_ALLOW_UNSAFE_LEGACY_RENEGOTIATION },
  PROFILE_VERY_WEAK: { level: 0 },
  PROFILE_LOW: { level: 1 },
  PROFILE_LEGACY: { level: 1 },
  PROFILE_MEDIUM: { level: 2 },
  PROFILE_HIGH: { level: 3 },
  PROFILE_ULTRA: { level: 4 },
  ...Object.fromEntries(
    [
      ...['COMPAT', 'DUMBFW', 'SAFE_RENEGOTIATION', 'PARTIAL_RENEGOTIATION', 'DISABLE_SAFE_RENEGOTIATION', 'FORCE_ETM'],
      ...[
        'NO_ETM',
        'NO_EXTENSIONS',
        'FALLBACK_SCSV',
        'LATEST_RECORD_VERSION',
        'SSL3_RECORD_VERSION',
        'NO_STATUS_REQUEST',
      ],
      ...['STATELESS_COMPRESSION', 'VERIFY_ALLOW_SIGN_RSA_MD5', 'VERIFY_ALLOW_X509_V1_CA_CRT', 'NO_SHUFFLE_EXTENSIONS'],
      ...[
        'VERIFY_DISABLE_CRL_CHECKS',
        'VERIFY_ALLOW_BROKEN',
        'VERIFY_ALLOW_SIGN_WITH_SHA1',
        'DISABLE_TLS13_COMPAT_MODE',
      ],
      ...['ALLOW_SMALL_RECORDS', 'NO_TICKETS_TLS12', 'FORCE_SESSION_HASH'],
    ].map((name) => [name, {}]),
  ),
};

const SWITCH_WORDS = Object.keys(SWITCHES).map((name) => `%${name}`);

/** In the words of GnuTLS: an offset in octets, and what stands there. */
const refusedAt = (text: string, at: number): string =>
  `(gnutls_priority_init(${text}) failed at offset ${at}, "${text.slice(at, at + 6)}.."): The request is invalid.`;

/** Is this a priority string, and no list of OpenSSL's? By its first word. */
export const isPriorityString = (text: string): boolean =>
  /^(NORMAL|LEGACY|PERFORMANCE|PFS|SUITEB(128|192)|SECURE(128|192|256)?|@?SYSTEM|NONE)(:|$)/.test(text);

export function readPriorityString(text: string): CipherReading {
  const [first = '', ...words] = text.split(':').map((word) => word.trim());
  const preset = PRESETS[first] ?? NOTHING;
  const sets = mapKinds((kind) => new Set(preset[kind]));
  const banned = mapKinds(() => new Set<string>());
  let [bits, level] = [0, undefined as number | undefined];
  for (const word of words.filter((one) => one !== '')) {
    const known = SWITCHES[word.slice(1)];
    if (word.startsWith('%') && known !== undefined) {
      bits |= known.bits ?? 0;
      level = known.level ?? level;
      continue;
    }
    const applied = word.startsWith('%') ? unknown(word, SWITCH_WORDS) : apply(word, sets, banned);
    if (!applied.ok) return err({ ...applied.error, logged: refusedAt(text, text.indexOf(word)) });
  }
  for (const kind of KINDS) for (const name of banned[kind]) sets[kind].delete(name);
  return choiceOf(sets, bits, level);
}

const KINDS: readonly Kind[] = ['versions', 'ciphers', 'kx', 'macs', 'groups'];

const mapKinds = (make: (kind: Kind) => Set<string>): Sets => ({
  versions: make('versions'),
  ciphers: make('ciphers'),
  kx: make('kx'),
  macs: make('macs'),
  groups: make('groups'),
});

/** `+AES-256-GCM`, `-VERS-TLS1.0`, `!RSA`, `-CIPHER-ALL`; or another set put in: `SECURE256`, `-SECURE128`. */
function apply(word: string, sets: Sets, banned: Sets): Result<undefined, CipherFault> {
  const [, sign = '+', name = ''] = /^([+!-])?(.*)$/.exec(word) ?? [];
  const target = sign === '!' ? banned : sets;
  const change = (kind: Kind, names: readonly string[]): Result<undefined, CipherFault> => {
    for (const one of names) {
      if (sign === '-') target[kind].delete(one);
      else target[kind].add(one);
    }
    return ok(undefined);
  };
  const preset = PRESETS[name];
  if (preset !== undefined) {
    for (const kind of KINDS) change(kind, preset[kind]);
    return ok(undefined);
  }
  if (/^(COMP|CTYPE)-|^SIGN-ALL$/.test(name)) return ok(undefined);
  const meant = meaningOf(name);
  return meant === undefined ? unknown(word, WORDS) : change(meant.kind, meant.names);
}

/** A word without its sign, as names of one kind. */
function meaningOf(name: string): { readonly kind: Kind; readonly names: readonly string[] } | undefined {
  if (/^VERS-(TLS-)?ALL$/.test(name)) return { kind: 'versions', names: VERSIONS };
  if (name.startsWith('VERS-')) return single('versions', name.slice(5));
  if (name === 'CIPHER-ALL') return { kind: 'ciphers', names: CIPHERS };
  if (name === 'KX-ALL') return { kind: 'kx', names: KX };
  if (name === 'MAC-ALL') return { kind: 'macs', names: MACS };
  if (/^(GROUP|CURVE)-ALL$/.test(name)) return { kind: 'groups', names: GROUPS };
  if (/^(GROUP|CURVE)-/.test(name)) return single('groups', name.slice(6));
  return single('ciphers', name) ?? single('kx', name) ?? single('macs', name);
}

const single = (kind: Kind, name: string) => (isKnown(kind, name) ? { kind, names: [name] } : undefined);

const WORDS = [
  ...Object.keys(PRESETS),
  ...VERSIONS.map((name) => `VERS-${name}`),
  ...[...CIPHERS, ...EXTRA.ciphers, ...KX, ...EXTRA.kx, ...MACS, ...EXTRA.macs],
  ...[...GROUPS, ...EXTRA.groups].map((name) => `GROUP-${name}`),
  ...['VERS-ALL', 'CIPHER-ALL', 'KX-ALL', 'MAC-ALL', 'GROUP-ALL', 'COMP-ALL', 'CTYPE-ALL', 'SIGN-ALL'],
];

function unknown(word: string, words: readonly string[]): Result<never, CipherFault> {
  const close = nearest(word.replace(/^[+!-]/, ''), words);
  const meant = close === undefined ? '' : `did you mean ${close}? `;
  return err({
    message: `"${word}" is no word of GnuTLS priority strings that can be put into OpenSSL's terms`,
    hint: `${meant}leave it out, or give a list of OpenSSL's, as HIGH:!aNULL`,
  });
}

const OFF: Readonly<Record<string, number>> = {
  'TLS1.0': constants.SSL_OP_NO_TLSv1,
  'TLS1.1': constants.SSL_OP_NO_TLSv1_1,
  'TLS1.2': constants.SSL_OP_NO_TLSv1_2,
  'TLS1.3': constants.SSL_OP_NO_TLSv1_3,
};

/** OpenSSL's names of groups. */
const GROUP_NAMES: Readonly<Record<string, string>> = {
  SECP256R1: 'P-256',
  SECP384R1: 'P-384',
  SECP521R1: 'P-521',
  X25519: 'X25519',
  X448: 'X448',
};

function choiceOf(sets: Sets, bits: number, level: number | undefined): CipherReading {
  const newest = sets.versions.has('TLS1.3') ? TLS13_SUITES.filter(({ cipher }) => sets.ciphers.has(cipher)) : [];
  const older = inOrder(sets.ciphers).filter(({ kx, mac }) => sets.kx.has(kx) && sets.macs.has(mac));
  if (newest.length + older.length === 0 || !VERSIONS.some((version) => sets.versions.has(version)))
    return err({
      message: 'it leaves no cipher suite at all',
      hint: 'begin with NORMAL, and take away what should not be',
    });
  const groups = inGroups(sets.groups);
  const choice: CipherChoice = {
    ciphers: [...newest, ...older, ...(level === undefined ? [] : [{ name: `@SECLEVEL=${level}` }])]
      .map(({ name }) => name)
      .join(':'),
    options: VERSIONS.reduce((sum, version) => (sets.versions.has(version) ? sum : sum | OFF[version]!), bits),
    ...(groups !== undefined && { groups }),
  };
  return ok(choice);
}

/** By cipher as the string has them, then by key exchange. */
const inOrder = (ciphers: ReadonlySet<string>) =>
  [...ciphers].flatMap((cipher) => SUITES.filter((suite) => suite.cipher === cipher));

/** Undefined where it is GnuTLS's own choice: then it is OpenSSL's. */
function inGroups(groups: ReadonlySet<string>): string | undefined {
  if (GROUPS.length === groups.size && GROUPS.every((group) => groups.has(group))) return undefined;
  const names = [...groups].flatMap((group) => GROUP_NAMES[group] ?? []);
  return names.length === 0 ? undefined : names.join(':');
}
