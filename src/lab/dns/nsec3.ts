/** The chain of NSEC3 records and the proofs it gives (RFC 5155 §7). */

import { compareBytes, equalBytes } from '../../base/index.ts';
import {
  ancestorOf,
  encodeName,
  joinName,
  labelCount,
  type Name,
  nsec3Hash,
  nsec3Rdata,
  RR,
  type Rrset,
  toBase32Hex,
  wildcardAt,
} from '../../core/dns/index.ts';
import type { DenialTtl, Owner } from './nsec.ts';
import { lazilySigned } from './sign.ts';
import type { Denial, Signer } from './types.ts';

export interface Nsec3Style extends DenialTtl {
  readonly zone: Name;
  readonly iterations: number;
  readonly salt: Uint8Array;
  readonly optOut: boolean;
}

interface Link {
  readonly hash: Uint8Array;
  readonly types: readonly number[];
  readonly rrset: Rrset;
}

/** @param owners  empty non-terminals among them, with no types */
export function createNsec3Denial(owners: readonly Owner[], style: Nsec3Style, signer: Signer): Denial {
  const hashOf = (name: Name): Uint8Array => nsec3Hash(encodeName(name), style);
  const chain = linkUp(owners, style, hashOf, signer);
  const find = (name: Name): Link => chain[lastNotAfter(chain, hashOf(name))]!;
  const matches = (name: Name): boolean => equalBytes(find(name).hash, hashOf(name));
  const cover = (name: Name): Rrset => find(name).rrset;
  /** RFC 5155 §7.2.1: the encloser is there, the next closer name is not. */
  const enclosing = (name: Name, encloser: Name): Rrset[] => [cover(encloser), cover(nextCloser(name, encloser))];
  return {
    // Under opt-out an unsigned delegation has no record of its own: RFC 5155 §7.2.4.
    noType: (name) => (matches(name) ? [cover(name)] : unique(enclosing(name, closestIn(matches, name)))),
    noName: (name, encloser) => unique([...enclosing(name, encloser), cover(wildcardAt(encloser))]),
    noCloser: (name, encloser) => [cover(nextCloser(name, encloser))],
    noWildcardType: (name, encloser) => unique([...enclosing(name, encloser), cover(wildcardAt(encloser))]),
    rrsets: chain.map(({ rrset }) => rrset),
  };
}

function linkUp(
  owners: readonly Owner[],
  style: Nsec3Style,
  hashOf: (name: Name) => Uint8Array,
  signer: Signer,
): Link[] {
  const kept = style.optOut ? owners.filter(({ isInsecureCut }) => !isInsecureCut) : owners;
  const hashed = kept
    .map((owner) => ({ ...owner, hash: hashOf(owner.name) }))
    .sort((a, b) => compareBytes(a.hash, b.hash));
  return hashed.map(({ hash, types, isInsecureCut }, index) => {
    const rdata = nsec3Rdata.encode({
      hashAlgorithm: 1,
      flags: style.optOut ? 1 : 0,
      iterations: style.iterations,
      salt: style.salt,
      nextHashed: hashed[(index + 1) % hashed.length]!.hash,
      // Only names with data of the zone's own are signed (RFC 5155 §7.1).
      types: types.length === 0 || isInsecureCut ? types : [...types, RR.RRSIG].sort((a, b) => a - b),
    });
    const name = joinName(toBase32Hex(hash).toLowerCase(), style.zone);
    const unsigned = { name, type: RR.NSEC3, class: 1, ttlSeconds: style.ttlSeconds, rdatas: [rdata] };
    return { hash, types, rrset: lazilySigned(unsigned, signer) };
  });
}

/** Index of the last link that is not after the hash, round the end of the ring. */
function lastNotAfter(chain: readonly Link[], hash: Uint8Array): number {
  let low = 0;
  let high = chain.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareBytes(chain[middle]!.hash, hash) <= 0) low = middle + 1;
    else high = middle;
  }
  return (low + chain.length - 1) % chain.length;
}

function closestIn(matches: (name: Name) => boolean, name: Name): Name {
  for (let count = labelCount(name) - 1; count > 0; count -= 1) {
    const ancestor = ancestorOf(name, count);
    if (matches(ancestor)) return ancestor;
  }
  return '';
}

const nextCloser = (name: Name, encloser: Name): Name => ancestorOf(name, labelCount(encloser) + 1);

const unique = (rrsets: readonly Rrset[]): Rrset[] => [...new Set(rrsets)];
