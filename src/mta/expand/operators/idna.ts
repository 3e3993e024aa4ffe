/** Names beyond ASCII in their two forms (RFC 5891): octets of UTF-8 and A-labels. */
import { domainToASCII, domainToUnicode } from 'node:url';
import { type Failure, failed } from '../outcome.ts';
import { decodePunycode, encodePunycode } from '../values/punycode.ts';
import { textOperator } from './make.ts';

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decoded(text: string): string | undefined {
  try {
    return UTF8.decode(Buffer.from(text, 'latin1'));
  } catch {
    return undefined;
  }
}

const encoded = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

/** Octets beyond printable ASCII as Exim shows them in messages. */
const shown = (text: string): string =>
  text.replace(/[^\t -~]/g, (char) => NAMED[char] ?? `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`);

const NAMED: Readonly<Record<string, string>> = { '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\v': '\\v' };

const PREFIX = 'xn--';
/** The full stop, and what is written for it elsewhere. */
const DOTS = /[.\u3002\uff0e\uff61]/;
/** Of a local part: what punycode takes grows with its square. */
const MAX_OCTETS = 4096;
const isAscii = (text: string): boolean => /^[\x00-\x7f]*$/.test(text);

function toAlabels(text: string): string | Failure {
  const cannot = (why: string): Failure => failed(`error converting utf8 (${shown(text)}) to alabel: ${why}`);
  const name = decoded(text);
  if (name === undefined) return cannot('string encoding error');
  if (isAscii(name)) return text;
  const labels: string[] = [];
  for (const label of name.normalize('NFC').split(DOTS)) {
    const fault = labelFault(label);
    if (fault !== undefined) return cannot(fault);
    labels.push(isAscii(label) ? label.toLowerCase() : asciiOf(label));
  }
  return labels.join('.');
}

/** A label behind it keeps digits from being taken for an IPv4 address. */
const asciiOf = (label: string): string => domainToASCII(`${label}.x`).slice(0, -2);

/** As mapped (UTS 46). */
const mappedOf = (label: string): string =>
  domainToUnicode(`${asciiOf(label)}.x`).slice(0, -2) || label.normalize('NFKC').toLowerCase().replace(IGNORED, '');

/** What mapping takes away. */
const IGNORED = /\p{Default_Ignorable_Code_Point}/gu;

const MAX_LABEL = 63;

/** A label that IDNA 2008 refuses (RFC 5891 §4.2), in the words of libidn2. */
function labelFault(label: string): string | undefined {
  if (isAscii(label)) {
    const isBroken = label.startsWith(PREFIX) && !isText(decodePunycode(label.slice(PREFIX.length)));
    return isBroken ? 'string contains invalid punycode data' : undefined;
  }
  const mapped = mappedOf(label);
  if (isAscii(mapped)) return undefined;
  if (mapped.startsWith('-') || mapped.endsWith('-')) return 'string start/ends with forbidden hyphen';
  if (mapped.startsWith('--', 2)) return 'string contains forbidden two hyphens pattern';
  if (/^\p{M}/u.test(mapped)) return 'string contains a forbidden leading combining character';
  if (/[^\w-]/.test(mapped.replace(/[^\x00-\x7f]/g, ''))) return 'A-label roundtrip failed';
  if (DISALLOWED.test(mapped)) return 'string contains a disallowed character';
  const ascii = asciiOf(label);
  if (ascii === '')
    return RIGHT_TO_LEFT.test(mapped) ? 'string has forbidden bi-directional properties' : 'A-label roundtrip failed';
  return ascii.length > MAX_LABEL ? 'punycode encoded data will be too large' : undefined;
}

/** Not of the classes that RFC 5892 §2.1 permits, nor of its exceptions. */
const DISALLOWED = /[^\x00-\x7f\p{Ll}\p{Lo}\p{Lm}\p{Mn}\p{Mc}\p{Nd}\u00b7\u0375\u05f3\u05f4\u30fb\p{Join_Control}]/u;

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/;

/** Labels are decoded, and not judged; behind an empty one they are not even that. */
function fromAlabels(text: string): string | Failure {
  const labels = text.replace(/^\./, '').replace(/\.$/, '').split('.');
  const empty = labels.indexOf('');
  const said: string[] = [];
  for (const [index, label] of labels.entries()) {
    const plain = !label.startsWith(PREFIX) || (empty >= 0 && index > empty);
    const name = plain ? label : unicodeOf(label, text);
    if (typeof name !== 'string') return name;
    said.push(name);
  }
  return said.join('.');
}

const isText = (decoded: ReturnType<typeof decodePunycode>): decoded is { readonly text: string } =>
  typeof decoded === 'object';

function unicodeOf(label: string, text: string): string | Failure {
  const name = decodePunycode(label.slice(PREFIX.length));
  if (isText(name)) return encoded(name.text);
  const why = name === 'too-big' ? 'String size limit exceeded' : 'Invalid input';
  return failed(`error converting alabel (${shown(text)}) to utf8: ${why}`);
}

/** A local part is one label, dots and all, and its letters keep their case. */
function localToAlabel(text: string): string | Failure {
  const name = decoded(text);
  if (name === undefined) return failed(`error converting utf8 (${shown(text)}) to alabel: l_u2a: bad UTF-8 input`);
  if (isAscii(name)) return text;
  if (text.length > MAX_OCTETS) return failed(`a local part of more than ${MAX_OCTETS} octets has no alabel here`);
  return `${PREFIX}${encodePunycode(name)}`;
}

function localFromAlabel(text: string): string | Failure {
  if (text.startsWith(PREFIX)) return unicodeOf(text, text);
  return failed(`error converting alabel (${shown(text)}) to utf8: bad alabel prefix`);
}

export const IDNA_OPERATORS = [
  textOperator('utf8_domain_to_alabel', 'A domain in UTF-8 with its labels in ASCII form.', toAlabels),
  textOperator('utf8_domain_from_alabel', 'A domain with labels in ASCII form as UTF-8.', fromAlabels),
  textOperator('utf8_localpart_to_alabel', 'A local part in UTF-8 in ASCII form.', localToAlabel),
  textOperator('utf8_localpart_from_alabel', 'A local part in ASCII form as UTF-8.', localFromAlabel),
];
