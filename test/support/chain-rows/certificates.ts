/** Each rule about a certificate, broken alone (RFC 5280 §4; CA/Browser Forum BR §7.1). */
import { generateKeyPairSync } from 'node:crypto';
import {
  ALGORITHMS,
  aki,
  bc,
  dns,
  EXT,
  ecKeys,
  eku,
  email,
  inhibitAny,
  integer,
  intermediate,
  ip,
  keyId,
  ku,
  leaf,
  nc,
  oid,
  type Pair,
  policyConstraints,
  root,
  rsaKeys,
  type Spec,
  san,
  seq,
  ski,
  tlv,
  USAGE,
} from '../certificates.ts';
import { type ChainCase, type Row, tablesOf } from '../chain-cases.ts';
import { bitString, bool, name, octetString, time } from '../der.ts';

export const { tables, add } = tablesOf();

const ROOT = root();
const ICA = intermediate(ROOT);
const withLeaf = (spec: Spec, more: Partial<ChainCase> = {}): ChainCase => ({
  leaf: leaf(ROOT, spec),
  roots: [ROOT],
  ...more,
});
const withRoot = (spec: Spec, more: Partial<ChainCase> = {}): ChainCase => {
  const own = root(spec);
  return { leaf: leaf(own), roots: [own], ...more };
};
const withIca = (spec: Spec, more: Partial<ChainCase> = {}): ChainCase => {
  const own = intermediate(ROOT, spec);
  return { leaf: leaf(own), via: [own], roots: [ROOT], ...more };
};
const unknown = { oid: '1.3.6.1.4.1.55555.1', critical: true, value: seq() };
const raw = (id: string, text: string) => ({ oid: id, value: Buffer.from(text) });
const aia = (critical: boolean) => ({
  oid: EXT.aia,
  critical,
  value: seq(seq(oid('1.3.6.1.5.5.7.48.2'), dns('ca.example.com'))),
});

add('fields', [
  ['root → leaf', () => withLeaf({}), 'valid'],
  ['root → authority → leaf', () => ({ leaf: leaf(ICA), via: [ICA], roots: [ROOT] }), 'valid'],
  ['a leaf of version 1', () => withLeaf({ version: 1 }, { identity: undefined }), 'version'],
  ['version 1 with extensions', () => withLeaf({ version: 1, more: [san([dns('example.com')])] }), 'version'],
  ['version 2 with extensions', () => withLeaf({ version: 2 }), 'version'],
  ['version 4', () => withLeaf({ alter: (tbs) => patched(tbs, 'a003020102', 'a003020103') }), 'version'],
  ['serial number 0', () => withLeaf({ serial: 0 }), 'serial-number'],
  ['a negative serial number', () => withLeaf({ serial: Uint8Array.of(0x80, 1) }), 'serial-number'],
  ['a serial number of 21 octets', () => withLeaf({ serial: Buffer.alloc(21, 0x11) }), 'serial-number'],
  ['a serial number of 20 octets', () => withLeaf({ serial: Buffer.alloc(20, 0x11) }), 'valid'],
  ['a root with serial number 0, as old ones have', () => withRoot({ serial: 0 }), 'valid'],
  ['two algorithms', () => withLeaf({ inner: ALGORITHMS.rsa.der }), 'algorithm-mismatch'],
  ['two algorithms in the root', () => withRoot({ inner: ALGORITHMS.rsa.der }), 'algorithm-mismatch'],
  ['an empty issuer', () => withLeaf({ issuer: '' }), 'empty-name'],
  ['an authority without a subject', () => withRoot({ subject: '' }), 'empty-name'],
  [
    'a leaf without a subject, its name critical',
    () => withLeaf({ subject: '', extensions: [san([dns('example.com')], true)] }),
    'valid',
  ],
  ['a leaf without a subject, its name not critical', () => withLeaf({ subject: '' }), 'empty-name'],
]);

add('extensions', [
  ['an unknown critical extension in the leaf', () => withLeaf({ more: [unknown] }), 'unknown-critical-extension'],
  ['an unknown critical extension in an authority', () => withIca({ more: [unknown] }), 'unknown-critical-extension'],
  ['an unknown critical extension in the root', () => withRoot({ more: [unknown] }), 'unknown-critical-extension'],
  [
    'the same in an authority that is not needed',
    () => ({ leaf: leaf(ROOT), via: [intermediate(ROOT, { more: [unknown] })], roots: [ROOT] }),
    'valid',
  ],
  ['an unknown extension that is not critical', () => withLeaf({ more: [{ ...unknown, critical: false }] }), 'valid'],
  ['an extension twice', () => withLeaf({ more: [san([dns('example.com')])] }), 'malformed-extension'],
  [
    'an alternative name that is no DER',
    () => withLeaf({ extensions: [raw(EXT.san, 'example.com')] }),
    'malformed-extension',
  ],
  ['information access that is no DER', () => withLeaf({ more: [raw(EXT.aia, 'malformed')] }), 'malformed-extension'],
  [
    'information access without an entry',
    () => withLeaf({ more: [{ oid: EXT.aia, value: seq() }] }),
    'malformed-extension',
  ],
  ['information access', () => withLeaf({ more: [aia(false)] }), 'valid'],
  ['critical information access', () => withLeaf({ more: [aia(true)] }), 'criticality'],
  ['an empty alternative name', () => withLeaf({ extensions: [san([])] }), 'malformed-extension'],
  [
    'an empty list of extensions',
    () => withLeaf({ list: () => seq() }, { identity: undefined, purpose: 'any', profile: 'rfc5280' }),
    'key-identifier|encoding',
  ],
  [
    'policy constraints that are not critical',
    () => withIca({ more: [policyConstraints(3, undefined, false)] }),
    'criticality',
  ],
  ['critical policy constraints', () => withIca({ more: [policyConstraints(3)] }), 'valid'],
  ['inhibitAnyPolicy that is not critical', () => withIca({ more: [inhibitAny(3, false)] }), 'criticality'],
  [
    'critical FALSE written out',
    () => withLeaf({ list: (items) => seq(...items, seq(oid('1.3.6.1.4.1.55555.2'), bool(false), octetString())) }),
    'encoding',
  ],
]);

add('authorities', [
  ['an authority without basic constraints', () => withIca({ without: [EXT.bc] }), 'not-an-authority'],
  ['an authority without the cA bit', () => withIca({ extensions: [bc(false)] }), 'not-an-authority'],
  ['a root without basic constraints', () => withRoot({ without: [EXT.bc] }), 'not-an-authority'],
  [
    'a root whose basic constraints are not critical',
    () => withRoot({ extensions: [bc(true, undefined, false)] }),
    'basic-constraints',
  ],
  ['a root without keyCertSign', () => withRoot({ extensions: [ku([6])] }), 'not-an-authority'],
  ['an authority with an empty key usage', () => withIca({ pathLength: 0, extensions: [ku([])] }), 'not-an-authority'],
  ['an authority without key usage', () => withIca({ without: [EXT.ku] }), 'valid'],
  ['a leaf with keyCertSign', () => withLeaf({ more: [bc(false)], extensions: [ku([0, 5])] }), 'basic-constraints'],
  ['a leaf that is an authority without keyCertSign', () => withLeaf({ more: [bc(true)] }), 'basic-constraints'],
  ['a leaf with a path length', () => withLeaf({ more: [bc(false, 0)] }), 'basic-constraints'],
  ['a leaf with empty basic constraints', () => withLeaf({ more: [bc(false)] }), 'valid'],
  ['a leaf without key usage', () => withLeaf({ without: [EXT.ku] }), 'valid'],
  [
    'an RSA leaf with an empty key usage',
    () => withLeaf({ keys: rsaKeys(), extensions: [ku([])] }),
    'wrong-purpose|basic-constraints',
  ],
  [
    'an authority as the leaf',
    () => ({ leaf: intermediate(ROOT, { more: [san([dns('example.com')])] }), roots: [ROOT] }),
    'valid',
  ],
  [
    'an authority as the leaf, for another name',
    () => ({ leaf: intermediate(ROOT, { more: [san([dns('ca.example.com')])] }), roots: [ROOT] }),
    'name-mismatch',
  ],
  ['a root of version 1', () => withRoot({ version: 1 }), 'version'],
  ['a root of version 1, by path validation alone', () => withRoot({ version: 1 }, { profile: 'path' }), 'valid'],
]);

const KEYS = ecKeys();
const issuerAndSerial = [tlv(0xa1, tlv(0xa4, name('CN=x'))), tlv(0x82, Uint8Array.of(1))];
add('key identifiers', [
  [
    'a critical authority key identifier',
    () => withRoot({ keys: KEYS, more: [aki(keyId(KEYS), true)] }),
    'key-identifier',
  ],
  ['a leaf without authority key identifier', () => withLeaf({ without: [EXT.aki] }), 'key-identifier'],
  ['an authority without authority key identifier', () => withIca({ without: [EXT.aki] }), 'key-identifier'],
  ['a root without authority key identifier', () => withRoot({}), 'valid'],
  [
    'a cross-signed root without authority key identifier',
    () => {
      const own = intermediate(ROOT, { without: [EXT.aki] });
      return { leaf: leaf(own), roots: [own] };
    },
    'key-identifier',
  ],
  [
    'a critical subject key identifier',
    () => withRoot({ keys: KEYS, extensions: [ski(keyId(KEYS), true)] }),
    'key-identifier',
  ],
  ['a root without subject key identifier', () => withRoot({ without: [EXT.ski] }), 'key-identifier'],
  ['an authority without subject key identifier', () => withIca({ without: [EXT.ski] }), 'key-identifier'],
  ['a leaf without subject key identifier', () => withLeaf({ without: [EXT.ski] }), 'valid'],
  ['a root whose identifier of the authority is empty', () => withRoot({ more: [aki(undefined)] }), 'key-identifier'],
  [
    'a root that names issuer and serial',
    () => withRoot({ keys: KEYS, more: [aki(keyId(KEYS), false, ...issuerAndSerial)] }),
    'key-identifier',
  ],
  [
    'a root that names an issuer without serial',
    () => withRoot({ keys: KEYS, more: [aki(keyId(KEYS), false, issuerAndSerial[0]!)] }),
    'malformed-extension|key-identifier',
  ],
  ['a root that points at another key', () => withRoot({ more: [aki(Buffer.alloc(20, 7))] }), 'key-identifier'],
  ['a root that points at itself', () => withRoot({ keys: KEYS, more: [aki(keyId(KEYS))] }), 'valid'],
]);

const mail = { purpose: 'email', identity: { kind: 'email', value: 'user@example.com' } } as const;
const mailLeaf = (spec: Spec = {}, more: Partial<ChainCase> = {}): ChainCase =>
  withLeaf(
    {
      names: [email('user@example.com')],
      ...spec,
      extensions: [
        ...(spec.extensions?.some((e) => e?.oid === EXT.eku) ? [] : [eku([USAGE.email])]),
        ...(spec.extensions ?? []),
      ],
    },
    { ...mail, ...more },
  );
const mailVia = (spec: Spec): ChainCase => {
  const own = intermediate(ROOT, spec);
  return {
    leaf: leaf(own, { names: [email('user@example.com')], extensions: [eku([USAGE.email])] }),
    via: [own],
    roots: [ROOT],
    ...mail,
  };
};
add('purposes', [
  ['a client certificate on a server', () => withLeaf({ extensions: [eku([USAGE.client])] }), 'wrong-purpose'],
  ['no extended key usage', () => withLeaf({ without: [EXT.eku] }), 'valid'],
  ['server and client', () => withLeaf({ extensions: [eku([USAGE.server, USAGE.client])] }), 'valid'],
  ['server and any', () => withLeaf({ extensions: [eku([USAGE.server, USAGE.any])] }), 'extended-key-usage'],
  ['critical', () => withLeaf({ extensions: [eku([USAGE.server], true)] }), 'extended-key-usage'],
  ['server and code signing', () => withLeaf({ extensions: [eku([USAGE.server, USAGE.code])] }), 'extended-key-usage'],
  ['server and mail', () => withLeaf({ extensions: [eku([USAGE.server, USAGE.email])] }), 'extended-key-usage'],
  ['server and time stamping', () => withLeaf({ extensions: [eku([USAGE.server, USAGE.time])] }), 'extended-key-usage'],
  ['server and OCSP signing', () => withLeaf({ extensions: [eku([USAGE.server, USAGE.ocsp])] }), 'extended-key-usage'],
  [
    'server and precertificates',
    () => withLeaf({ extensions: [eku([USAGE.server, USAGE.precert])] }),
    'extended-key-usage',
  ],
  ['precertificates alone', () => withLeaf({ extensions: [eku([USAGE.precert])] }), 'wrong-purpose'],
  [
    'server and mail, by RFC 5280 alone',
    () => withLeaf({ extensions: [eku([USAGE.server, USAGE.email])] }, { profile: 'rfc5280' }),
    'valid',
  ],
  ['a root with a usage', () => withRoot({ more: [eku([USAGE.server])] }), 'extended-key-usage'],
  ['an authority for mail alone', () => withIca({ more: [eku([USAGE.email])] }), 'wrong-purpose'],
  ['an authority for servers', () => withIca({ more: [eku([USAGE.server])] }), 'valid'],
  ['a key for nothing that TLS does', () => withLeaf({ extensions: [ku([1])] }), 'wrong-purpose'],
  ['a client', () => withLeaf({ extensions: [eku([USAGE.client])] }, { purpose: 'client' }), 'valid'],
  ['a server as a client', () => withLeaf({}, { purpose: 'client' }), 'wrong-purpose'],
  ['anything', () => withLeaf({ extensions: [eku([USAGE.code])] }, { purpose: 'any' }), 'valid'],
  [
    'a responder',
    () => withLeaf({ extensions: [eku([USAGE.ocsp])] }, { purpose: 'ocsp', identity: undefined }),
    'valid',
  ],
  [
    'a responder without the usage',
    () => withLeaf({ without: [EXT.eku] }, { purpose: 'ocsp', identity: undefined }),
    'wrong-purpose',
  ],
  ['mail', () => mailLeaf(), 'valid'],
  [
    'mail for another address',
    () => mailLeaf({}, { identity: { kind: 'email', value: 'other@example.com' } }),
    'name-mismatch',
  ],
  [
    'mail at another domain',
    () => mailLeaf({}, { identity: { kind: 'email', value: 'user@example.org' } }),
    'name-mismatch',
  ],
  ['mail without a name', () => mailLeaf({ subject: 'CN=user@example.com', without: [EXT.san] }), 'alternative-name'],
  ['mail with a host name alone', () => mailLeaf({ names: [dns('example.com')] }), 'name-mismatch'],
  [
    'mail without usage',
    () => withLeaf({ names: [email('user@example.com')], without: [EXT.eku] }, mail),
    'extended-key-usage',
  ],
  ['mail with a client’s usage', () => mailLeaf({ extensions: [eku([USAGE.client])] }), 'wrong-purpose'],
  ['mail and server', () => mailLeaf({ extensions: [eku([USAGE.email, USAGE.server])] }), 'extended-key-usage'],
  ['mail and any', () => mailLeaf({ extensions: [eku([USAGE.email, USAGE.any])] }), 'extended-key-usage'],
  ['mail without key usage', () => mailLeaf({ without: [EXT.ku] }), 'basic-constraints'],
  ['mail with keyEncipherment', () => mailLeaf({ keys: rsaKeys(), extensions: [ku([2])] }), 'valid'],
  ['mail with keyAgreement', () => mailLeaf({ extensions: [ku([4])] }), 'valid'],
  ['mail with keyCertSign', () => mailLeaf({ extensions: [ku([0, 5])] }), 'basic-constraints'],
  ['mail below a server’s authority', () => mailVia({ more: [eku([USAGE.server])] }), 'wrong-purpose'],
  [
    'mail below an authority for both',
    () => mailVia({ more: [eku([USAGE.email, USAGE.server])] }),
    'extended-key-usage',
  ],
  ['mail below an authority without cRLSign', () => mailVia({ extensions: [ku([5])] }), 'basic-constraints'],
  [
    'mail, named critically',
    () => mailLeaf({ extensions: [san([email('user@example.com')], true)] }),
    'alternative-name',
  ],
]);

const host = (value: string) => ({ identity: { kind: 'host', value } }) as const;
const names = (spec: Spec, value: string): ChainCase => withLeaf(spec, host(value));
const named = (text: string, value: string): ChainCase => names({ names: [dns(text)] }, value);
add('names of the leaf', [
  ['exact', () => named('example.com', 'example.com'), 'valid'],
  ['another domain', () => named('example.com', 'example2.com'), 'name-mismatch'],
  ['a name below', () => named('example.com', 'abc.example.com'), 'name-mismatch'],
  ['a name above', () => named('abc.example.com', 'example.com'), 'name-mismatch'],
  ['a name beside', () => named('abc.example.com', 'def.example.com'), 'name-mismatch'],
  ['a wildcard', () => named('*.example.com', 'foo.example.com'), 'valid'],
  ['a wildcard for two labels', () => named('*.example.com', 'a.b.example.com'), 'name-mismatch'],
  ['a wildcard within a label', () => named('ba*.example.com', 'baz.example.com'), 'alternative-name|name-mismatch'],
  [
    'a wildcard in the middle',
    () => named('foo.*.example.com', 'foo.bar.example.com'),
    'alternative-name|name-mismatch',
  ],
  [
    'a wildcard within an A-label',
    () => named('xn--*-1b3c148a.example.com', 'xn--bliss-1b3c148a.example.com'),
    'alternative-name|name-mismatch',
  ],
  ['a wildcard above a single label', () => named('*.com', 'example.com'), 'alternative-name'],
  ['beyond ASCII', () => named('😜.example.com', 'xn--628h.example.com'), 'alternative-name'],
  ['an underscore', () => named('foo_bar.example.com', 'foo_bar.example.com'), 'alternative-name'],
  [
    'an address',
    () => withLeaf({ names: [ip(127, 0, 0, 1)] }, { identity: { kind: 'ip', value: '127.0.0.1' } }),
    'valid',
  ],
  ['an address given as host', () => names({ names: [ip(127, 0, 0, 1)] }, '127.0.0.1'), 'valid'],
  ['no alternative name', () => withLeaf({ without: [EXT.san] }), 'alternative-name'],
  [
    'no alternative name, for a client',
    () =>
      withLeaf({ without: [EXT.san], extensions: [eku([USAGE.client])] }, { purpose: 'client', identity: undefined }),
    'valid',
  ],
  ['critical beside a subject', () => withLeaf({ extensions: [san([dns('example.com')], true)] }), 'alternative-name'],
  [
    'an address of 8 octets',
    () => withLeaf({ names: [dns('example.com'), ip(192, 0, 2, 0, 255, 255, 255, 0)] }),
    'alternative-name',
  ],
  [
    'a common name beside the names',
    () => names({ subject: 'CN=bad.example.org', names: [dns('example.com')] }, 'example.com'),
    'valid',
  ],
  ['a common name in another case', () => names({ subject: 'CN=Example.COM' }, 'example.com'), 'common-name'],
  [
    'an address as a hexadecimal common name',
    () =>
      withLeaf(
        { subject: 'CN=0xC0A80101', names: [ip(192, 168, 1, 1)] },
        { identity: { kind: 'ip', value: '192.168.1.1' } },
      ),
    'common-name',
  ],
  [
    'an address with leading zeros as common name',
    () =>
      withLeaf(
        { subject: 'CN=192.168.001.001', names: [ip(192, 168, 1, 1)] },
        { identity: { kind: 'ip', value: '192.168.1.1' } },
      ),
    'common-name',
  ],
  [
    'an uncompressed common name',
    () =>
      withLeaf(
        { subject: 'CN=2001:0db8:0000:0000:0000:0000:0000:0001', names: [v6('20010db8000000000000000000000001')] },
        { identity: { kind: 'ip', value: '2001:db8::1' } },
      ),
    'common-name',
  ],
  [
    'a common name in capitals',
    () =>
      withLeaf(
        { subject: 'CN=2001:DB8::1', names: [v6('20010db8000000000000000000000001')] },
        { identity: { kind: 'ip', value: '2001:db8::1' } },
      ),
    'common-name',
  ],
  [
    'a common name with the U-labels of another host',
    () => names({ subject: 'CN=bücher.example.com', names: [dns('example.com')] }, 'example.com'),
    'common-name',
  ],
  [
    'a name longer than any host',
    () =>
      names(
        { names: [dns('example.com'), dns(Array.from({ length: 6 }, () => 'a'.repeat(49)).join('.'))] },
        'example.com',
      ),
    'alternative-name',
  ],
  [
    'a common name with U-labels',
    () =>
      names(
        { subject: 'CN=bücher.example.com', names: [dns('xn--bcher-kva.example.com')] },
        'xn--bcher-kva.example.com',
      ),
    'common-name',
  ],
]);

const explicitCurve = (): Pair => {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256', paramEncoding: 'explicit' });
  return leaf(ROOT, { keys });
};
add('keys and signatures', [
  ['RSA of 2048 bits', () => withLeaf({ keys: rsaKeys() }), 'valid'],
  ['RSA of 1024 bits', () => withLeaf({ keys: rsaKeys(1024) }), 'weak-key'],
  ['RSA of 1024 bits in the root', () => withRoot({ keys: rsaKeys(1024) }), 'weak-key'],
  ['RSA of 1024 bits, by path validation alone', () => withLeaf({ keys: rsaKeys(1024) }, { profile: 'path' }), 'valid'],
  ['RSA of 2052 bits', () => withLeaf({ keys: rsaKeys(2052) }), 'weak-key'],
  ['P-384', () => withLeaf({ keys: ecKeys('P-384') }), 'valid'],
  ['P-521', () => withLeaf({ keys: ecKeys('P-521') }), 'valid'],
  ['P-192', () => withLeaf({ keys: ecKeys('prime192v1') }), 'weak-key'],
  ['secp256k1', () => withLeaf({ keys: ecKeys('secp256k1') }), 'weak-key'],
  ['a curve spelled out', () => ({ leaf: explicitCurve(), roots: [ROOT] }), 'weak-key'],
  [
    'DSA',
    () => withLeaf({ keys: generateKeyPairSync('dsa', { modulusLength: 2048, divisorLength: 256 }) }),
    'weak-key',
  ],
  ['Ed25519', () => withRoot({ keys: generateKeyPairSync('ed25519') }), 'valid'],
  [
    'a key nobody can read',
    () => withLeaf({ spki: seq(seq(oid('1.2.840.113549.1.1.1'), tlv(5)), bitString(new Uint8Array())) }),
    'weak-key',
  ],
  ['ECDSA with SHA-1', () => withLeaf({ algorithm: ALGORITHMS.ecdsaSha1 }), 'weak-signature'],
  [
    'ECDSA with SHA-1, by path validation alone',
    () => withLeaf({ algorithm: ALGORITHMS.ecdsaSha1 }, { profile: 'path' }),
    'valid',
  ],
  ['SHA-1 in the root’s own signature', () => withRoot({ algorithm: ALGORITHMS.ecdsaSha1 }), 'valid'],
  [
    'RSA with MD5',
    () => {
      const own = root({ keys: rsaKeys() });
      return { leaf: leaf(own, { algorithm: ALGORITHMS.rsaMd5 }), roots: [own], profile: 'path' };
    },
    'weak-signature',
  ],
  ['an altered signature', () => withLeaf({ signWith: ecKeys().privateKey }), 'bad-signature'],
  [
    'an algorithm nobody knows',
    () => withLeaf({ algorithm: { der: seq(oid('1.2.3.4')), digest: 'sha256' } }),
    'unsupported-algorithm',
  ],
]);

const JULY = (year: number, generalized?: boolean) => time(new Date(`${year}-07-01T00:00:00Z`), generalized);
const DAY = (text: string, more: Partial<ChainCase> = {}): ChainCase => ({
  ...withLeaf({ from: new Date('2024-03-01T00:00:00Z'), to: new Date('2024-04-01T00:00:00Z') }),
  at: new Date(text),
  ...more,
});
add('dates', [
  ['the first second', () => DAY('2024-03-01T00:00:00Z'), 'valid'],
  ['a millisecond before', () => DAY('2024-02-29T23:59:59.999Z'), 'not-yet-valid'],
  ['the last second', () => DAY('2024-04-01T00:00:00Z'), 'valid'],
  ['within the last second', () => DAY('2024-04-01T00:00:00.005Z'), 'valid'],
  ['a second after', () => DAY('2024-04-01T00:00:01Z'), 'expired'],
  ['an expired root', () => withRoot({ to: new Date('2020-01-01T00:00:00Z') }), 'expired'],
  ['an expired authority', () => withIca({ to: new Date('2020-01-01T00:00:00Z') }), 'expired'],
  ['GeneralizedTime before 2050', () => withLeaf({ validity: seq(JULY(2020), JULY(2040, true)) }), 'encoding'],
  ['GeneralizedTime after 2050', () => withLeaf({ validity: seq(JULY(2020), JULY(2060)) }), 'valid'],
  [
    'the 30th of February',
    () => withLeaf({ validity: seq(tlv(0x17, Buffer.from('200230000000Z')), JULY(2040)) }),
    'encoding',
  ],
  ...['201301000000Z', '200101240000Z', '200101006000Z', '200101000060Z'].map(
    (text): Row => [
      `no such time: ${text}`,
      () => withLeaf({ validity: seq(tlv(0x17, Buffer.from(text)), JULY(2040)) }),
      'encoding',
    ],
  ),
]);

const CDP = (...names: readonly Uint8Array[]) => ({
  oid: EXT.cdp,
  value: seq(seq(tlv(0xa0, tlv(0xa0, Buffer.concat(names))))),
});
const URL_NAME = tlv(0x86, Buffer.from('http://crl.example.com/1.crl'));
add('distribution points', [
  ['by URI', () => withLeaf({ more: [CDP(URL_NAME)] }), 'valid'],
  ['by URI and host', () => withLeaf({ more: [CDP(URL_NAME, dns('crl.example.com'))] }), 'distribution-points'],
  [
    'by URI and host, off the web',
    () => withLeaf({ more: [CDP(URL_NAME, dns('crl.example.com'))] }, { profile: 'rfc5280' }),
    'valid',
  ],
]);

add('DER', [
  [
    'a long length for a short field',
    () => withLeaf({ alter: (tbs) => patched(tbs, 'a003020102', 'a00402810102', 1) }),
    'encoding|version',
  ],
  ['a serial number with a leading zero', () => withLeaf({ serial: Uint8Array.of(0, 1) }), 'encoding'],
  [
    'a boolean that is 1',
    () => withIca({ extensions: [{ oid: EXT.bc, critical: true, value: seq(tlv(1, Uint8Array.of(1))) }] }),
    'encoding',
  ],
  [
    'cA FALSE written out',
    () => withLeaf({ more: [{ oid: EXT.bc, critical: true, value: seq(bool(false)) }] }),
    'encoding',
  ],
  [
    'key usage with a trailing zero bit',
    () => withLeaf({ extensions: [{ oid: EXT.ku, value: tlv(3, Uint8Array.of(6, 0xff)) }] }),
    'encoding|basic-constraints',
  ],
  [
    'version 1 written out',
    () => withLeaf({ version: 1, alter: (tbs) => withVersion1(tbs) }, { identity: undefined, profile: 'rfc5280' }),
    'encoding|key-identifier',
  ],
]);

/** A leaf with the constraint types, for what only authorities may have. */
add('constraints where they may stand', [
  ['in a leaf', () => withLeaf({ more: [nc({ permitted: [dns('example.com')] }, false)] }), 'constraints-profile'],
  ['in a leaf, critical', () => withLeaf({ more: [nc({ permitted: [dns('example.com')] })] }), 'constraints-profile'],
  ['not critical', () => withRoot({ more: [nc({ permitted: [dns('example.com')] }, false)] }), 'valid'],
  [
    'not critical, by RFC 5280 alone',
    () => withRoot({ more: [nc({ permitted: [dns('example.com')] }, false)] }, { profile: 'rfc5280' }),
    'constraints-profile',
  ],
  ['without a subtree', () => withIca({ more: [nc({})] }), 'constraints-profile'],
  ['with empty lists', () => withIca({ more: [nc({ permitted: [], excluded: [] })] }), 'constraints-profile'],
  [
    'with a minimum',
    () =>
      withRoot({
        more: [
          { oid: EXT.nc, critical: true, value: seq(tlv(0xa0, seq(dns('example.com'), tlv(0x80, Uint8Array.of(1))))) },
        ],
      }),
    'constraints-profile',
  ],
] satisfies readonly Row[]);

function v6(hex: string) {
  return ip(...Buffer.from(hex, 'hex'));
}

/** Replaces octets once; lengths around stay right when `grow` octets come on top. */
function patched(tbs: Uint8Array, from: string, to: string, grow = 0): Uint8Array {
  const hex = Buffer.from(tbs).toString('hex').replace(from, to);
  const octets = Buffer.from(hex, 'hex');
  if (grow !== 0) octets.writeUInt16BE(octets.readUInt16BE(2) + grow, 2);
  return octets;
}

const withVersion1 = (tbs: Uint8Array): Uint8Array => seq(tlv(0xa0, integer(0)), tbs.subarray(headerOf(tbs)));

const headerOf = (octets: Uint8Array): number => (octets[1]! < 0x80 ? 2 : 2 + (octets[1]! & 0x7f));
