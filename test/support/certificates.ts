/**
 * Certificates for tests of chains: every field and extension as a test asks, right or wrong, signed for real.
 *
 * `root`, `intermediate` and `leaf` are good by default, as strict readers want them; a test changes one thing.
 */
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { type Certificate, readCertificate } from '../../src/core/pki/index.ts';
import { bitString, bits, bool, type Der, ia5, integer, NULL, name, octetString, oid, seq, time, tlv } from './der.ts';

export interface Pair {
  readonly certificate: Certificate;
  readonly der: Der;
  readonly keys: Keys;
}

export interface Keys {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

export interface Extension {
  readonly oid: string;
  readonly critical?: boolean;
  readonly value: Der;
}

export interface Spec {
  readonly subject?: string | Der;
  readonly issuer?: string | Der;
  readonly serial?: Uint8Array | number;
  readonly from?: Date;
  readonly to?: Date;
  readonly validity?: Der;
  readonly keys?: Keys;
  /** SubjectPublicKeyInfo instead of the keys' own. */
  readonly spki?: Der;
  /** Replaced or added by OID; `null` leaves one out. */
  readonly extensions?: readonly (Extension | null)[];
  readonly without?: readonly string[];
  /** Added as they are, duplicates and all. */
  readonly more?: readonly Extension[];
  /** 3 when absent; 1 has no extensions unless `more`. */
  readonly version?: 1 | 2 | 3;
  readonly algorithm?: Algorithm;
  /** AlgorithmIdentifier inside, where it is to differ. */
  readonly inner?: Der;
  /** The list of extensions, from its items. */
  readonly list?: (items: readonly Der[]) => Der;
  /** The last word on the TBSCertificate. */
  readonly alter?: (tbs: Der) => Der;
  readonly signWith?: KeyObject;
  readonly names?: readonly Der[];
  readonly pathLength?: number;
}

export interface Algorithm {
  readonly der: Der;
  readonly digest: string | null;
}

const EPOCH = new Date('1990-01-01T00:00:00Z');
const FAR = new Date('2490-01-01T00:00:00Z');

export const ALGORITHMS = {
  ecdsa: { der: seq(oid('1.2.840.10045.4.3.2')), digest: 'sha256' },
  ecdsaSha1: { der: seq(oid('1.2.840.10045.4.1')), digest: 'sha1' },
  rsa: { der: seq(oid('1.2.840.113549.1.1.11'), NULL), digest: 'sha256' },
  rsaSha1: { der: seq(oid('1.2.840.113549.1.1.5'), NULL), digest: 'sha1' },
  rsaMd5: { der: seq(oid('1.2.840.113549.1.1.4'), NULL), digest: 'md5' },
  ed25519: { der: seq(oid('1.3.101.112')), digest: null },
} as const satisfies Readonly<Record<string, Algorithm>>;

export const ecKeys = (curve = 'P-256'): Keys => generateKeyPairSync('ec', { namedCurve: curve });
const rsaPool = new Map<string, Keys>();
export function rsaKeys(bits = 2048, exponent = 65537): Keys {
  const known = rsaPool.get(`${bits} ${exponent}`);
  if (known !== undefined) return known;
  const made = generateKeyPairSync('rsa', { modulusLength: bits, publicExponent: exponent });
  rsaPool.set(`${bits} ${exponent}`, made);
  return made;
}

/* extensions */
export const EXT = {
  ski: '2.5.29.14',
  ku: '2.5.29.15',
  san: '2.5.29.17',
  bc: '2.5.29.19',
  nc: '2.5.29.30',
  cdp: '2.5.29.31',
  policies: '2.5.29.32',
  mappings: '2.5.29.33',
  aki: '2.5.29.35',
  pc: '2.5.29.36',
  eku: '2.5.29.37',
  inhibit: '2.5.29.54',
  aia: '1.3.6.1.5.5.7.1.1',
} as const;

export const USAGE = {
  server: '1.3.6.1.5.5.7.3.1',
  client: '1.3.6.1.5.5.7.3.2',
  code: '1.3.6.1.5.5.7.3.3',
  email: '1.3.6.1.5.5.7.3.4',
  time: '1.3.6.1.5.5.7.3.8',
  ocsp: '1.3.6.1.5.5.7.3.9',
  precert: '1.3.6.1.4.1.11129.2.4.4',
  any: '2.5.29.37.0',
} as const;

export const ku = (numbers: readonly number[], critical = true): Extension => ({
  oid: EXT.ku,
  critical,
  value: bits(...numbers),
});
export const eku = (usages: readonly string[], critical = false): Extension => ({
  oid: EXT.eku,
  critical,
  value: seq(...usages.map(oid)),
});
export const san = (names: readonly Der[], critical = false): Extension => ({
  oid: EXT.san,
  critical,
  value: seq(...names),
});
export function bc(isCa: boolean, pathLength?: number, critical = true): Extension {
  const length = pathLength === undefined ? [] : [integer(pathLength)];
  return { oid: EXT.bc, critical, value: seq(...(isCa ? [bool(true)] : []), ...length) };
}
export const ski = (id: Uint8Array, critical = false): Extension => ({
  oid: EXT.ski,
  critical,
  value: octetString(id),
});
export const aki = (id: Uint8Array | undefined, critical = false, ...more: readonly Der[]): Extension => ({
  oid: EXT.aki,
  critical,
  value: seq(...(id === undefined ? [] : [tlv(0x80, id)]), ...more),
});
export interface Subtrees {
  readonly permitted?: readonly Der[];
  readonly excluded?: readonly Der[];
}
export const nc = ({ permitted, excluded }: Subtrees, critical = true): Extension => ({
  oid: EXT.nc,
  critical,
  value: seq(
    ...(permitted === undefined ? [] : [tlv(0xa0, ...permitted.map((base) => seq(base)))]),
    ...(excluded === undefined ? [] : [tlv(0xa1, ...excluded.map((base) => seq(base)))]),
  ),
});
export const policies = (...oids: readonly string[]): Extension => ({
  oid: EXT.policies,
  value: seq(...oids.map((one) => seq(oid(one)))),
});
export const mappings = (...pairs: readonly (readonly [string, string])[]): Extension => ({
  oid: EXT.mappings,
  critical: true,
  value: seq(...pairs.map(([from, to]) => seq(oid(from), oid(to)))),
});
export const policyConstraints = (explicit?: number, mapping?: number, critical = true): Extension => ({
  oid: EXT.pc,
  critical,
  value: seq(
    ...(explicit === undefined ? [] : [tlv(0x80, Uint8Array.of(explicit))]),
    ...(mapping === undefined ? [] : [tlv(0x81, Uint8Array.of(mapping))]),
  ),
});
export const inhibitAny = (skip: number, critical = true): Extension => ({
  oid: EXT.inhibit,
  critical,
  value: integer(skip),
});

/* general names */
export const dns = (text: string): Der => tlv(0x82, Buffer.from(text));
export const email = (text: string): Der => tlv(0x81, Buffer.from(text));
export const uri = (text: string): Der => tlv(0x86, Buffer.from(text));
export const ip = (...octets: readonly number[]): Der => tlv(0x87, Uint8Array.from(octets));
export const directory = (text: string): Der => tlv(0xa4, name(text));
export const otherName = (type: string, value: Der): Der => tlv(0xa0, oid(type), tlv(0xa0, value));

/* certificates */
export function root(spec: Spec = {}): Pair {
  const keys = spec.keys ?? ecKeys();
  const subject = spec.subject ?? 'CN=Test Root';
  const usual = [bc(true, spec.pathLength), ku([5, 6]), ski(keyId(keys))];
  return make({ issuer: subject, ...spec, subject, keys }, usual, keys.privateKey);
}

let counter = 0;
export function intermediate(parent: Pair, spec: Spec = {}): Pair {
  counter += 1;
  const keys = spec.keys ?? ecKeys();
  const usual = [bc(true, spec.pathLength), ku([5, 6]), ski(keyId(keys)), aki(keyId(parent.keys))];
  const subject = spec.subject ?? `CN=Test Intermediate ${counter}`;
  return make({ issuer: parent.certificate.subject, ...spec, subject, keys }, usual, parent.keys.privateKey);
}

export function leaf(parent: Pair, spec: Spec = {}): Pair {
  const keys = spec.keys ?? ecKeys();
  const usual = [
    ku([0], false),
    eku([USAGE.server]),
    san(spec.names ?? [dns('example.com')]),
    ski(keyId(keys)),
    aki(keyId(parent.keys)),
  ];
  return make(
    { subject: 'CN=example.com', issuer: parent.certificate.subject, ...spec, keys },
    usual,
    parent.keys.privateKey,
  );
}

export const keyId = ({ publicKey }: Keys): Uint8Array =>
  createHash('sha1')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest();

function make(spec: Spec & { readonly keys: Keys }, usual: readonly Extension[], signer: KeyObject): Pair {
  const algorithm = spec.algorithm ?? algorithmOf(spec.signWith ?? signer);
  const built = tbsOf(spec, usual, spec.inner ?? algorithm.der);
  const tbs = spec.alter?.(built) ?? built;
  const signature = sign(algorithm.digest, tbs, spec.signWith ?? signer);
  const der = seq(tbs, algorithm.der, bitString(signature));
  return { certificate: read(der), der, keys: spec.keys };
}

export function read(der: Der): Certificate {
  const result = readCertificate(der);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

function algorithmOf(key: KeyObject): Algorithm {
  const type = key.asymmetricKeyType;
  return type === 'rsa' ? ALGORITHMS.rsa : type === 'ed25519' ? ALGORITHMS.ed25519 : ALGORITHMS.ecdsa;
}

function tbsOf(spec: Spec & { readonly keys: Keys }, usual: readonly Extension[], algorithm: Der): Der {
  const { version = 3, subject, issuer, serial, from = EPOCH, to = FAR, keys } = spec;
  const list = version === 1 ? (spec.more ?? []) : extensionsOf(spec, usual);
  return seq(
    ...(version === 1 ? [] : [tlv(0xa0, integer(version - 1))]),
    integer(serial ?? randomSerial()),
    algorithm,
    asName(issuer),
    spec.validity ?? seq(time(from), time(to)),
    asName(subject),
    spec.spki ?? keys.publicKey.export({ type: 'spki', format: 'der' }),
    ...(list.length === 0 ? [] : [tlv(0xa3, (spec.list ?? ((items) => seq(...items)))(list.map(extensionDer)))]),
  );
}

function extensionsOf(spec: Spec, usual: readonly Extension[]): readonly Extension[] {
  const changed = (spec.extensions ?? []).filter((one) => one !== null);
  const gone = new Set([...(spec.without ?? []), ...changed.map((one) => one.oid)]);
  return [...usual.filter((one) => !gone.has(one.oid)), ...changed, ...(spec.more ?? [])];
}

export const extensionDer = ({ oid: id, critical, value }: Extension): Der =>
  seq(oid(id), ...(critical === true ? [bool(true)] : []), octetString(value));

const asName = (value: string | Der | undefined): Der =>
  typeof value === 'string' || value === undefined ? name(value ?? '') : value;

let serials = 0;
function randomSerial(): Uint8Array {
  serials += 1;
  return createHash('sha256')
    .update(String(serials))
    .digest()
    .subarray(0, 12)
    .map((octet, i) => (i === 0 ? (octet & 0x3f) | 0x40 : octet));
}

export { ia5, integer, NULL, oid, seq, tlv };
