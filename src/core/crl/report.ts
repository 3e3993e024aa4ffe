/** The data of a check, JSON-safe, out of what was found. */
import type { Certificate, Crl, CrlPile, RevocationVerdict } from '../pki/index.ts';
import { isHad, pointUrls } from './gather.ts';
import type { Obtained } from './obtain.ts';
import type { CertificateReport, CertificateStatus, CheckCode, CrlFacts, CrlReport } from './types.ts';

export function certificateReport(
  certificate: Certificate,
  status: CertificateStatus,
  crls: readonly CrlReport[],
): CertificateReport {
  const { crlDistributionPoints, authorityInfoAccess } = certificate.extensions;
  return {
    ...status,
    subject: certificate.subjectText,
    issuer: certificate.issuerText,
    serial: certificate.serial,
    points: crlDistributionPoints.flatMap(pointUrls),
    ocsp: authorityInfoAccess.ocsp,
    crls,
  };
}

export function statusOf(verdict: RevocationVerdict): CertificateStatus {
  switch (verdict.status) {
    case 'good':
      return { status: 'good', nextUpdate: verdict.nextUpdate.toISOString() };
    case 'revoked': {
      const { reason, date, invalidityDate } = verdict;
      const since = invalidityDate !== undefined && { invalidityDate: invalidityDate.toISOString() };
      return { status: 'revoked', reason, revokedAt: date.toISOString(), ...since };
    }
    case 'undetermined':
      return undetermined(verdict.code, verdict.detail);
  }
}

export const undetermined = (code: CheckCode, detail: string): CertificateStatus => ({
  status: 'undetermined',
  code,
  detail,
});

export function obtainedReport(obtained: Obtained): CrlReport {
  if (isHad(obtained)) return { source: obtained.url, from: obtained.from, crl: crlFacts(obtained.crl) };
  const { url, code, detail } = obtained;
  return { source: url, from: 'network', problem: { code, detail } };
}

export function givenReports({ crls, unreadable, places }: CrlPile): readonly CrlReport[] {
  return [
    ...crls.map((crl) => ({ source: places?.get(crl) ?? crl.issuerText, from: 'file' as const, crl: crlFacts(crl) })),
    ...unreadable.map((problem) => ({ source: 'a CRL that was given', from: 'file' as const, problem })),
  ];
}

export function crlFacts(crl: Crl): CrlFacts {
  const { number, baseNumber } = crl.extensions;
  return {
    kind: baseNumber === undefined ? 'complete' : 'delta',
    issuer: crl.issuerText,
    thisUpdate: crl.thisUpdate.toISOString(),
    ...(crl.nextUpdate !== undefined && { nextUpdate: crl.nextUpdate.toISOString() }),
    ...(number !== undefined && { number: number.toString() }),
    ...(baseNumber !== undefined && { baseNumber: baseNumber.toString() }),
    sizeBytes: crl.der.length,
    entries: crl.revoked.count,
  };
}
