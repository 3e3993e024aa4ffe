/** Signatures that are wrong, late, early, missing, or too many (RFC 4035 §5.3). */
import { RR } from '../../../core/dns/index.ts';
import { createSigner } from '../sign.ts';
import type { Signer } from '../types.ts';
import { flipBit, withSigner, withSigning } from './design.ts';
import type { ZoneFault } from './types.ts';

/** More than any validator tries, and few enough for one message. */
const MANY = 40;

const data = (type: number): boolean => type !== RR.DNSKEY;
const only = (wanted: number) => (type: number) => type === wanted;

export const signatureFaults: readonly ZoneFault[] = [
  {
    name: 'bogus-mx',
    about: 'the signature over MX does not verify',
    seenIn: 'mx',
    status: 'bogus',
    refs: ['RFC 4035 §5.3.3'],
    spoil: (design) => withSigner(design, spoiling(only(RR.MX))),
  },
  {
    name: 'bogus-tlsa',
    about: 'the signature over TLSA does not verify',
    seenIn: 'tlsa',
    status: 'bogus',
    refs: ['RFC 4035 §5.3.3', 'RFC 7672 §2.1.1'],
    spoil: (design) => withSigner(design, spoiling(only(RR.TLSA))),
  },
  {
    name: 'bogus-signatures',
    about: 'no signature over data verifies',
    seenIn: 'answers',
    status: 'bogus',
    refs: ['RFC 4035 §5.3.3'],
    spoil: (design) => withSigner(design, spoiling(data)),
  },
  {
    name: 'bogus-dnskey',
    about: 'the signature over the keys does not verify',
    seenIn: 'answers',
    status: 'bogus',
    refs: ['RFC 4035 §5.2'],
    spoil: (design) => withSigner(design, spoiling(only(RR.DNSKEY))),
  },
  {
    name: 'expired-signatures',
    about: 'the zone was not signed again in time',
    seenIn: 'answers',
    status: 'bogus',
    refs: ['RFC 4035 §5.3.1'],
    // They ended when they should have begun.
    spoil: (design) =>
      withSigning(design, ({ inception, expiration }) => ({
        inception: new Date(2 * inception.getTime() - expiration.getTime()),
        expiration: inception,
      })),
  },
  {
    name: 'future-signatures',
    about: 'the signatures are not valid yet',
    seenIn: 'answers',
    status: 'bogus',
    refs: ['RFC 4035 §5.3.1'],
    spoil: (design) =>
      withSigning(design, ({ inception, expiration }) => ({
        inception: expiration,
        expiration: new Date(2 * expiration.getTime() - inception.getTime()),
      })),
  },
  {
    name: 'missing-signatures',
    about: 'data come without signatures, though the keys are signed',
    seenIn: 'answers',
    status: 'bogus',
    refs: ['RFC 4035 §5.3'],
    spoil: (design) =>
      withSigner(
        design,
        changing(data, () => []),
      ),
  },
  {
    name: 'missing-tlsa-signature',
    about: 'TLSA alone comes without a signature',
    seenIn: 'tlsa',
    status: 'bogus',
    refs: ['RFC 4035 §5.3', 'RFC 7672 §2.1.1'],
    spoil: (design) =>
      withSigner(
        design,
        changing(only(RR.TLSA), () => []),
      ),
  },
  {
    name: 'wrong-signer',
    about: 'the signatures name another zone as their signer',
    seenIn: 'answers',
    status: 'bogus',
    refs: ['RFC 4035 §5.3.1'],
    spoil: (design) =>
      withSigner(design, (signer, signing) => {
        const other = createSigner('signer.invalid', signing);
        return (rrset) => (data(rrset.type) ? other(rrset) : signer(rrset));
      }),
  },
  {
    name: 'many-signatures',
    about: `${MANY} wrong signatures stand before the right one`,
    seenIn: 'answers',
    status: 'bogus',
    refs: ['CVE-2023-50387'],
    spoil: (design) =>
      withSigner(
        design,
        changing(data, ([right]) => [...wrongOnes(right!, MANY), right!]),
      ),
  },
];

/** Flips a bit at the end of each signature over these types. */
function spoiling(types: (type: number) => boolean): (signer: Signer) => Signer {
  return changing(types, (signatures) => signatures.map((signature) => flipBit(signature)));
}

export function changing(
  types: (type: number) => boolean,
  change: (signatures: readonly Uint8Array[]) => readonly Uint8Array[],
): (signer: Signer) => Signer {
  return (signer) => (rrset) => (types(rrset.type) ? change(signer(rrset)) : signer(rrset));
}

/** Distinct, so that no server may drop one as a duplicate. The shortest signature has 64 octets. */
export function wrongOnes(signature: Uint8Array, count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, index) => flipBit(signature, 1 + index));
}
