/** What a verification is made of when people give files: the issuer found among them, the proof that fits. */
import type { Certificate } from '../pki/index.ts';
import type { OcspObject } from './proof.ts';
import { parseOcspResponse } from './read/response.ts';
import { wasIssuedBy } from './verify/known.ts';

export interface OcspMaterial {
  /** The certificate in question first, and what stands behind it in its file. */
  readonly own: readonly [Certificate, ...Certificate[]];
  /** Said to be the issuer. */
  readonly issuers: readonly Certificate[];
  readonly chain: readonly Certificate[];
  readonly roots: readonly Certificate[];
}

/** One that was said to be it is taken even where it is not, so that the verdict can tell. */
export function findIssuer({ own, issuers, chain, roots }: OcspMaterial): Certificate | undefined {
  const [certificate, ...rest] = own;
  const candidates = issuers.length > 0 ? issuers : [...rest, ...chain, ...roots];
  return candidates.find((one) => wasIssuedBy(certificate, one)) ?? issuers[0];
}

/** Of several proofs, as in a PEM file for a chain, the one about this certificate; else the first. */
export function chooseProof(proofs: readonly OcspObject[], { serial }: Certificate): OcspObject | undefined {
  const fitting = proofs.find(({ der }) => {
    const read = parseOcspResponse(der);
    return read.ok && read.value.basic?.responses.some(({ certId }) => certId.serial === serial) === true;
  });
  return fitting ?? proofs[0];
}
