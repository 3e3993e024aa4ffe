/** Is it DER, the one encoding there is (RFC 5280 §4.1, X.690 §10, §11)? Reading is lenient; this is where it is judged. */
import type { Certificate } from '../../certificate.ts';
import { type DerElement, isTimeReal, readElement, TAG } from '../../der.ts';
import { READERS } from '../../extensions/readers.ts';
import { ALWAYS, type CertificateRule, extensionOf, OID, PROFILED } from './types.ts';

export const encodingRules: readonly CertificateRule[] = [
  { code: 'encoding', in: PROFILED, judge: (certificate) => (isDer(certificate.der) ? undefined : 'it is not DER') },
  { code: 'encoding', in: PROFILED, judge: valuesAreDer },
  { code: 'encoding', in: PROFILED, judge: defaultsLeftOut },
  { code: 'encoding', in: ALWAYS, judge: datesThatExist },
  { code: 'encoding', in: PROFILED, judge: datesWellWritten },
  { code: 'encoding', in: PROFILED, judge: extensionsThere },
];

/** Honest certificates nest about eight deep. */
const MAX_DEPTH = 40;

/** §4.2: what extnValue holds is DER too, where it is known what it holds. */
function valuesAreDer({ extensions }: Certificate): string | undefined {
  const bad = extensions.all.find(({ oid, value }) => value !== undefined && READERS.has(oid) && !isDer(value));
  return bad && `its extension ${bad.oid} is not DER`;
}

/** Every element; octet strings are not looked into. Offsets, not elements: a certificate has a hundred of them. */
export function isDer(octets: Uint8Array, at = 0, end = octets.length, depth = 0): boolean {
  if (depth > MAX_DEPTH) return false;
  let from = at;
  while (from < end) {
    const tag = octets[from]!;
    const start = contentsOf(octets, from, end);
    if (start === 0 || (tag & 0x1f) === 0x1f) return false;
    const next = start + lengthAt(octets, from);
    if (next > end || !isPrimitiveDer(tag, octets, start, next)) return false;
    if ((tag & 0x20) !== 0 && !isDer(octets, start, next, depth + 1)) return false;
    from = next;
  }
  return true;
}

/** Where the contents begin; 0 where the length is not written in its shortest form (X.690 §10.1). */
function contentsOf(octets: Uint8Array, from: number, end: number): number {
  const first = octets[from + 1];
  if (first === undefined || from + 1 >= end) return 0;
  if (first < 0x80) return from + 2;
  const count = first & 0x7f;
  if (count === 0 || count > 4 || from + 2 + count > end || octets[from + 2] === 0) return 0;
  return count === 1 && octets[from + 2]! < 0x80 ? 0 : from + 2 + count;
}

function lengthAt(octets: Uint8Array, from: number): number {
  const first = octets[from + 1]!;
  if (first < 0x80) return first;
  let length = 0;
  for (let i = 0; i < (first & 0x7f); i += 1) length = length * 256 + octets[from + 2 + i]!;
  return length;
}

function isPrimitiveDer(tag: number, octets: Uint8Array, start: number, end: number): boolean {
  const length = end - start;
  const first = octets[start]!;
  switch (tag) {
    case TAG.BOOLEAN: // X.690 §11.1
      return length === 1 && (first === 0 || first === 0xff);
    case TAG.INTEGER: // X.690 §8.3.2
      return length === 1 || (length > 1 && !isPadded(first, octets[start + 1]!));
    case TAG.BIT_STRING: // X.690 §11.2.1
      return length > 0 && first <= 7 && (length === 1 ? first === 0 : (octets[end - 1]! & ((1 << first) - 1)) === 0);
    case TAG.OID: // X.690 §8.19.2
      return length > 0 && (octets[end - 1]! & 0x80) === 0 && !hasPaddedArc(octets, start, end);
    case 0x05:
      return length === 0;
    default:
      return true;
  }
}

const isPadded = (first: number, second: number): boolean =>
  (first === 0 && second < 0x80) || (first === 0xff && second >= 0x80);

function hasPaddedArc(octets: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i += 1) {
    if (octets[i] === 0x80 && (i === start || (octets[i - 1]! & 0x80) === 0)) return true;
  }
  return false;
}

/** X.690 §11.5: what is the default is not written. */
function defaultsLeftOut(certificate: Certificate): string | undefined {
  const { version, written, extensions } = certificate;
  if (written.hasVersion && version === 1) return 'version 1 is written, which is the default';
  const marked = extensions.all.find(({ writesDefault }) => writesDefault);
  if (marked !== undefined) return `extension ${marked.oid} writes critical FALSE, which is the default`;
  if (extensions.basicConstraints?.isCa !== false) return undefined;
  const value = extensionOf(certificate, OID.BASIC_CONSTRAINTS)?.value;
  const first = value && readElement(readElement(value)?.contents ?? value);
  return first?.tag === TAG.BOOLEAN ? 'its basic constraints write cA FALSE, which is the default' : undefined;
}

/** A day that does not exist was read as one of the next month. */
function datesThatExist({ written, notBefore, notAfter }: Certificate): string | undefined {
  if (!isTimeReal(written.notBefore, notBefore)) return `${text(written.notBefore)} is no date`;
  return isTimeReal(written.notAfter, notAfter) ? undefined : `${text(written.notAfter)} is no date`;
}

/** RFC 5280 §4.1.2.5: UTCTime through 2049, GeneralizedTime from 2050 on. */
function datesWellWritten({ written, notBefore, notAfter }: Certificate): string | undefined {
  return kindFault(written.notBefore, notBefore) ?? kindFault(written.notAfter, notAfter);
}

function kindFault(time: DerElement, read: Date): string | undefined {
  if ((time.tag === TAG.UTC_TIME) === read.getUTCFullYear() < 2050) return undefined;
  return `${text(time)} is written as ${time.tag === TAG.UTC_TIME ? 'UTCTime' : 'GeneralizedTime'}`;
}

const text = ({ contents }: DerElement): string => Buffer.from(contents).toString('latin1');

/** §4.1: Extensions is SIZE (1..MAX). */
function extensionsThere({ written, extensions }: Certificate): string | undefined {
  return written.hasExtensions && extensions.all.length === 0 ? 'its list of extensions is empty' : undefined;
}
