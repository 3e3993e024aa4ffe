/** A report as a mail: multipart/report with the gzip beside a few words for people (RFC 8460 §3, §5.3). */
import { encodeBase64Lines } from '../../mime/index.ts';
import { type ReportFacts, reportFileName } from './report.ts';

export interface ReportMail extends ReportFacts {
  readonly from: string;
  readonly to: readonly string[];
  readonly date: string;
  /** The report, compressed. */
  readonly gzip: Uint8Array;
}

/** Header, empty line, body; LF ends lines. */
export function reportMail(mail: ReportMail): string {
  const { from, to, date, gzip, domain, submitter, id, day, organization } = mail;
  const boundary = `tlsrpt-${id.replace(/[^A-Za-z0-9]/g, '')}`;
  const name = reportFileName(mail);
  return [
    `From: ${from}`,
    `To: ${to.join(',\n ')}`,
    `Date: ${date}`,
    `Message-Id: <${id}>`,
    `Subject: Report Domain: ${domain}\n Submitter: ${submitter}\n Report-ID: <${id}>`,
    `TLS-Report-Domain: ${domain}`,
    `TLS-Report-Submitter: ${submitter}`,
    'TLS-Required: No', // RFC 8460 §3: what it tells of must not keep it away; RFC 8689 §5
    'Auto-Submitted: auto-generated',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type="tlsrpt";\n boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset=us-ascii',
    '',
    `This is a report by ${organization}`,
    `on TLS sessions with the mail servers of ${domain} on ${day} (UTC).`,
    '',
    `--${boundary}`,
    'Content-Type: application/tlsrpt+gzip',
    'Content-Transfer-Encoding: base64',
    `Content-Disposition: attachment;\n filename="${name}"`,
    '',
    encodeBase64Lines(gzip).replaceAll('\r\n', '\n').trimEnd(),
    '',
    `--${boundary}--`,
    '',
  ].join('\n');
}
