/** Is a CRL about this certificate, as found through this distribution point? (RFC 5280 §6.3.3 (b), (d)) */
import type { Certificate } from '../certificate.ts';
import type { DistributionPoint } from '../extensions/types.ts';
import { sameName } from '../name-compare.ts';
import { ALL_REASONS, directoryNames, hasName, isNameShared, pointOfIssuer, reasonMask, wholeNames } from './points.ts';
import type { Crl, CrlProblem, IssuingPoint } from './types.ts';

/** Work is points times CRLs; honest certificates have one point, or a few. */
const MAX_POINTS = 100;

/** Those it names, and the one that any CRL of its issuer fits. */
export function pointsOf({ issuer, extensions }: Certificate): readonly DistributionPoint[] {
  return [...extensions.crlDistributionPoints.slice(0, MAX_POINTS), pointOfIssuer(issuer)];
}

/** Reasons it covers, as a mask; or why it is not about the certificate. */
export function judgeScope(crl: Crl, certificate: Certificate, point: DistributionPoint): number | CrlProblem {
  if (!isIssuerRight(crl, certificate, point)) {
    return { code: 'wrong-issuer', detail: `the CRL of ${crl.issuerText} is not the one of ${certificate.issuerText}` };
  }
  const { issuingPoint } = crl.extensions;
  if (issuingPoint === undefined) return reasonMask(point.reasons);
  const { name } = issuingPoint;
  if (name !== undefined && !isPointRight(name, crl, certificate, point)) {
    const detail = `the CRL of ${crl.issuerText} is for another distribution point than the certificate's`;
    return { code: 'distribution-point', detail };
  }
  const mismatch = kindMismatch(issuingPoint, certificate);
  if (mismatch !== undefined)
    return { code: 'scope', detail: `the CRL of ${crl.issuerText} is for ${mismatch} certificates alone` };
  return reasonMask(point.reasons) & reasonMask(issuingPoint.reasons) & ALL_REASONS;
}

/** (b)(1): the certificate's issuer, or the one the point names, which then has to say that its CRL is indirect. */
function isIssuerRight(
  { issuer, extensions }: Crl,
  certificate: Certificate,
  { crlIssuer }: DistributionPoint,
): boolean {
  if (crlIssuer === undefined) return sameName(issuer, certificate.issuer);
  const isNamed = directoryNames(crlIssuer).some((name) => sameName(name, issuer));
  return isNamed && extensions.issuingPoint?.isIndirect === true;
}

/** (b)(2)(i): the CRL's point has a name of the certificate's point, or of its cRLIssuer where that has none. */
function isPointRight(
  name: NonNullable<IssuingPoint['name']>,
  crl: Crl,
  certificate: Certificate,
  point: DistributionPoint,
): boolean {
  const wanted = hasName(point)
    ? wholeNames(point, directoryNames(point.crlIssuer ?? [])[0] ?? certificate.issuer)
    : (point.crlIssuer ?? []);
  return isNameShared(wholeNames(name, crl.issuer), wanted);
}

/** (b)(2)(ii)–(iv). */
function kindMismatch(point: IssuingPoint, { extensions }: Certificate): string | undefined {
  const isAuthority = extensions.basicConstraints?.isCa === true;
  if (point.onlyAttributes) return 'attribute';
  if (point.onlyUsers && isAuthority) return 'end-entity';
  return point.onlyAuthorities && !isAuthority ? 'CA' : undefined;
}
