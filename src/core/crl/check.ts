/** Is this certificate revoked, by its authority's CRL? And those above it, as far as was asked. */
import type { Finding, Report } from '../../base/index.ts';
import {
  type Certificate,
  type CrlPile,
  checkRevocation,
  hasNoRevocation,
  isIssuedBy,
  isSelfIssued,
  type RevocationVerdict,
  signersBelow,
} from '../pki/index.ts';
import { findingsFor } from './findings/say.ts';
import { type Gathered, gatherCrls } from './gather.ts';
import { ancestors, atHandOf, findIssuer } from './issuers.ts';
import { certificateReport, givenReports, obtainedReport, statusOf, undetermined } from './report.ts';
import type { CertificateReport, CertificateStatus, CrlCheckData, CrlPorts, CrlQuestion } from './types.ts';

export async function checkCrl(question: CrlQuestion, ports: CrlPorts): Promise<Report<CrlCheckData>> {
  const certificates: CertificateReport[] = [];
  const findings: Finding[] = [];
  let next = question.certificates[0];
  for (let depth = 0; next !== undefined && depth < question.depth; depth += 1) {
    const found: Found = await askAbout(next, question, ports);
    certificates.push(found.report);
    findings.push(...findingsFor(found.report, found.isServerBehind));
    // An anchor is trusted by whoever keeps it, not by a list that it signs itself.
    next = found.issuer === undefined || isSelfIssued(found.issuer) ? undefined : found.issuer;
  }
  return { data: { ...worstOf(certificates), certificates }, findings };
}

interface Found {
  readonly report: CertificateReport;
  readonly issuer?: Certificate;
  readonly isServerBehind: boolean;
}

async function askAbout(certificate: Certificate, question: CrlQuestion, ports: CrlPorts): Promise<Found> {
  const isOwnIssuer = isSelfIssued(certificate) && isIssuedBy(certificate, certificate);
  const found = isOwnIssuer ? { issuer: certificate } : await findIssuer(certificate, question, ports);
  if (!('issuer' in found)) {
    return {
      report: certificateReport(certificate, undetermined('no-issuer', found.detail), []),
      isServerBehind: false,
    };
  }
  const { issuer } = found;
  const signers = signersBelow(ancestors(issuer, question), atHandOf(question));
  const { given } = question;
  if (given !== undefined) {
    const verdict = checkRevocation(certificate, issuer, given.crls, question.at, signers);
    const status = statusByGiven(verdict, given);
    return { report: certificateReport(certificate, status, givenReports(given)), issuer, isServerBehind: false };
  }
  const gathered = await gatherCrls(certificate, issuer, signers, question, ports);
  const crls = gathered.obtained.map(obtainedReport);
  const isServerBehind = gathered.obtained.some((one) => 'isServerBehind' in one && one.isServerBehind);
  return {
    report: certificateReport(certificate, statusByNetwork(certificate, gathered), crls),
    issuer,
    isServerBehind,
  };
}

/** One that cannot be read might have been the one. */
function statusByGiven(verdict: RevocationVerdict, { unreadable }: CrlPile): CertificateStatus {
  const isSilent = verdict.status === 'undetermined' && ['missing', 'wrong-issuer'].includes(verdict.code);
  return isSilent && unreadable[0] !== undefined
    ? undetermined(unreadable[0].code, unreadable[0].detail)
    : statusOf(verdict);
}

function statusByNetwork(certificate: Certificate, { verdict, obtained }: Gathered): CertificateStatus {
  if (verdict.status !== 'undetermined' || verdict.code !== 'missing') return statusOf(verdict);
  const failed = obtained.find((one) => 'code' in one && one.code !== 'not-fetchable') ?? obtained[0];
  if (failed !== undefined && 'code' in failed) return undetermined(failed.code, failed.detail);
  if (hasNoRevocation(certificate))
    return {
      status: 'no-crl',
      code: 'no-rev-avail',
      detail: 'the certificate says that it is never listed (RFC 9608)',
    };
  const { ocsp } = certificate.extensions.authorityInfoAccess;
  const instead = ocsp[0] === undefined ? '' : `; it has an OCSP responder, ${ocsp[0]}`;
  return { status: 'no-crl', detail: `the certificate names no CRL distribution point${instead}` };
}

const RANK: Readonly<Record<CertificateStatus['status'], number>> = {
  revoked: 0,
  undetermined: 1,
  'no-crl': 2,
  good: 3,
};

/** Of the whole: the worst, and where all are good, the first that ends. */
function worstOf(reports: readonly CertificateReport[]): CertificateStatus {
  const [worst] = reports.toSorted(
    (a, b) => RANK[a.status] - RANK[b.status] || (a.nextUpdate ?? '').localeCompare(b.nextUpdate ?? ''),
  );
  if (worst === undefined) return undetermined('missing', 'there is no certificate to ask about');
  const { status, code, detail, reason, revokedAt, invalidityDate, nextUpdate } = worst;
  return {
    status,
    ...(code !== undefined && { code }),
    ...(detail !== undefined && { detail }),
    ...(reason !== undefined && { reason }),
    ...(revokedAt !== undefined && { revokedAt }),
    ...(invalidityDate !== undefined && { invalidityDate }),
    ...(nextUpdate !== undefined && { nextUpdate }),
  };
}
