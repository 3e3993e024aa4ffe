/** Who may sign a CRL beside the certificate's issuer (RFC 5280 §6.3.3 (f)). */
import { type Certificate, isIssuedBy } from '../certificate.ts';
import type { Signers } from './verify.ts';

/** Authorities one after the other; longer ways are not gone. */
const MAX_STEPS = 8;

/**
 * Trusted is who was issued, over any authorities, by one that stands above the certificate in question: the anchor is the same.
 *
 * @param above         its issuer, the issuer's issuer, and so on, each believed
 * @param certificates  candidates, and the authorities that may stand between
 */
export function signersBelow(above: readonly Certificate[], certificates: readonly Certificate[]): Signers {
  return { certificates: [...above, ...certificates], isTrusted: (signer) => leadsTo(above, signer, certificates) };
}

/** Step by step upwards, each certificate once. */
function leadsTo(above: readonly Certificate[], signer: Certificate, certificates: readonly Certificate[]): boolean {
  const seen = new Set([signer]);
  for (const one of seen) {
    if (above.some((authority) => authority === one || isIssuedBy(one, authority))) return true;
    if (seen.size > MAX_STEPS) return false;
    for (const other of certificates) if (isAuthority(other) && isIssuedBy(one, other)) seen.add(other);
  }
  return false;
}

const isAuthority = ({ extensions }: Certificate): boolean => extensions.basicConstraints?.isCa === true;
