/**
 * What X509_check_host and X509_check_ip of OpenSSL decide with no flags set, which `openssl x509 -checkhost` shows: dNSNames
 * where there are any, else every common name. One wildcard, at the start or the end of the first label (`*`, `mx*`, `*a`),
 * never of an A-label, with two dots or more behind it. The name is compared as written, a final dot included.
 */
import { type Candidates, matchAddress, matchAmong } from './among.ts';
import { type Comparison, foldCase, matched, near, OTHER } from './labels.ts';
import { type Presented, presentedBy, readable } from './presented.ts';
import type { NameRule } from './types.ts';
import { count, printable } from './words.ts';

export const openssl: NameRule = {
  name: 'openssl',
  spec: 'OpenSSL manual, X509_check_host(3)',
  match(certificate, reference) {
    const presented = readable(presentedBy(certificate));
    if (reference.kind === 'ip') return matchAddress(presented, reference.octets);
    const name = reference.isAbsolute === true ? `${reference.name}.` : reference.name;
    return matchAmong(candidatesOf(presented), compare, name);
  },
};

/** Where the subject alternative name cannot be read, OpenSSL goes on as if there were none. */
function candidatesOf({ dnsIds, commonNames }: Presented): Candidates {
  return dnsIds.length > 0
    ? { kind: 'dNSName', values: dnsIds }
    : { kind: 'common name', values: commonNames, remark: 'there is no dNSName, so each common name counts' };
}

function compare(presented: string, name: string): Comparison {
  const pattern = foldCase(presented);
  const at = wildcardAt(pattern);
  if (at >= 0) return compareWildcard(pattern, at, name);
  if (pattern.includes('\0')) return near('has a NUL octet in it, and matches nothing');
  if (pattern === name) return matched(false);
  if (pattern === `${name}.` || `${pattern}.` === name) return near('differs by its final dot, which is compared');
  return pattern.includes('*') ? near('has no wildcard that OpenSSL knows, and is compared letter by letter') : OTHER;
}

/** Where the one wildcard is; −1 where the pattern has none that counts. */
function wildcardAt(pattern: string): number {
  const labels = pattern.split('.');
  const first = labels[0]!;
  const isSound = labels.length >= 3 && labels.every((label) => /^[a-z0-9*]([a-z0-9*-]*[a-z0-9*])?$/.test(label));
  const stars = pattern.split('*').length - 1;
  if (!isSound || stars !== 1 || first.startsWith('xn--') || first.endsWith('-*')) return -1;
  return first.startsWith('*') || first.endsWith('*') ? first.indexOf('*') : -1;
}

function compareWildcard(pattern: string, at: number, name: string): Comparison {
  const [before, after] = [pattern.slice(0, at), pattern.slice(at + 1)];
  if (name.length < before.length + after.length || !name.startsWith(before) || !name.endsWith(after)) return OTHER;
  const covered = name.slice(before.length, name.length - after.length);
  const isWhole = before === '' && after.startsWith('.');
  if (isWhole && covered === '') return near('covers one label, and there is none');
  if (!isWhole && name.startsWith('xn--')) return near('covers no part of an A-label');
  if (covered === '*' || /^[a-z0-9-]*$/.test(covered)) return matched(true);
  const labels = covered.split('.').length;
  if (labels === 1) return near(`covers letters, digits and hyphens, and ${printable(covered)} has others`);
  return near(`covers one label, and ${printable(name)} has ${count(labels)}`);
}
