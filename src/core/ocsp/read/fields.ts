/** The fields of a SEQUENCE in their order, and the few primitive types that OCSP is written in. */
import { type DerElement, readElement, readElements, readOid, TAG } from '../../pki/index.ts';
import type { Instant } from '../types.ts';

/** ENUMERATED (X.690 §8.4). */
export const ENUMERATED = 0x0a;

/** Context-specific and constructed: `[number] EXPLICIT`. */
export const explicit = (number: number): number => 0xa0 + number;

/** The elements of one SEQUENCE that is all there is; undefined otherwise. */
export function readSequence(der: Uint8Array, limit?: number): readonly DerElement[] | undefined {
  const outer = readWhole(der, TAG.SEQUENCE);
  return outer && readElements(outer.contents, limit);
}

/** The one element of that tag, with nothing behind it. */
export function readWhole(der: Uint8Array, tag: number): DerElement | undefined {
  const element = readElement(der);
  return element?.tag === tag && element.whole.length === der.length ? element : undefined;
}

/** Walks the fields of a SEQUENCE: optional ones are taken when their tag is next, and `isDone` says that none is left. */
export class FieldReader {
  private at = 0;
  private readonly fields: readonly DerElement[];

  constructor(fields: readonly DerElement[]) {
    this.fields = fields;
  }

  /** The next field where it has that tag. */
  take(tag: number): DerElement | undefined {
    const field = this.fields[this.at];
    if (field?.tag !== tag) return undefined;
    this.at += 1;
    return field;
  }

  any(): DerElement | undefined {
    const field = this.fields[this.at];
    if (field !== undefined) this.at += 1;
    return field;
  }

  get isDone(): boolean {
    return this.at === this.fields.length;
  }
}

/** Up to 32 bits; negative numbers and longer ones are undefined. */
export function readSmallInteger({ contents }: DerElement): number | undefined {
  if (contents.length === 0 || contents.length > 5 || contents[0]! >= 0x80) return undefined;
  return contents.reduce((value, octet) => value * 256 + octet, 0);
}

/** Version ::= INTEGER { v1(0) } in an [0] (RFC 6960 §4.1.1); 1 for v1, undefined where it is written wrongly. */
export function readVersion(field: DerElement | undefined): number | undefined {
  if (field === undefined) return 1;
  const number = readWhole(field.contents, TAG.INTEGER);
  const value = number && readSmallInteger(number);
  return value === undefined ? undefined : value + 1;
}

/** The OID of an AlgorithmIdentifier. */
export function readAlgorithm(element: DerElement | undefined): string | undefined {
  const oid = element?.tag === TAG.SEQUENCE ? readElement(element.contents) : undefined;
  return oid?.tag === TAG.OID ? readOid(oid.contents) : undefined;
}

/** Octets of a BIT STRING of whole octets. */
export function readBits(element: DerElement | undefined): Uint8Array | undefined {
  return element?.tag === TAG.BIT_STRING && element.contents[0] === 0 ? element.contents.subarray(1) : undefined;
}

/** Hex without leading zeros; a serial is a number, however it is padded. A negative one stands as it is written. */
export function readSerial({ contents }: DerElement): string {
  return Buffer.from(contents)
    .toString('hex')
    .replace(/^(00)+(?=..)/, '');
}

/**
 * RFC 6960 has its times as RFC 5280 §4.1.2.5.2 does: in UTC, with seconds, without fractions. A fraction is read all the
 * same and told; local times, offsets and times without seconds are not read, for they may mean another instant.
 */
export function readInstant({ tag, contents }: DerElement): Instant | undefined {
  if (tag !== TAG.GENERALIZED_TIME || contents.length < 15 || contents.at(-1) !== Z) return undefined;
  const date = readDigits(contents);
  if (contents.length === 15 || date === undefined) return date && { date, exact: true };
  const fraction = Buffer.from(contents.subarray(14, -1)).toString('latin1');
  if (!/^\.\d{1,9}$/.test(fraction)) return undefined;
  return { date: new Date(date.getTime() + Math.floor(Number(`0${fraction}`) * 1000)), exact: false };
}

const Z = 0x5a;

/** YYYYMMDDHHMMSS; undefined for a day or an hour that there is not. */
function readDigits(contents: Uint8Array): Date | undefined {
  const two = (at: number): number => {
    const [tens, ones] = [contents[at]! - 0x30, contents[at + 1]! - 0x30];
    return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
  };
  const [year, month, day, hour, minute, second] = [two(0) * 100 + two(2), two(4), two(6), two(8), two(10), two(12)];
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  const isReal =
    date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  return isReal ? date : undefined;
}
