/** MX patterns of a policy: a host's name, or `*.` and a domain for one label more (RFC 8461 §3.2, §4.1). */
import type { Name } from '../../dns/index.ts';

/** `Domain` of RFC 5321 §4.1.2; U-labels, underscores and final dots are none. */
const DOMAIN = /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*$/;
const MAX_DOMAIN = 253;

/** What is wrong with a pattern; undefined: nothing. */
export function patternFault(text: string): string | undefined {
  const domain = text.startsWith('*.') ? text.slice(2) : text;
  if (text === '') return 'it is empty';
  if (domain.length <= MAX_DOMAIN && DOMAIN.test(domain) && domain.split('.').every(({ length }) => length <= 63))
    return undefined;
  if (text.startsWith('.')) return 'it begins with a dot: write *. for one label more';
  if (domain.includes('*')) return 'a wildcard can only be the whole left-most label, as in *.example.org';
  if (/[^\x00-\x7f]/.test(text)) return 'it has letters beyond ASCII: write A-labels (xn--…)';
  if (text.endsWith('.')) return 'it ends with a dot';
  return 'it is no host name';
}

/**
 * Does a pattern cover the host of an MX record?
 *
 * @param host  lower case, A-labels, no final dot
 * @see RFC 8461 §4.1
 */
export function matchesPattern(pattern: string, host: Name): boolean {
  const wanted = pattern.toLowerCase();
  if (!wanted.startsWith('*.')) return wanted === host;
  const dot = host.indexOf('.');
  return dot > 0 && host.slice(dot + 1) === wanted.slice(2);
}

/** The first pattern that covers it. */
export const coveringPattern = (patterns: readonly string[], host: Name): string | undefined =>
  patterns.find((pattern) => matchesPattern(pattern, host));
