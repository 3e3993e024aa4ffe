/** Is it DER, the one encoding there is (RFC 5280 §4.1, X.690 §10, §11)? Reading is lenient; this is where it is judged. */
import type { Certificate } from '../../certificate.ts';
import { type DerElement, readElement, readElements, readTime, TAG } from '../../der.ts';
import { READERS } from '../../extensions/readers.ts';
import { type CertificateRule, extensionOf, OID, PROFILED } from './types.ts';

export const encodingRules: readonly CertificateRule[] = [
  { code: 'encoding', in: PROFILED, judge: (certificate) => (isDer(certificate.der) ? undefined : 'it is not DER') },
  { code: 'encoding', in: PROFILED, judge: valuesAreDer },
  { code: 'encoding', in: PROFILED, judge: defaultsLeftOut },
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

/** Every element; octet strings are not looked into. */
export function isDer(octets: Uint8Array, depth = 0): boolean {
  if (depth > MAX_DEPTH) return false;
  for (let at = 0; at < octets.length; ) {
    const element = readElement(octets, at);
    if (element === undefined || !isMinimal(element) || !isPrimitiveDer(element)) return false;
    if ((element.tag & 0x20) !== 0 && !isDer(element.contents, depth + 1)) return false;
    at += element.whole.length;
  }
  return true;
}

/** X.690 §10.1: the shortest form of the length. */
function isMinimal({ whole, contents }: DerElement): boolean {
  const header = whole.length - contents.length;
  const { length } = contents;
  return header === (length < 0x80 ? 2 : length < 0x100 ? 3 : length < 0x10000 ? 4 : length < 0x1000000 ? 5 : 6);
}

function isPrimitiveDer({ tag, contents }: DerElement): boolean {
  const [first, second] = contents;
  switch (tag) {
    case TAG.BOOLEAN: // X.690 §11.1
      return contents.length === 1 && (first === 0 || first === 0xff);
    case TAG.INTEGER: // X.690 §8.3.2
      if (first === undefined) return false;
      return second === undefined || !((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80));
    case TAG.BIT_STRING: // X.690 §11.2.1
      return (
        first !== undefined && first <= 7 && ((contents.at(-1)! & ((1 << first) - 1)) === 0 || contents.length === 1)
      );
    case TAG.OID: // X.690 §8.19.2
      return first !== undefined && (contents.at(-1)! & 0x80) === 0 && !startsPadded(contents);
    case 0x05:
      return contents.length === 0;
    default:
      return true;
  }
}

const startsPadded = (contents: Uint8Array): boolean =>
  contents.some((octet, i) => octet === 0x80 && (i === 0 || (contents[i - 1]! & 0x80) === 0));

/** X.690 §11.5: what is the default is not written. */
function defaultsLeftOut(certificate: Certificate): string | undefined {
  const [version] = fieldsOf(certificate);
  if (version?.tag === 0xa0 && certificate.version === 1) return 'version 1 is written, which is the default';
  for (const { oid, whole } of certificate.extensions.all) {
    const [, critical, ...more] = readElements(readElement(whole)!.contents) ?? [];
    if (critical?.tag === TAG.BOOLEAN && more.length === 1 && critical.contents[0] === 0)
      return `extension ${oid} writes critical FALSE, which is the default`;
  }
  const constraints = extensionOf(certificate, OID.BASIC_CONSTRAINTS)?.value;
  const first = constraints && readElement(readElement(constraints)?.contents ?? constraints);
  return first?.tag === TAG.BOOLEAN && first.contents[0] === 0
    ? 'its basic constraints write cA FALSE, which is the default'
    : undefined;
}

/** RFC 5280 §4.1.2.5: UTCTime through 2049, GeneralizedTime from 2050 on, and days that exist. */
function datesWellWritten(certificate: Certificate): string | undefined {
  const fields = fieldsOf(certificate);
  const validity = fields[fields[0]?.tag === 0xa0 ? 4 : 3];
  for (const time of (validity && readElements(validity.contents)) ?? []) {
    const date = readTime(time);
    const text = Buffer.from(time.contents).toString('latin1');
    if (date === undefined || !sameDay(date, text)) return `${text} is no date`;
    if ((time.tag === TAG.UTC_TIME) !== date.getUTCFullYear() < 2050)
      return `${text} is written as ${time.tag === TAG.UTC_TIME ? 'UTCTime' : 'GeneralizedTime'}`;
  }
  return undefined;
}

function sameDay(date: Date, text: string): boolean {
  const digits = date.toISOString().replace(/\D/g, '').slice(0, 14);
  return digits.endsWith(text.slice(0, -1));
}

/** §4.1: Extensions is SIZE (1..MAX). */
function extensionsThere(certificate: Certificate): string | undefined {
  const wrapped = fieldsOf(certificate).find(({ tag }) => tag === 0xa3);
  return wrapped !== undefined && certificate.extensions.all.length === 0
    ? 'its list of extensions is empty'
    : undefined;
}

const fieldsOf = ({ tbs }: Certificate): readonly DerElement[] => readElements(readElement(tbs)?.contents ?? tbs) ?? [];
