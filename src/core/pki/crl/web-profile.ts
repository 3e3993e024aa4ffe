/** A CRL that is about a part of the certificates alone, as the public web has it (Baseline Requirements §7.2.2.1). */
import type { Crl, CrlProblem } from './types.ts';

/** Undefined: it is, or is about them all. */
export function judgeWebProfile({ extensions, issuerText }: Crl): CrlProblem | undefined {
  const { issuingPoint } = extensions;
  const fault = issuingPoint && pointFault(issuingPoint);
  return fault === undefined ? undefined : { code: 'web-profile', detail: `the CRL of ${issuerText} ${fault}` };
}

function pointFault({ isIndirect, name }: NonNullable<Crl['extensions']['issuingPoint']>): string | undefined {
  if (isIndirect) return 'is an indirect one';
  if (name?.relativeName !== undefined) return 'names its distribution point relative to its issuer';
  const other = name?.fullNames.find(({ kind }) => kind !== 'uri');
  return other && `names its distribution point by a ${other.kind} name, not by URI alone`;
}
