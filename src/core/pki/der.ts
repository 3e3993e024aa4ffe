/**
 * A read-only cursor over DER (X.690 §8, §10): tag, length, contents, and nothing built.
 *
 * Everything is bounded by the octets there are: a length that runs past its parent, an indefinite one, or one of more
 * than four octets makes the element unreadable (undefined). Depth is bounded by whoever walks.
 */

export interface DerElement {
  /** The identifier octet: class, constructed bit and number; high tag numbers are not read. */
  readonly tag: number;
  /** Identifier and length included. */
  readonly whole: Uint8Array;
  readonly contents: Uint8Array;
}

export const TAG = {
  BOOLEAN: 0x01,
  INTEGER: 0x02,
  BIT_STRING: 0x03,
  OCTET_STRING: 0x04,
  OID: 0x06,
  UTC_TIME: 0x17,
  GENERALIZED_TIME: 0x18,
  SEQUENCE: 0x30,
  SET: 0x31,
} as const;

export function readElement(bytes: Uint8Array, at = 0): DerElement | undefined {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return undefined;
  const lengthOctets = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || lengthOctets > 4) return undefined; // X.690 §10.1: definite lengths only
  let length = lengthOctets === 0 ? first : 0;
  for (let i = 0; i < lengthOctets; i += 1) length = length * 256 + (bytes[at + 2 + i] ?? 0);
  const start = at + 2 + lengthOctets;
  const end = start + length;
  if (end > bytes.length) return undefined;
  return { tag, whole: bytes.subarray(at, end), contents: bytes.subarray(start, end) };
}

/** The elements inside, one after the other; undefined when anything is left over or unreadable. */
export function readElements(contents: Uint8Array, limit = 10_000): readonly DerElement[] | undefined {
  const elements: DerElement[] = [];
  for (let at = 0; at < contents.length; ) {
    const element = readElement(contents, at);
    if (element === undefined || elements.length === limit) return undefined;
    elements.push(element);
    at += element.whole.length;
  }
  return elements;
}

/** `1.2.840.113549.1.1.11`; undefined for malformed contents. */
export function readOid(contents: Uint8Array): string | undefined {
  const arcs: number[] = [];
  let value = 0;
  for (const [i, octet] of contents.entries()) {
    value = value * 128 + (octet & 0x7f);
    if (value > Number.MAX_SAFE_INTEGER) return undefined;
    if ((octet & 0x80) !== 0) {
      if (i === contents.length - 1) return undefined;
      continue;
    }
    if (arcs.length === 0)
      arcs.push(Math.min(2, Math.floor(value / 40)), value - 40 * Math.min(2, Math.floor(value / 40)));
    else arcs.push(value);
    value = 0;
  }
  return arcs.length === 0 ? undefined : arcs.join('.');
}

/** UTCTime and GeneralizedTime as RFC 5280 §4.1.2.5 allows them: in UTC, with seconds, without fractions. */
export function readTime(element: DerElement): Date | undefined {
  const date = readTimeLoosely(element);
  return date !== undefined && isTimeReal(element, date) ? date : undefined;
}

/** The 30th of February is the 1st or 2nd of March, and hour 24 the next day: for what is judged later. */
export function readTimeLoosely({ tag, contents }: DerElement): Date | undefined {
  const text = Buffer.from(contents).toString('latin1');
  const match = /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/.exec(text);
  if (match === null || (tag === TAG.UTC_TIME) !== (match[1]!.length === 2)) return undefined;
  if (tag !== TAG.UTC_TIME && tag !== TAG.GENERALIZED_TIME) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const century = tag === TAG.UTC_TIME ? (year < 50 ? 2000 : 1900) : 0;
  const date = new Date(Date.UTC(2000, 0, 1));
  date.setUTCFullYear(century + year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** Does the calendar have it: is what was written what a clock would show (`MMDDHHMMSSZ` at the end)? */
export function isTimeReal({ contents }: DerElement, read: Date): boolean {
  const shown = read.toISOString().replace(/[-T:]|\..*/g, '');
  return Buffer.from(contents)
    .toString('latin1')
    .endsWith(`${shown.slice(-10)}Z`);
}
