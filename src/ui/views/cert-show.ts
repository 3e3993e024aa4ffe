import type { CertShowData, ShownCertificate } from '../../core/cert/index.ts';
import type { Paint, View } from '../types.ts';

/** Each certificate as a block, then what there is to say. */
export const certShowView: View<CertShowData> = ({ data, findings }, paint, verbosity) => {
  const told = findings.filter(({ severity }) => severity !== 'ok');
  const warnings = told.flatMap(({ severity, title, detail, fix }) => [
    `${paint.mark(severity)} ${title}${detail === undefined ? '' : `: ${detail}`}`,
    ...(fix === undefined || verbosity < 0 ? [] : [`  ${paint.dim(`→ ${fix}`)}`]),
  ]);
  if (verbosity < 0) return [...data.certificates.map(oneLine), ...warnings].join('\n');
  const blocks = data.certificates.map((certificate) => block(certificate, paint, verbosity));
  return [...blocks, ...(warnings.length === 0 ? [] : [warnings.join('\n')])].join('\n\n');
};

const oneLine = ({ subject, notAfter, key }: ShownCertificate): string => `${subject} (${key}, until ${notAfter})`;

function block(certificate: ShownCertificate, paint: Paint, verbosity: number): string {
  const rows = [
    ['issuer', certificate.isSelfSigned ? `${certificate.issuer} (self-signed)` : certificate.issuer],
    ['serial', certificate.serial],
    ['valid', `${short(certificate.notBefore)} to ${short(certificate.notAfter)}, ${remaining(certificate)}`],
    ['key', certificate.key],
    ['signature', certificate.signature],
    ['names', certificate.names.join(', ') || 'none'],
    ...certificate.extensions
      .filter(({ oid }) => oid !== '2.5.29.17')
      .map(({ name, critical, value }) => [name, `${value}${critical ? ' (critical)' : ''}`]),
    ['SHA-256', certificate.fingerprints.sha256],
    ['SHA-1', certificate.fingerprints.sha1],
    ['pin-sha256', certificate.pin],
    ['TLSA', certificate.isAuthority ? certificate.tlsa.authority : certificate.tlsa.key],
    ...(verbosity > 0 ? [['version', String(certificate.version)]] : []),
  ] as const;
  const width = Math.max(...rows.map(([label]) => label!.length));
  const lines = rows.map(([label, value]) => `  ${paint.dim(label!.padEnd(width))}  ${value}`);
  return [paint.strong(certificate.subject || '(no subject)'), ...lines].join('\n');
}

function remaining({ daysLeft }: ShownCertificate): string {
  return daysLeft < 0 ? `${-daysLeft} days past` : `${daysLeft} days left`;
}

const short = (time: string): string => time.replace(/\.000Z$/, 'Z');
