/** Which zones claim to have signed, read off the RRSIGs: hints that save looking for zone cuts, never trusted by themselves. */
import { isBelow } from '../dnssec/names.ts';
import { signerOf } from '../dnssec/rrsig.ts';
import { isSubdomain } from '../name.ts';
import { RR } from '../rr-types.ts';
import type { Name, Rrset } from '../types.ts';
import type { Response } from './sections.ts';

/** More signers than this for one set are noise; an honest set has one. */
const MAX_SIGNERS = 2;

/**
 * Signers that could hold records at `name`, the deepest first.
 *
 * @param strict  the signer must stand above the name: so it is for DS, which the parent holds (RFC 4035 §2.4)
 */
export function claimedSigners(rrsets: readonly Rrset[], name: Name, strict: boolean): readonly Name[] {
  const signers = new Set<Name>();
  for (const { signatures } of rrsets) {
    for (const rdata of signatures) {
      const signer = signerOf(rdata);
      if (signer !== undefined && (strict ? isBelow(name, signer) : isSubdomain(name, signer))) signers.add(signer);
    }
  }
  return [...signers].sort((a, b) => b.length - a.length).slice(0, MAX_SIGNERS);
}

/** The NSEC and NSEC3 RRsets of a negative response. */
export function denialRrsets({ authority }: Response): readonly Rrset[] {
  return authority.rrsets.filter(({ type }) => type === RR.NSEC || type === RR.NSEC3);
}
