/** From a certificate's report to what is said of it. */
import { type Finding, type FindingDef, say } from '../../../base/index.ts';
import type { CertificateReport, CheckCode } from '../types.ts';
import { FAULT_FINDINGS } from './faults.ts';
import {
  good,
  mirror,
  noCrl,
  noIssuer,
  noRevAvail,
  notFetchable,
  onHold,
  passedOver,
  revoked,
  serverBehind,
  unreachable,
} from './verdicts.ts';

export function findingsFor(report: CertificateReport, isServerBehind: boolean): readonly Finding[] {
  return [
    say(verdictOn(report), { detail: `${report.subject}: ${detailOf(report)}`, ...fixOf(report) }),
    ...(report.status === 'undetermined' ? [] : sideRemarks(report)),
    ...(isServerBehind ? [say(serverBehind, {})] : []),
  ];
}

export function verdictOn({ status, reason, code }: CertificateReport): FindingDef {
  if (status === 'good') return good;
  if (status === 'revoked') return reason === 'certificateHold' ? onHold : revoked;
  if (status === 'no-crl') return code === 'no-rev-avail' ? noRevAvail : noCrl;
  return faultFinding(code ?? 'missing');
}

export function faultFinding(code: CheckCode): FindingDef {
  if (code === 'unreachable') return unreachable;
  if (code === 'not-fetchable') return notFetchable;
  if (code === 'no-rev-avail') return noRevAvail;
  return code === 'no-issuer' ? noIssuer : FAULT_FINDINGS[code];
}

/** There is a responder to ask, or there is not. */
function fixOf({ status, code, ocsp }: CertificateReport): { readonly fix?: string } {
  return status === 'no-crl' && code === undefined && ocsp.length === 0
    ? { fix: 'Give a CRL with --crl: nothing else can tell.' }
    : {};
}

function detailOf({ status, reason, revokedAt, invalidityDate, nextUpdate, detail }: CertificateReport): string {
  if (status === 'good') return `not listed; the next CRL comes by ${nextUpdate}`;
  if (status !== 'revoked') return detail ?? status;
  const since = invalidityDate === undefined ? '' : `, the key not to be relied on since ${invalidityDate}`;
  return `revoked ${revokedAt}, reason ${reason}${since}`;
}

/** Addresses that did not work where the verdict was had all the same. */
function sideRemarks({ crls }: CertificateReport): readonly Finding[] {
  return crls.flatMap(({ problem }) => {
    if (problem === undefined) return [];
    return [say(problem.code === 'not-fetchable' ? passedOver : mirror, { detail: problem.detail })];
  });
}
