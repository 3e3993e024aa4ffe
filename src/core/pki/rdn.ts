/** Distinguished names for people (RFC 4514 §2, in the order of the certificate) and their common names. */
import { type DerElement, readElement, readElements, readOid, TAG } from './der.ts';

export interface Attribute {
  readonly oid: string;
  readonly value: string;
}

const LABELS: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '1.2.840.113549.1.9.1': 'emailAddress',
};
const MAX_TEXT = 500;

/** Control characters and separators are escaped; long names are cut. */
export function showName(name: DerElement): string {
  const text = attributesOf(name)
    .map(({ oid, value }) => `${LABELS[oid] ?? oid}=${escaped(value)}`)
    .join(', ');
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}

export function commonNames(name: DerElement): readonly string[] {
  return attributesOf(name)
    .filter(({ oid }) => oid === '2.5.4.3')
    .map(({ value }) => value);
}

/** Values of emailAddress in a Name, whole DER (RFC 5280 §4.1.2.6). */
export function emailAddresses(name: Uint8Array): readonly string[] {
  const outer = readElement(name);
  if (outer === undefined) return [];
  return attributesOf(outer)
    .filter(({ oid }) => oid === '1.2.840.113549.1.9.1')
    .map(({ value }) => value);
}

/** Every attribute, in the order of the certificate. */
export function attributesOf(name: DerElement): readonly Attribute[] {
  const sets = readElements(name.contents, 200) ?? [];
  return sets
    .flatMap((set) => (set.tag === TAG.SET ? (readElements(set.contents, 200) ?? []) : []))
    .flatMap(readAttribute);
}

function readAttribute(pair: DerElement): Attribute[] {
  const oid = readElement(pair.contents);
  const value = oid && readElement(pair.contents, oid.whole.length);
  const name = oid?.tag === TAG.OID ? readOid(oid.contents) : undefined;
  return name === undefined || value === undefined ? [] : [{ oid: name, value: readText(value) }];
}

/** BMPString and UniversalString are UTF-16 and UTF-32, T61String is taken as latin1, the others are or should be UTF-8. */
function readText({ tag, contents }: DerElement): string {
  const octets = Buffer.from(contents);
  if (tag === BMP_STRING)
    return octets
      .subarray(0, octets.length & ~1)
      .swap16()
      .toString('utf16le');
  if (tag === UNIVERSAL_STRING) return readUtf32(octets);
  return octets.toString(tag === T61_STRING ? 'latin1' : 'utf8');
}

function readUtf32(octets: Buffer): string {
  const points = Array.from({ length: octets.length >> 2 }, (_, i) => octets.readUInt32BE(4 * i));
  return points.map((point) => String.fromCodePoint(point > 0x10ffff ? 0xfffd : point)).join('');
}

const [T61_STRING, UNIVERSAL_STRING, BMP_STRING] = [0x14, 0x1c, 0x1e];

const escaped = (value: string): string =>
  value
    .replace(/[,+"\\<>;=]/g, '\\$&')
    .replace(/[\u0000-\u001f\u007f-\u009f]/g, (c) => `\\${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
