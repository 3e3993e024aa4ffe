/** Presented names looked at closely: what keeps one from being a domain name at all, and what a wildcard covers. */
import { MAX_LABEL, MAX_NAME } from './reference.ts';
import { count, printable } from './words.ts';

/** How a presented name compares with the wanted one. */
export type Comparison =
  | { readonly kind: 'match'; readonly isWildcard: boolean }
  /** Another name, and nothing to say about it. */
  | { readonly kind: 'other' }
  /** It looks like the wanted one, or is no proper name: `why` continues a sentence that begins with it. */
  | { readonly kind: 'near'; readonly why: string };

export const OTHER: Comparison = { kind: 'other' };
export const near = (why: string): Comparison => ({ kind: 'near', why });
export const matched = (isWildcard: boolean): Comparison => ({ kind: 'match', isWildcard });

/** A wildcard is for certificates: a name to be tested that has one is nobody's (RFC 9525 §6.3). */
export const NO_HOST: Comparison = near('covers names of hosts, and a name with a wildcard in it is none');

/** ASCII alone: in other letters case is not for comparing (RFC 4343 §3). */
export const foldCase = (text: string): string => text.replace(/[A-Z]+/g, (run) => run.toLowerCase());

/**
 * What is wrong with a presented dNSName; undefined: nothing. It has A-labels in preferred syntax (RFC 5280 §4.2.1.6,
 * §7.2), except that underscores are let through, as every verifier does.
 */
export function flawOf(presented: string): string | undefined {
  if (presented === '') return 'is empty';
  const nul = presented.indexOf('\0');
  if (nul >= 0)
    return `has a NUL octet in it, and matches nothing: some would read ${printable(presented.slice(0, nul))}`;
  if (/[^\x00-\x7f]/.test(presented)) return 'is not ASCII, where A-labels (xn--…) are to stand';
  if (/[\x00-\x20\x7f]/.test(presented)) return 'has a space or control character in it';
  if (presented === '.' || /^\.|\.\./.test(presented)) return 'has an empty label';
  if (presented.endsWith('.')) return 'ends in a dot, which no name in a certificate does';
  if (presented.length > MAX_NAME) return `is ${presented.length} octets long, and no name has more than ${MAX_NAME}`;
  const label = presented.split('.').find(({ length }) => length > MAX_LABEL);
  return label && `has a label of ${label.length} octets, and none has more than ${MAX_LABEL}`;
}

/**
 * Does `*.rest` stand for the name? It covers one label, no more and no less (RFC 9525 §6.3).
 *
 * @param pattern  lower case, begins with `*.`, no other `*`
 */
export function compareWholeLabel(pattern: string, name: string): Comparison {
  const rest = pattern.slice(2);
  const dot = name.indexOf('.');
  if (dot > 0 && name.slice(dot + 1) === rest) return matched(true);
  if (name === rest) return near(`covers one label in front of ${printable(rest)}, and here is none`);
  if (!name.endsWith(`.${rest}`)) return OTHER;
  const labels = name.slice(0, -rest.length - 1).split('.').length;
  return near(`covers one label, and ${printable(name)} has ${count(labels)}`);
}

/** `pre*post` against one label; the wildcard may stand for nothing. */
export function fitsPartial(pattern: string, label: string): boolean {
  const [before = '', after = ''] = pattern.split('*');
  return label.length >= before.length + after.length && label.startsWith(before) && label.endsWith(after);
}

export const isALabel = (label: string): boolean => label.startsWith('xn--');
