/** What people write for the name of a host, as a reference identity. */
import { domainToASCII } from 'node:url';
import {
  err,
  type Failure,
  formatIpv4,
  formatIpv6,
  ok,
  parseIpv4,
  parseIpv6,
  type Result,
} from '../../../base/index.ts';
import type { Reference } from './types.ts';

export type ReferenceError = Failure<'pki/reference'>;

/** RFC 1035 §2.3.4: 63 octets a label; 255 on the wire are 253 as text. */
export const MAX_LABEL = 63;
export const MAX_NAME = 253;
/** U-labels are shorter than their A-labels, but a character may take several code units. */
const MAX_TEXT = 1000;

/**
 * A host name or an IP address: `Mx.Example.ORG.`, `bücher.example`, `192.0.2.1`, `2001:db8::1` (brackets allowed).
 *
 * U-labels become A-labels (RFC 9525 §6.3; UTS 46 as RFC 5891 §5 needs). Underscores and a `*` are let through: rules
 * say themselves what they make of them.
 */
export function parseReference(text: string): Result<Reference, ReferenceError> {
  const address = /^\[(.*)\]$/s.exec(text)?.[1] ?? text;
  const octets = parseIpv4(address) ?? parseIpv6(address);
  if (octets !== undefined) return ok({ kind: 'ip', octets });
  if (text === '' || text === '.') return failed(text, 'it is empty');
  if (text.length > MAX_TEXT) return failed(text, `it is longer than ${MAX_NAME} octets`);
  if (text.includes('@')) return failed(text, 'it is a mail address', 'give what is behind the "@"');
  if (/[[\]:%/\\]/.test(text)) return failed(text, 'it is neither a host name nor an IP address');
  const isAbsolute = text.endsWith('.');
  const bare = isAbsolute ? text.slice(0, -1) : text;
  if (isAbsolute && parseIpv4(bare) !== undefined) return failed(text, 'an address has no final dot');
  const labels = bare.split('.').flatMap(aLabels);
  const wrong = whyNoName(labels);
  return wrong === undefined
    ? ok({ kind: 'host', name: labels.join('.'), ...(isAbsolute && { isAbsolute }) })
    : failed(text, wrong);
}

/** As people write it. */
export function showReference(reference: Reference): string {
  if (reference.kind === 'host') return reference.name;
  const { octets } = reference;
  return octets.length === 4 ? formatIpv4(octets) : formatIpv6(octets);
}

/** Several where a Unicode full stop was hidden in it (UTS 46 §2.3); the empty text where it is no label. */
function aLabels(label: string): readonly string[] {
  if (!/[^\x00-\x7f]/.test(label)) return [label.replace(/[A-Z]+/g, (run) => run.toLowerCase())];
  const ascii = domainToASCII(`${label}.invalid`); // the second label keeps digits from being read as an address
  return ascii.endsWith('.invalid') ? ascii.slice(0, -'.invalid'.length).split('.') : [''];
}

function whyNoName(labels: readonly string[]): string | undefined {
  if (labels.includes('')) return 'it has an empty label, or one that is not valid (RFC 5891)';
  const long = labels.find(({ length }) => length > MAX_LABEL);
  if (long !== undefined) return `a label is ${long.length} octets long, and ${MAX_LABEL} are the most`;
  const length = labels.join('.').length;
  if (length > MAX_NAME) return `it is ${length} octets long, and ${MAX_NAME} are the most`;
  return labels.some((label) => /[^\x21-\x7e]/.test(label)) ? 'it contains a space or control character' : undefined;
}

function failed(text: string, why: string, hint = 'give a host name such as mx.example.org, or an IP address') {
  const shown = JSON.stringify(text.length > 80 ? `${text.slice(0, 77)}…` : text);
  return err<ReferenceError>({
    code: 'pki/reference',
    message: `${shown} is not a name to test: ${why}`,
    hint,
    fault: 'configuration',
    temporary: false,
  });
}
