/** The chain of NSEC records and the proofs it gives (RFC 4034 §4, RFC 4035 §3.1.3). */
import { compareNames, type Name, nsecRdata, RR, type Rrset, wildcardAt } from '../../core/dns/index.ts';
import { lazilySigned } from './sign.ts';
import type { Denial, Signer } from './types.ts';

/** A name that NSEC records speak of, with the types it has by itself. */
export interface Owner {
  readonly name: Name;
  readonly types: readonly number[];
  /** A delegation without DS: opt-out leaves it out of an NSEC3 chain. */
  readonly isInsecureCut: boolean;
}

export interface DenialTtl {
  readonly ttlSeconds: number;
}

export function createNsecDenial(owners: readonly Owner[], { ttlSeconds }: DenialTtl, signer: Signer): Denial {
  const sorted = [...owners].sort((a, b) => compareNames(a.name, b.name));
  const chain = sorted.map(({ name, types }, index) => {
    const next = sorted[(index + 1) % sorted.length]!.name;
    const rdata = nsecRdata.encode({ next, types: [...types, RR.RRSIG, RR.NSEC].sort((a, b) => a - b) });
    return lazilySigned({ name, type: RR.NSEC, class: 1, ttlSeconds, rdatas: [rdata] }, signer);
  });
  /** The record at the name, or else the one before it in the chain. */
  const at = (name: Name): Rrset => chain[lastNotAfter(sorted, name)]!;
  const both = (first: Rrset, second: Rrset): Rrset[] => (first === second ? [first] : [first, second]);
  return {
    noType: (name) => [at(name)],
    noName: (name, encloser) => both(at(name), at(wildcardAt(encloser))),
    noCloser: (name) => [at(name)],
    noWildcardType: (name, encloser) => both(at(name), at(wildcardAt(encloser))),
    rrsets: chain,
  };
}

/** Index of the last owner that is not after the name; the apex is before everything in the zone. */
function lastNotAfter(sorted: readonly Owner[], name: Name): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (compareNames(sorted[middle]!.name, name) <= 0) low = middle;
    else high = middle - 1;
  }
  return low;
}
