/**
 * How a server arranges the certificates it sends. Real servers do all of these; a client that judges what was sent,
 * and not what its TLS library made of it, must see each as it is.
 */
import type { Authority, AuthorityName } from './authority.ts';
import type { Authorities } from './hierarchy.ts';

export type ChainShape = keyof typeof CHAIN_SHAPES;

/** `issuers`: every intermediate above the leaf, nearest first; `top`: the root they lead to. */
type Word = 'leaf' | 'issuers' | 'top' | AuthorityName;

/** DER, in the order sent; the leaf comes first in each (RFC 8446 §4.4.2 demands no more). */
export async function arrangeChain(
  shape: ChainShape,
  leaf: Uint8Array,
  issuer: Authority,
  authorities: Authorities,
): Promise<readonly Uint8Array[]> {
  const path = pathAbove(issuer);
  const parts = CHAIN_SHAPES[shape].map(async (word: Word) => {
    if (word === 'leaf') return [leaf];
    if (word === 'issuers') return path.filter(({ issuer: above }) => above !== undefined).map(certificateOf);
    if (word === 'top') return path.slice(-1).map(certificateOf);
    return [certificateOf(await authorities(word))];
  });
  return (await Promise.all(parts)).flat();
}

const certificateOf = ({ certificate }: Authority): Uint8Array => certificate;

/** From the issuer to its root, both included. */
function pathAbove(authority: Authority): Authority[] {
  return [authority, ...(authority.issuer === undefined ? [] : pathAbove(authority.issuer))];
}

const CHAIN_SHAPES = {
  /** As it should be: what a client with the root needs. */
  usual: ['leaf', 'issuers'],
  'with-root': ['leaf', 'issuers', 'top'],
  'leaf-only': ['leaf'],
  unordered: ['leaf', 'top', 'issuers'],
  duplicate: ['leaf', 'issuers', 'issuers'],
  unrelated: ['leaf', 'stranger', 'issuers'],
  /** Both certificates of the cross-signed CA, the one that leads nowhere first. */
  'cross-both': ['leaf', 'cross-old', 'cross'],
  /** That one alone. */
  'cross-old': ['leaf', 'cross-old'],
} as const satisfies Record<string, readonly Word[]>;
