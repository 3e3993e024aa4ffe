/** One name wanted, several presented: the first that matches, or a sentence that says why none does. */
import { equalBytes } from '../../../base/index.ts';
import { showIp } from '../general-names.ts';
import type { Comparison } from './labels.ts';
import type { Presented } from './presented.ts';
import { showReference } from './reference.ts';
import type { RuleMatch } from './types.ts';
import { listed, printable } from './words.ts';

/** The identifiers that a rule looks at in a certificate. */
export interface Candidates {
  readonly kind: 'dNSName' | 'common name';
  readonly values: readonly string[];
  /** Goes behind the reason: why these are looked at. */
  readonly remark?: string;
  /** Goes behind the reason where nothing matched: what was passed over. */
  readonly passedOver?: string;
}

export type Compare = (presented: string, name: string) => Comparison;

/** Near misses told; more of them say nothing more. */
const MAX_NEAR = 2;

export function matchAmong(
  { kind, values, remark, passedOver }: Candidates,
  compare: Compare,
  name: string,
): RuleMatch {
  const told: string[] = [];
  for (const value of values) {
    const found = compare(value, name);
    if (found.kind === 'match') {
      const how = found.isWildcard ? `covers ${name}` : 'is the name';
      return { match: true, identifier: value, reason: joined(`${kind} ${printable(value)} ${how}`, remark) };
    }
    if (found.kind === 'near' && told.length < MAX_NEAR) told.push(`${kind} ${printable(value)} ${found.why}`);
  }
  const reason = told.length > 0 ? told.join('; ') : whyNone(kind, values, name);
  return { match: false, reason: joined(joined(reason, remark), passedOver) };
}

function whyNone(kind: Candidates['kind'], values: readonly string[], name: string): string {
  if (values.length === 0) return `the certificate has no ${kind}`;
  if (values.length === 1) return `the only ${kind} is ${printable(values[0]!)}, not ${printable(name)}`;
  return `no ${kind} is ${printable(name)}: they are ${listed(values)}`;
}

/** IP-ID: octet for octet (RFC 9525 §6.4, RFC 5280 §4.2.1.6). */
export function matchAddress(
  { ipIds, dnsIds, commonNames }: Presented,
  octets: Uint8Array,
  remark?: string,
): RuleMatch {
  const wanted = showReference({ kind: 'ip', octets });
  const found = ipIds.find((id) => equalBytes(id, octets));
  if (found !== undefined) {
    return { match: true, identifier: wanted, reason: joined(`iPAddress ${wanted} is the address`, remark) };
  }
  const shown = ipIds.map(showIp);
  const mapped = ipIds.find((id) => isMappedPair(id, octets));
  const text = (text: string): boolean => text === wanted;
  const told = [
    shown.length === 0 ? 'the certificate has no iPAddress' : `no iPAddress is ${wanted}: there is ${listed(shown)}`,
    ...(mapped === undefined ? [] : ['IPv4 and IPv4-mapped IPv6 are different addresses here']),
    ...(dnsIds.some(text) ? [`dNSName ${wanted} is an address written as a name, which names nothing`] : []),
    ...(commonNames.some(text) ? ['an address in the common name does not count'] : []),
  ];
  return { match: false, reason: joined(told.join('; '), remark) };
}

/** `192.0.2.1` and `::ffff:192.0.2.1` (RFC 4291 §2.5.5.2). */
function isMappedPair(a: Uint8Array, b: Uint8Array): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  const isMapped =
    long.length === 16 && long[10] === 0xff && long[11] === 0xff && long.subarray(0, 10).every((o) => o === 0);
  return short.length === 4 && isMapped && equalBytes(short, long.subarray(12));
}

const joined = (reason: string, remark: string | undefined): string =>
  remark === undefined ? reason : `${reason}; ${remark}`;
