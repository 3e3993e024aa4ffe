/** Do the domains that SPF and DKIM vouch for belong to the author domain (RFC 9989 §4.4, §4.10.2; RFC 7489 §3.1)? */
import { ancestorOf, isSubdomain, labelCount, type Name } from '../dns/index.ts';
import type { Method } from './discovery/index.ts';
import type { Step } from './types.ts';

export type Mode = 'r' | 's';

export interface Alignment {
  readonly isAligned: boolean;
  /** Of the identifier, where it was needed to know. */
  readonly organizationalDomain?: Name;
  /** Why nobody can say. */
  readonly failed?: Step;
}

/**
 * Strict: the same name. Relaxed: the same organizational domain, for which nothing is asked when the names are equal, or
 * have not even a top-level domain in common.
 */
export async function align(author: Name, identifier: Name, mode: Mode, method: Method): Promise<Alignment> {
  if (author === identifier) return { isAligned: true };
  if (mode === 's' || !isSubdomain(identifier, topOf(author))) return { isAligned: false };
  const ofAuthor = await method.organizationalDomain(author);
  if (typeof ofAuthor !== 'string') return { isAligned: false, failed: ofAuthor };
  // Organizational domains stand at or above their names: an author's that is not above the identifier cannot be its.
  if (!isSubdomain(identifier, ofAuthor)) return { isAligned: false };
  const ofIdentifier = await method.organizationalDomain(identifier);
  if (typeof ofIdentifier !== 'string') return { isAligned: false, failed: ofIdentifier };
  return { isAligned: ofAuthor === ofIdentifier, organizationalDomain: ofIdentifier };
}

const topOf = (name: Name): Name => (labelCount(name) === 0 ? name : ancestorOf(name, 1));
