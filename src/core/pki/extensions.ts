/** Certificate extensions (RFC 5280 §4.2) that verdicts need; others are known by their OID. */
import { type DerElement, readElement, readElements, readOid, TAG } from './der.ts';
import { type NameConstraints, readNameConstraints } from './name-constraints.ts';

export interface Extensions {
  /** dNSName entries of the subject alternative name, as written (§4.2.1.6). */
  readonly dnsNames: readonly string[];
  /** Octets of iPAddress entries. */
  readonly ipAddresses: readonly Uint8Array[];
  /** Has a subject alternative name at all. */
  readonly hasAlternativeNames: boolean;
  /** Absent: the certificate does not say (§4.2.1.9). */
  readonly basicConstraints?: { readonly isCa: boolean; readonly pathLength?: number };
  /** Bits from the left: 0 digitalSignature … 5 keyCertSign, 6 cRLSign (§4.2.1.3). */
  readonly keyUsage?: ReadonlySet<number>;
  /** OIDs (§4.2.1.12). */
  readonly extendedKeyUsage?: readonly string[];
  readonly subjectKeyId?: Uint8Array;
  readonly authorityKeyId?: Uint8Array;
  /** What an authority may issue for (§4.2.1.10). */
  readonly nameConstraints?: NameConstraints;
  /** OIDs of critical extensions not known here: the certificate may not be used (§4.2). */
  readonly unknownCritical: readonly string[];
  /** OIDs of extensions that are written wrongly or twice (§4.2); `?` where even the OID is unreadable. */
  readonly malformed: readonly string[];
}

/** Key usage bits (§4.2.1.3). */
export const KEY_USAGE = { DIGITAL_SIGNATURE: 0, KEY_ENCIPHERMENT: 2, KEY_AGREEMENT: 4, KEY_CERT_SIGN: 5 } as const;
/** id-kp-serverAuth (§4.2.1.12). */
export const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';

export const noExtensions: Extensions = {
  dnsNames: [],
  ipAddresses: [],
  hasAlternativeNames: false,
  unknownCritical: [],
  malformed: [],
};

/** An honest certificate has about ten. */
const MAX_EXTENSIONS = 1000;

type Reader = (value: Uint8Array) => Partial<Extensions> | undefined;

/**
 * A fault in an extension is told and spoils nothing else: DANE-EE asks for the key alone (RFC 7671 §5.1).
 *
 * @param wrapped  contents of the [3] field: one SEQUENCE of extensions
 */
export function readExtensions(wrapped: Uint8Array): Extensions {
  const list = readElement(wrapped);
  const items = list?.tag === TAG.SEQUENCE ? readElements(list.contents, MAX_EXTENSIONS) : undefined;
  if (items === undefined) return { ...noExtensions, malformed: ['?'] };
  const seen = new Set<string>();
  let extensions = noExtensions;
  for (const item of items) {
    const { oid, critical, value } = readExtension(item);
    const read = value === undefined || seen.has(oid) ? undefined : readValue(oid, critical, value, extensions);
    seen.add(oid);
    extensions = { ...extensions, ...(read ?? { malformed: [...extensions.malformed, oid] }) };
  }
  return extensions;
}

interface RawExtension {
  readonly oid: string;
  readonly critical: boolean;
  /** Undefined where it cannot be read. */
  readonly value?: Uint8Array;
}

/** extnID, critical DEFAULT FALSE, extnValue (§4.1). */
function readExtension(item: DerElement): RawExtension {
  const parts = (item.tag === TAG.SEQUENCE ? readElements(item.contents) : undefined) ?? [];
  const value = parts.at(-1);
  const oid = (parts[0]?.tag === TAG.OID ? readOid(parts[0].contents) : undefined) ?? '?';
  const critical = parts.length === 3 && parts[1]!.tag === TAG.BOOLEAN && parts[1]!.contents[0] !== 0;
  const isReadable = oid !== '?' && value?.tag === TAG.OCTET_STRING && parts.length <= 3;
  return { oid, critical, ...(isReadable && { value: value.contents }) };
}

function readValue(oid: string, critical: boolean, value: Uint8Array, { unknownCritical }: Extensions) {
  const reader = READERS.get(oid);
  if (reader !== undefined) return reader(value);
  return critical ? { unknownCritical: [...unknownCritical, oid] } : {};
}

function readAlternativeNames(value: Uint8Array): Partial<Extensions> | undefined {
  const list = readElement(value);
  const names = list?.tag === TAG.SEQUENCE ? readElements(list.contents) : undefined;
  if (names === undefined) return undefined;
  const of = (tag: number): Uint8Array[] => names.filter((name) => name.tag === tag).map(({ contents }) => contents);
  return {
    hasAlternativeNames: true,
    dnsNames: of(0x82).map((contents) => Buffer.from(contents).toString('latin1')),
    ipAddresses: of(0x87),
  };
}

function readBasicConstraints(value: Uint8Array): Partial<Extensions> | undefined {
  const list = readElement(value);
  const parts = list?.tag === TAG.SEQUENCE ? readElements(list.contents) : undefined;
  if (parts === undefined) return undefined;
  const isCa = parts[0]?.tag === TAG.BOOLEAN && parts[0].contents[0] !== 0;
  const length = parts.find(({ tag }) => tag === TAG.INTEGER)?.contents;
  const pathLength =
    length === undefined || length.length > 4 ? undefined : Buffer.from(length).readIntBE(0, length.length);
  return { basicConstraints: { isCa, ...(pathLength !== undefined && { pathLength }) } };
}

function readKeyUsage(value: Uint8Array): Partial<Extensions> | undefined {
  const bits = readElement(value);
  if (bits?.tag !== TAG.BIT_STRING) return undefined;
  const usage = new Set<number>();
  for (const [i, octet] of bits.contents.subarray(1).entries()) {
    for (let bit = 0; bit < 8; bit += 1) if ((octet & (0x80 >> bit)) !== 0) usage.add(i * 8 + bit);
  }
  return { keyUsage: usage };
}

function readExtendedKeyUsage(value: Uint8Array): Partial<Extensions> | undefined {
  const list = readElement(value);
  const oids =
    list?.tag === TAG.SEQUENCE ? readElements(list.contents)?.map(({ contents }) => readOid(contents)) : undefined;
  return oids === undefined ? undefined : { extendedKeyUsage: oids.filter((oid) => oid !== undefined) };
}

function readSubjectKeyId(value: Uint8Array): Partial<Extensions> | undefined {
  const id = readElement(value);
  return id?.tag === TAG.OCTET_STRING ? { subjectKeyId: id.contents } : undefined;
}

function readAuthorityKeyId(value: Uint8Array): Partial<Extensions> | undefined {
  const list = readElement(value);
  const id = list?.tag === TAG.SEQUENCE ? readElements(list.contents)?.find(({ tag }) => tag === 0x80) : undefined;
  return list === undefined ? undefined : id === undefined ? {} : { authorityKeyId: id.contents };
}

function readConstraints(value: Uint8Array): Partial<Extensions> | undefined {
  const nameConstraints = readNameConstraints(value);
  return nameConstraints && { nameConstraints };
}

/** Policies and pointers: known, and of no matter to what is judged here. */
const passedOver: Reader = () => ({});

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['2.5.29.14', readSubjectKeyId],
  ['2.5.29.15', readKeyUsage],
  ['2.5.29.17', readAlternativeNames],
  ['2.5.29.19', readBasicConstraints],
  ['2.5.29.35', readAuthorityKeyId],
  ['2.5.29.37', readExtendedKeyUsage],
  ['2.5.29.30', readConstraints],
  ...[
    '2.5.29.18', // issuerAltName
    '2.5.29.31', // cRLDistributionPoints
    '2.5.29.32', // certificatePolicies
    '2.5.29.33', // policyMappings
    '2.5.29.36', // policyConstraints
    '2.5.29.54', // inhibitAnyPolicy
    '1.3.6.1.5.5.7.1.1', // authorityInfoAccess
    '1.3.6.1.5.5.7.1.24', // TLS feature (RFC 7633)
  ].map((oid) => [oid, passedOver] as const),
]);
