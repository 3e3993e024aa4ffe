import { type CertificateReport, type CrlCheckData, type CrlReport, verdictOn } from '../../core/crl/index.ts';
import type { Paint, View } from '../types.ts';

/** Each certificate with its verdict, and the CRLs it rests on. */
export const crlCheckView: View<CrlCheckData> = ({ data, findings }, paint, verbosity) => {
  const blocks = data.certificates.map((report) => certificateLines(report, paint, verbosity));
  if (verbosity < 0) return blocks.flat().join('\n');
  const remarks = findings
    .filter(({ severity }) => severity === 'warn' || severity === 'info')
    .map(({ severity, title, detail }) => `${paint.mark(severity)} ${title}: ${detail ?? ''}`);
  const fixes = findings
    .filter(({ severity, fix }) => fix !== undefined && (severity === 'error' || severity === 'unknown'))
    .map(({ fix }) => paint.dim(`  ${fix}`));
  return [...blocks.flat(), ...remarks, ...new Set(fixes)].join('\n');
};

function certificateLines(report: CertificateReport, paint: Paint, verbosity: number): readonly string[] {
  const { severity } = verdictOn(report);
  const head = `${paint.mark(severity)} ${paint.strong(report.subject)}: ${verdictText(report)}`;
  if (verbosity < 0) return [head];
  return [
    head,
    `  issuer ${report.issuer}, serial number ${report.serial}`,
    ...report.crls.map((crl) => `  ${crlLine(crl, paint)}`),
  ];
}

function verdictText({
  status,
  reason,
  revokedAt,
  invalidityDate,
  nextUpdate,
  code,
  detail,
}: CertificateReport): string {
  if (status === 'good') return `not revoked; the next CRL comes by ${nextUpdate}`;
  if (status === 'revoked') {
    const since = invalidityDate === undefined ? '' : `; the key not to be relied on since ${invalidityDate}`;
    return `revoked ${revokedAt}, reason ${reason}${since}`;
  }
  return status === 'no-crl' ? (detail ?? 'no CRL') : `cannot be told (${code}): ${detail}`;
}

function crlLine({ source, from, problem, crl }: CrlReport, paint: Paint): string {
  if (crl === undefined) return `${paint.mark('warn')} ${problem?.detail ?? source}`;
  const number = crl.number === undefined ? '' : ` ${crl.number}`;
  const base = crl.baseNumber === undefined ? '' : ` on ${crl.baseNumber}`;
  const until = crl.nextUpdate === undefined ? '' : ` to ${crl.nextUpdate}`;
  const kind = crl.kind === 'delta' ? 'delta CRL' : 'CRL';
  return `${kind}${number}${base} from ${crl.thisUpdate}${until}, ${crl.entries} entries ${paint.dim(`(${from}: ${source})`)}`;
}
