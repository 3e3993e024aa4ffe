/**
 * Certificates and lists with what we say of them. Where OpenSSL says another thing, the row says which and why; everywhere else
 * the two have to agree on good, revoked or neither.
 */
import type { CrlSpec } from '../../../../src/core/pki/issue.ts';
import { days, listed } from '../../../support/crls.ts';
import { type Parties, URL_ONE, URL_TWO } from './parties.ts';

export interface ListRow {
  readonly by: keyof Parties;
  readonly spec?: Partial<CrlSpec>;
}

export interface Row {
  readonly name: string;
  readonly of: keyof Parties;
  readonly lists: readonly ListRow[];
  /** `good`, `revoked REASON`, or the code of what is undetermined. */
  readonly ours: string;
  /** OpenSSL's view where it is another. */
  readonly differs?: { readonly theirs: 'good' | 'revoked' | 'neither'; readonly because: string };
  /** Asked about every certificate but the root. */
  readonly all?: boolean;
}

const UNKNOWN = { oid: '1.3.6.1.4.1.99999.1', der: Uint8Array.of(5, 0) };
const critical = [{ ...UNKNOWN, critical: true }];
const harmless = [{ ...UNKNOWN, critical: false }];
const point = (value: string) => ({ names: [{ kind: 'uri' as const, value }] });
const absent = undefined as never;
const delta = { thisUpdate: days(-0.5), number: 12n, baseNumber: 10n };
const SOME = [1, 2];
const REST = [3, 4, 5, 6, 7, 8];
const reasonRows: readonly [number, string][] = [
  [0, 'unspecified'],
  [1, 'keyCompromise'],
  [2, 'cACompromise'],
  [3, 'affiliationChanged'],
  [4, 'superseded'],
  [5, 'cessationOfOperation'],
  [6, 'certificateHold'],
  [9, 'privilegeWithdrawn'],
  [10, 'aACompromise'],
];

export function rowsFor(parties: Parties): readonly Row[] {
  return [
    ...plain(parties),
    ...unusable(parties),
    ...points(parties),
    ...deltas(parties),
    ...indirect(parties),
    ...paths(parties),
  ];
}

function plain({ leaf, sibling }: Parties): readonly Row[] {
  const about = (name: string, spec: Partial<CrlSpec>, ours: string): Row => ({
    name,
    of: 'leaf',
    lists: [{ by: 'issuing', spec }],
    ours,
  });
  return [
    about('an empty list', {}, 'good'),
    about('a list of another', { revoked: [listed(sibling)] }, 'good'),
    about('listed', { revoked: [listed(leaf)] }, 'revoked unspecified'),
    about('listed among many', { revoked: [...many(300), listed(leaf), listed(sibling)] }, 'revoked unspecified'),
    ...reasonRows.map(([reason, word]) =>
      about(`listed for ${word}`, { revoked: [listed(leaf, { reason })] }, `revoked ${word}`),
    ),
    about('revoked from tomorrow on', { revoked: [listed(leaf, { date: days(1) })] }, 'revoked unspecified'),
    about('revoked before it was issued', { revoked: [listed(leaf, { date: days(-500) })] }, 'revoked unspecified'),
    about('an invalidity date', { revoked: [listed(leaf, { invalidityDate: days(-9) })] }, 'revoked unspecified'),
    about('version 1', { version: 1, revoked: [listed(leaf)] }, 'revoked unspecified'),
    about('version 1, not listed', { version: 1 }, 'good'),
    about('without key identifier', { keyIdentifier: false }, 'good'),
    about('an unknown extension', { extraExtensions: harmless }, 'good'),
    about(
      'an unknown extension of its entry',
      { revoked: [listed(leaf, { extraExtensions: harmless })] },
      'revoked unspecified',
    ),
    about('a nextUpdate of 2051', { nextUpdate: new Date('2051-01-01T00:00:00Z') }, 'good'),
  ];
}

/** Serial numbers of nobody. */
function many(count: number): NonNullable<CrlSpec['revoked']> {
  return Array.from({ length: count }, (_, i) => ({ serial: Uint8Array.of(1, i >> 8, i & 0xff), date: days(-3) }));
}

function unusable({ leaf, sibling }: Parties): readonly Row[] {
  const about = (ours: string, name: string, spec: Partial<CrlSpec>, differs?: Row['differs']): Row => ({
    name,
    of: 'leaf',
    lists: [{ by: 'issuing', spec }],
    ours,
    ...(differs !== undefined && { differs }),
  });
  const lax = (because: string): Row['differs'] => ({ theirs: 'good', because });
  return [
    { name: 'no list at all', of: 'leaf', lists: [], ours: 'missing' },
    { name: 'the list of another authority', of: 'leaf', lists: [{ by: 'root' }], ours: 'wrong-issuer' },
    about('not-yet-valid', 'from tomorrow on', { thisUpdate: days(1) }),
    about('expired', 'of last month', { thisUpdate: days(-40), nextUpdate: days(-10) }),
    about('bad-signature', 'a broken signature', { isSignatureBroken: true }),
    about('unknown-critical', 'an unknown critical extension', { extraExtensions: critical }),
    about('unknown-critical', 'an unknown critical extension of another entry', {
      revoked: [listed(sibling, { extraExtensions: critical })],
    }),
    about('wrong-key', 'another key named', { keyIdentifier: Uint8Array.of(1, 2, 3) }),
    about(
      'no-number',
      'version 2 without number',
      { number: absent },
      lax('OpenSSL asks for no number (RFC 5280 §5.2.3)'),
    ),
    about('critical-number', 'a critical number', { isNumberCritical: true }),
    about(
      'duplicate-serial',
      'a serial number twice',
      { revoked: [listed(sibling), listed(sibling)] },
      lax('OpenSSL takes either of the two'),
    ),
    about('no-next-update', 'without nextUpdate', { nextUpdate: absent }, lax('OpenSSL takes it to hold for ever')),
    about(
      'malformed',
      'GeneralizedTime of this year',
      { isTimeGeneralized: true },
      lax('OpenSSL takes either kind of time'),
    ),
    about('malformed', 'version 3', { version: 3 }, lax('OpenSSL does not look at the version')),
    about(
      'malformed',
      'version 1 with extensions of entries',
      {
        version: 1,
        revoked: [listed(sibling, { reason: 1 })],
      },
      lax('OpenSSL does not look at the version'),
    ),
    { name: 'an impostor', of: 'leaf', lists: [{ by: 'impostor' }], ours: 'wrong-key' },
    {
      name: 'an impostor beside the right one',
      of: 'leaf',
      lists: [
        { by: 'impostor', spec: { keyIdentifier: false } },
        { by: 'issuing', spec: { revoked: [listed(leaf)] } },
      ],
      ours: 'revoked unspecified',
      differs: { theirs: 'neither', because: 'OpenSSL tries one of the two alone' },
    },
    { name: 'an issuer without cRLSign', of: 'leafOfNoCrlSign', lists: [{ by: 'noCrlSign' }], ours: 'no-crl-sign' },
    { name: 'an issuer without key usage', of: 'leafOfNoKeyUsage', lists: [{ by: 'noKeyUsage' }], ours: 'good' },
  ];
}

function points({ leaf, partly }: Parties): readonly Row[] {
  const about = (name: string, of: Row['of'], issuingPoint: CrlSpec['issuingPoint'], ours: string): Row => ({
    name,
    of,
    lists: [{ by: 'issuing', spec: { issuingPoint: issuingPoint! } }],
    ours,
  });
  return [
    about('its own point', 'pointed', point(URL_ONE), 'good'),
    about('another point', 'pointed', point(URL_TWO), 'distribution-point'),
    about('a point, and the certificate has none', 'leaf', point(URL_ONE), 'distribution-point'),
    about('several names of a point', 'pointed', { names: [...point(URL_TWO).names, ...point(URL_ONE).names] }, 'good'),
    about('end-entity certificates alone', 'leaf', { onlyUsers: true }, 'good'),
    about('authorities alone', 'leaf', { onlyAuthorities: true }, 'scope'),
    about('attribute certificates alone', 'leaf', { onlyAttributes: true }, 'scope'),
    about('some reasons alone', 'leaf', { reasons: SOME }, 'reasons-not-covered'),
    {
      name: 'some reasons and the rest',
      of: 'leaf',
      lists: [SOME, REST].map((reasons) => ({ by: 'issuing', spec: { issuingPoint: { reasons } } })),
      ours: 'good',
    },
    {
      name: 'listed for the rest',
      of: 'leaf',
      lists: [
        { by: 'issuing', spec: { issuingPoint: { reasons: SOME } } },
        { by: 'issuing', spec: { issuingPoint: { reasons: REST }, revoked: [listed(leaf, { reason: 4 })] } },
      ],
      ours: 'revoked superseded',
    },
    {
      name: 'points of some reasons each',
      of: 'partly',
      lists: [URL_ONE, URL_TWO].map((url) => ({ by: 'issuing', spec: { issuingPoint: point(url) } })),
      ours: 'good',
    },
    {
      name: 'points of some reasons each, listed in one',
      of: 'partly',
      lists: [
        { by: 'issuing', spec: { issuingPoint: point(URL_ONE) } },
        { by: 'issuing', spec: { issuingPoint: point(URL_TWO), revoked: [listed(partly, { reason: 4 })] } },
      ],
      ours: 'revoked superseded',
    },
    about('one of two points of some reasons', 'partly', point(URL_ONE), 'reasons-not-covered'),
  ];
}

function deltas({ leaf }: Parties): readonly Row[] {
  const on = (
    name: string,
    base: Partial<CrlSpec>,
    more: Partial<CrlSpec>,
    ours: string,
    differs?: Row['differs'],
  ): Row => ({
    name: `a delta ${name}`,
    of: 'leaf',
    lists: [
      { by: 'issuing', spec: { freshest: [{ urls: [URL_TWO] }], ...base } },
      { by: 'issuing', spec: { ...delta, ...more } },
    ],
    ours,
    ...(differs !== undefined && { differs }),
  });
  const held = { revoked: [listed(leaf, { reason: 6 })] };
  return [
    on('of nothing', {}, {}, 'good'),
    on('that adds', {}, { revoked: [listed(leaf, { reason: 1 })] }, 'revoked keyCompromise'),
    on('that takes away', held, { revoked: [listed(leaf, { reason: 8 })] }, 'good'),
    on('that leaves it', held, {}, 'revoked certificateHold'),
    on('of a newer base', {}, { baseNumber: 11n, revoked: [listed(leaf)] }, 'good'),
    on('of an older list', {}, { number: 9n, baseNumber: 8n, revoked: [listed(leaf)] }, 'good'),
    on('of another scope', {}, { issuingPoint: { onlyUsers: true }, revoked: [listed(leaf)] }, 'good'),
    on('out of date', {}, { thisUpdate: days(-3), nextUpdate: days(-2), revoked: [listed(leaf)] }, 'good', {
      theirs: 'revoked',
      because: 'OpenSSL goes by a delta that is out of date',
    }),
    on('on a base out of date', { thisUpdate: days(-9), nextUpdate: days(-1) }, {}, 'good'),
    {
      name: 'a delta alone',
      of: 'leaf',
      lists: [{ by: 'issuing', spec: { ...delta, revoked: [listed(leaf)] } }],
      ours: 'delta-without-base',
    },
  ];
}

function indirect({ far, sibling, leaf }: Parties): readonly Row[] {
  const by = (name: string, of: Row['of'], revoked: CrlSpec['revoked'], ours: string): Row => ({
    name: `an indirect list ${name}`,
    of,
    lists: [{ by: 'clerk', spec: { issuingPoint: { ...point(URL_ONE), isIndirect: true }, revoked: revoked! } }],
    ours,
  });
  return [
    by('of nobody', 'far', [], 'good'),
    by('of it', 'far', [listed(far, { issuer: 'Interop issuing' })], 'revoked unspecified'),
    by('of its number, of the clerk’s own', 'far', [listed(far)], 'good'),
    by(
      'where the issuer holds on',
      'far',
      [listed(sibling, { issuer: 'Interop issuing' }), listed(far)],
      'revoked unspecified',
    ),
    by(
      'where the issuer has changed',
      'far',
      [listed(sibling, { issuer: 'Interop issuing' }), listed(far, { issuer: 'Somebody else' })],
      'good',
    ),
    by(
      'for a certificate that names no other issuer',
      'leaf',
      [listed(leaf, { issuer: 'Interop issuing' })],
      'wrong-issuer',
    ),
    {
      name: 'a list of the clerk that is not indirect',
      of: 'far',
      lists: [{ by: 'clerk' }],
      ours: 'wrong-issuer',
    },
  ];
}

function paths({ issuing, leaf }: Parties): readonly Row[] {
  const along = (name: string, rootSpec: Partial<CrlSpec>, ours: string, leafSpec: Partial<CrlSpec> = {}): Row => ({
    name: `the whole path: ${name}`,
    of: 'leaf',
    all: true,
    lists: [
      { by: 'issuing', spec: leafSpec },
      { by: 'root', spec: rootSpec },
    ],
    ours,
  });
  return [
    along('good', {}, 'good'),
    along('the authority is revoked', { revoked: [listed(issuing, { reason: 2 })] }, 'revoked cACompromise'),
    along('the leaf is', {}, 'revoked unspecified', { revoked: [listed(leaf)] }),
    along('the root’s list is for end-entities', { issuingPoint: { onlyUsers: true } }, 'scope'),
    along('the root’s list is for authorities', { issuingPoint: { onlyAuthorities: true } }, 'good'),
    along('the root’s list is out of date', { thisUpdate: days(-9), nextUpdate: days(-1) }, 'expired'),
  ];
}
