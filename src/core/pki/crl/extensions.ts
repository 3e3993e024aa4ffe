/** Extensions of a whole CRL (RFC 5280 §5.2). */
import { readElement, readElements, readOid, TAG } from '../der.ts';
import {
  readAuthorityInfoAccess,
  readBits,
  readDistributionPoint,
  readDistributionPointName,
} from '../extensions/access.ts';
import { every, readSequence } from '../extensions/elements.ts';
import type { CrlExtensions, IssuingPoint } from './types.ts';

export const noCrlExtensions: CrlExtensions = {
  isNumberCritical: false,
  freshest: [],
  signerUrls: [],
  oids: [],
  unknownCritical: [],
};

const MAX_EXTENSIONS = 100;
const MAX_POINTS = 100;
/** Numbers are of 20 octets at most (§5.2.3). */
const MAX_NUMBER_OCTETS = 20;

type Reader = (value: Uint8Array, critical: boolean) => Partial<CrlExtensions> | undefined;

/**
 * @param wrapped  contents of crlExtensions [0]: one SEQUENCE
 * @returns the OID of the one that is written wrongly or twice, `?` where even that is unreadable, else the extensions
 */
export function readCrlExtensions(wrapped: Uint8Array): CrlExtensions | string {
  const items = readSequence(wrapped, MAX_EXTENSIONS);
  if (items === undefined) return '?';
  let extensions = noCrlExtensions;
  for (const item of items) {
    const raw = readExtension(item.contents);
    if (raw === undefined || item.tag !== TAG.SEQUENCE) return '?';
    const { oid, critical, value } = raw;
    const read = extensions.oids.includes(oid) ? undefined : readValue(oid, critical, value, extensions);
    if (read === undefined) return oid;
    extensions = { ...extensions, ...read, oids: [...extensions.oids, oid] };
  }
  return extensions;
}

/** extnID, critical DEFAULT FALSE, extnValue (§4.1). */
function readExtension(contents: Uint8Array) {
  const parts = readElements(contents, 3) ?? [];
  const oid = parts[0]?.tag === TAG.OID ? readOid(parts[0].contents) : undefined;
  const value = parts.at(-1);
  const flag = parts.length === 3 ? parts[1] : undefined;
  if (oid === undefined || value?.tag !== TAG.OCTET_STRING || (flag !== undefined && flag.tag !== TAG.BOOLEAN))
    return undefined;
  return { oid, critical: flag !== undefined && flag.contents[0] !== 0, value: value.contents };
}

function readValue(oid: string, critical: boolean, value: Uint8Array, { unknownCritical }: CrlExtensions) {
  const reader = READERS.get(oid);
  if (reader !== undefined) return reader(value, critical);
  return critical ? { unknownCritical: [...unknownCritical, oid] } : {};
}

/** keyIdentifier [0]; the form with issuer and serial is passed over (§5.2.1). */
function readAuthorityKeyId(value: Uint8Array): Partial<CrlExtensions> | undefined {
  const parts = readSequence(value, 3);
  const id = parts?.find(({ tag }) => tag === 0x80);
  return parts && (id === undefined ? {} : { authorityKeyId: id.contents });
}

function readNumber(value: Uint8Array): bigint | undefined {
  const element = readElement(value);
  if (element?.tag !== TAG.INTEGER || element.whole.length !== value.length) return undefined;
  const { contents } = element;
  if (contents.length === 0 || contents.length > MAX_NUMBER_OCTETS || contents[0]! >= 0x80) return undefined;
  return BigInt(`0x${Buffer.from(contents).toString('hex')}`);
}

function readCrlNumber(value: Uint8Array, critical: boolean): Partial<CrlExtensions> | undefined {
  const number = readNumber(value);
  return number === undefined ? undefined : { number, isNumberCritical: critical };
}

function readBaseNumber(value: Uint8Array): Partial<CrlExtensions> | undefined {
  const baseNumber = readNumber(value);
  return baseNumber === undefined ? undefined : { baseNumber };
}

const POINT_NAME = 0xa0;
const ONLY_USERS = 0x81;
const ONLY_AUTHORITIES = 0x82;
const ONLY_SOME_REASONS = 0x83;
const INDIRECT = 0x84;
const ONLY_ATTRIBUTES = 0x85;
const ISSUING_POINT_TAGS = [POINT_NAME, ONLY_USERS, ONLY_AUTHORITIES, ONLY_SOME_REASONS, INDIRECT, ONLY_ATTRIBUTES];

function readIssuingPoint(value: Uint8Array): Partial<CrlExtensions> | undefined {
  const parts = readSequence(value, ISSUING_POINT_TAGS.length);
  if (parts === undefined || !isInOrder(parts.map(({ tag }) => ISSUING_POINT_TAGS.indexOf(tag)))) return undefined;
  const part = (tag: number): Uint8Array | undefined => parts.find((candidate) => candidate.tag === tag)?.contents;
  const isSet = (tag: number): boolean => (part(tag)?.[0] ?? 0) !== 0;
  const [nameOctets, reasonOctets] = [part(POINT_NAME), part(ONLY_SOME_REASONS)];
  const name = nameOctets && readDistributionPointName(nameOctets);
  if (nameOctets !== undefined && name === undefined) return undefined;
  const issuingPoint: IssuingPoint = {
    ...(name !== undefined && { name }),
    onlyUsers: isSet(ONLY_USERS),
    onlyAuthorities: isSet(ONLY_AUTHORITIES),
    onlyAttributes: isSet(ONLY_ATTRIBUTES),
    isIndirect: isSet(INDIRECT),
    ...(reasonOctets !== undefined && { reasons: readBits(reasonOctets) }),
  };
  return isConsistent(issuingPoint) ? { issuingPoint, issuingPointDer: value } : undefined;
}

/** Each of the known once, in the order of the sequence. */
const isInOrder = (places: readonly number[]): boolean => places.every((place, i) => place > (places[i - 1] ?? -1));

/** At most one of the three may be true (§5.2.5). */
function isConsistent({ onlyUsers, onlyAuthorities, onlyAttributes }: IssuingPoint): boolean {
  return [onlyUsers, onlyAuthorities, onlyAttributes].filter(Boolean).length <= 1;
}

function readFreshest(value: Uint8Array): Partial<CrlExtensions> | undefined {
  const freshest = every(readSequence(value, MAX_POINTS)?.map(readDistributionPoint));
  return freshest && { freshest };
}

/** Where the certificate of its signer is (§5.2.7). */
function readIssuerUrls(value: Uint8Array): Partial<CrlExtensions> | undefined {
  const access = readAuthorityInfoAccess(value)?.authorityInfoAccess;
  return access && { signerUrls: access.caIssuers };
}

/** Known, and of no matter to what a CRL says. */
const passedOver: Reader = () => ({});

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['2.5.29.20', readCrlNumber],
  ['2.5.29.27', readBaseNumber],
  ['2.5.29.28', readIssuingPoint],
  ['2.5.29.35', readAuthorityKeyId],
  ['2.5.29.46', readFreshest],
  ['2.5.29.18', passedOver], // issuerAltName
  ['1.3.6.1.5.5.7.1.1', readIssuerUrls],
]);
