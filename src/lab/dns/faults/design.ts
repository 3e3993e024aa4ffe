/** From a design to a zone, and the small changes that faults are made of. */
import { dsFor } from '../keys.ts';
import type { Denial, Signer, SigningStyle, Zone, ZoneSource } from '../types.ts';
import { createZone } from '../zone.ts';
import type { ZoneDesign } from './types.ts';

/** A zone as it should be: its parent publishes the DS of its entry key. */
export function designZone(source: ZoneSource): ZoneDesign {
  const { name, signing } = source;
  return {
    source,
    ds: signing === undefined ? [] : [dsFor(name, signing.keys.entry)],
    around: (signer) => signer,
    serve: (zone) => zone,
  };
}

export function buildZone({ source, around, serve }: ZoneDesign): Zone {
  return serve(createZone(source, around));
}

/** Unsigned zones have no signing to change. */
export function withSigning(design: ZoneDesign, change: (signing: SigningStyle) => Partial<SigningStyle>): ZoneDesign {
  const { signing } = design.source;
  if (signing === undefined) return design;
  return { ...design, source: { ...design.source, signing: { ...signing, ...change(signing) } } };
}

export function withSigner(design: ZoneDesign, change: (signer: Signer, signing: SigningStyle) => Signer): ZoneDesign {
  const { signing } = design.source;
  if (signing === undefined) return design;
  return { ...design, around: (signer) => change(design.around(signer), signing) };
}

export function withServer(design: ZoneDesign, change: (zone: Zone) => Partial<Zone>): ZoneDesign {
  return {
    ...design,
    serve: (zone) => {
      const served = design.serve(zone);
      return { ...served, ...change(served) };
    },
  };
}

/** The server gives other proofs than it should; a zone without DNSSEC has none to spoil. */
export function withDenial(design: ZoneDesign, change: (denial: Denial, zone: Zone) => Partial<Denial>): ZoneDesign {
  return withServer(design, (zone) =>
    zone.denial === undefined ? {} : { denial: { ...zone.denial, ...change(zone.denial, zone) } },
  );
}

/** A copy with the lowest bit of one octet flipped, counted from the end. */
export function flipBit(octets: Uint8Array, fromEnd = 1): Uint8Array {
  const copy = Uint8Array.from(octets);
  copy[copy.length - fromEnd]! ^= 1;
  return copy;
}
